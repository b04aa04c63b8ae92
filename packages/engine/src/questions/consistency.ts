import { type ClusterState, type StateInvariant, stateInvariants, type Violation } from '@capsule-whatif/model'
import type { Severity } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { attempt, clusterOf } from './asking/asked-cluster.ts'
import type { Certainty } from './asking/certainty.ts'
import { effectName, nameText, type ObjectName } from './asking/object-name.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { document, findingSection, section } from './asking/wording.ts'

/**
 * What `ask consistency` can be told; `consistency.parameters` and
 * docs/reference/cli.md#ask-consistency say what each means.
 */
export type ConsistencyParameters = Readonly<Record<never, never>>

/** Every `Healing`. */
export const healings = ['by itself', 'when the operator starts again', 'never'] as const

/** How something that disagrees comes right. */
export type Healing = (typeof healings)[number]

/** Something that disagrees in the snapshot. */
export interface Disagreement {
  /** name of the rule that is broken */
  readonly rule: string
  /** `Kind namespace/name` */
  readonly object: string
  readonly says: string
  /** whether it is gone once all is quiet: by itself, when the operator starts again, or not at all */
  readonly heals: Healing
  /** of how it heals; that it disagrees the snapshot says itself */
  readonly certainty: Certainty
}

/** What the garbage collector or the operator removes for it, when all goes on from the snapshot. */
export interface ConsistencyAnswer extends QuestionAnswer {
  readonly question: 'consistency'
  readonly disagreements: readonly Disagreement[]
  /** objects that go by themselves from here */
  readonly goes: readonly ObjectName[]
}

/** Holds the snapshot, as it was read, against what is always true of a cluster that is well. */
export const consistency: Question<ConsistencyParameters, ConsistencyAnswer> = {
  name: 'consistency',
  meaning: 'Where label, owner reference, status and uid disagree, and what that costs.',
  parameters: {},
  example: '',
  ask: askConsistency,
  text: consistencyText,
}

/** What holds always, or of a cluster that is quiet; what is never reached is no rule to hold a snapshot against. */
const rules: readonly StateInvariant[] = stateInvariants.filter(({ when }) => when !== 'never')

function askConsistency(snapshot: Snapshot): ConsistencyAnswer {
  const cluster = clusterOf(snapshot)
  const { loaded, state, pending, findings } = cluster.quiet
  // what is not in the snapshot may be in the cluster: a Tenant that is missed is perhaps only not shown
  const isBlind = findings.length > 0
  const violations = violationsIn(loaded)
  const [later, restarted] =
    violations.length === 0
      ? [new Set<string>(), new Set<string>()]
      : [keysOf(violationsIn(state)), keysOf(violationsIn(attempt(cluster, ['operator stop', 'operator start']).state))]
  const disagreements = violations.map(({ invariant, object, says }): Disagreement => {
    const key = keyOf({ invariant, object, says })
    const heals = !later.has(key) ? 'by itself' : restarted.has(key) ? 'never' : 'when the operator starts again'
    return { rule: invariant, object, says, heals, certainty: isBlind ? 'unknown' : 'likely' }
  })
  const goes = pending.filter(({ outcome }) => outcome === 'gone').map(effectName)
  return {
    question: 'consistency',
    severity: severityOf(disagreements, goes),
    certainty: isBlind ? 'unknown' : disagreements.length + goes.length > 0 ? 'likely' : 'must',
    findings,
    disagreements,
    goes,
  }
}

function violationsIn(state: ClusterState): readonly Violation[] {
  return rules.flatMap((rule) => rule.violations(state))
}

function keyOf({ invariant, object, says }: Violation): string {
  return `${invariant}|${object}|${says}`
}

function keysOf(violations: readonly Violation[]): ReadonlySet<string> {
  return new Set(violations.map(keyOf))
}

function severityOf(disagreements: readonly Disagreement[], goes: readonly ObjectName[]): Severity {
  if (goes.length > 0) return 'danger'
  if (disagreements.some(({ heals }) => heals !== 'by itself')) return 'warning'
  return disagreements.length > 0 ? 'info' : 'none'
}

function consistencyText({ disagreements, goes, findings }: ConsistencyAnswer): string {
  const counted =
    disagreements.length === 0
      ? 'Nothing disagrees.'
      : `${disagreements.length} ${disagreements.length === 1 ? 'thing disagrees' : 'things disagree'}.`
  const heals = ['by itself', 'when the operator starts again', 'never'] as const
  const titles = {
    'by itself': 'Heals by itself:',
    'when the operator starts again': 'Heals when the operator starts again:',
    never: 'Does not heal:',
  }
  return document([
    counted,
    ...heals.map((how) =>
      section(
        titles[how],
        disagreements.filter((each) => each.heals === how).map(({ object, says }) => `${object} ${says}`),
      ),
    ),
    section('Goes by itself from here:', goes.map(nameText)),
    findingSection(findings),
  ])
}
