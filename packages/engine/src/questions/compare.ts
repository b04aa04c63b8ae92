import { type Answer, type Outcome, outcomes } from '../predict/prediction.ts'
import { type Severity, worstOf } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { attempt, clusterOf } from './asking/asked-cluster.ts'
import { cannotBeAsked } from './asking/cannot-be-asked.ts'
import { effectName, nameText, type ObjectName } from './asking/object-name.ts'
import { actionsType, type GivenAction, sourceType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { type RefusedRequest, refusalText, refusedRequest } from './asking/refusal.ts'
import { countedKinds, document, findingSection, groupBy, section } from './asking/wording.ts'

/**
 * What `ask compare` can be told; `compare.parameters` and
 * docs/reference/cli.md#ask-compare say what each means.
 */
export interface CompareParameters {
  readonly do: readonly GivenAction[]
  readonly instead?: readonly GivenAction[]
  readonly with?: Snapshot
}

/** `same`: as it was before; `absent`: the snapshot does not have it, and it is not made. */
export type Fate = Outcome | 'same' | 'absent'

/** Every `Fate`. */
export const comparedFates: readonly Fate[] = [...outcomes, 'same', 'absent']

/** An object whose fate is not the same on both sides. */
export interface DifferentFate {
  readonly object: ObjectName
  readonly one: Fate
  readonly other: Fate
}

/** Two actions on one snapshot, or one on two: whose fate differs. */
export interface CompareAnswer extends QuestionAnswer {
  readonly question: 'compare'
  readonly one: ComparedSide
  readonly other: ComparedSide
  readonly differences: readonly DifferentFate[]
}

export interface ComparedSide {
  readonly actions: readonly string[]
  /** of which snapshot */
  readonly snapshot: 'this' | 'the other'
  readonly refused: readonly RefusedRequest[]
  /** virtual seconds from the first action to the last write */
  readonly seconds: number
}

/** Takes actions on this snapshot, and others instead, or the same on another snapshot, and tells whose fate differs. */
export const compare: Question<CompareParameters, CompareAnswer> = {
  name: 'compare',
  meaning: 'Whose fate differs: between two ways of doing something, or between two snapshots.',
  parameters: {
    do: {
      type: actionsType,
      meaning: 'what is done, written as for kubectl',
      example: "'delete tenant oil'",
      isRequired: true,
    },
    instead: { type: actionsType, meaning: 'what is done instead', example: "'delete tenant oil --cascade=orphan'" },
    with: { type: sourceType, meaning: 'another snapshot to do it to', example: 'yesterday.json' },
  },
  example:
    "--do 'delete crd tenants.capsule.clastix.io' --instead 'operator stop' --instead 'delete crd tenants.capsule.clastix.io'",
  ask: askCompare,
  text: compareText,
}

function askCompare(snapshot: Snapshot, { do: actions, instead, with: another }: CompareParameters): CompareAnswer {
  if (instead === undefined && another === undefined)
    throw cannotBeAsked('nothing to compare with. Expected --instead ACTION, or --with SNAPSHOT, or both.')
  const one = sideOf(snapshot, 'this', actions)
  const other = sideOf(another ?? snapshot, another === undefined ? 'this' : 'the other', instead ?? actions)
  const differences = differencesOf(one, other)
  return {
    question: 'compare',
    severity: severityOf(differences),
    certainty: 'likely',
    findings: [...new Set([...one.answer.findings, ...other.answer.findings])],
    one: one.told,
    other: other.told,
    differences,
  }
}

interface Side {
  readonly told: ComparedSide
  readonly answer: Answer
  /** objects that are there at first, by name */
  readonly names: ReadonlyMap<string, ObjectName>
}

function sideOf(snapshot: Snapshot, which: ComparedSide['snapshot'], actions: readonly GivenAction[]): Side {
  const { answer } = attempt(clusterOf(snapshot), actions)
  const told: ComparedSide = {
    actions: answer.actions.map(({ text }) => text),
    snapshot: which,
    refused: answer.refusals.map(refusedRequest),
    seconds: answer.seconds,
  }
  const names = snapshot.objects.map(({ kind, metadata }) => effectName({ kind, ...metadata }))
  return { told, answer, names: new Map(names.map((name) => [nameText(name), name])) }
}

function differencesOf(one: Side, other: Side): readonly DifferentFate[] {
  const [left, right] = [fatesOf(one), fatesOf(other)]
  const objects = new Map([...left.names, ...right.names])
  return [...objects].flatMap(([key, object]) => {
    const fates = { one: left.fateOf(key), other: right.fateOf(key) }
    return fates.one === fates.other ? [] : [{ object, ...fates }]
  })
}

interface Fates {
  readonly names: ReadonlyMap<string, ObjectName>
  fateOf(key: string): Fate
}

function fatesOf({ answer, names }: Side): Fates {
  const effects = new Map(answer.effects.map((effect) => [nameText(effectName(effect)), effect]))
  const all = new Map([...names, ...[...effects].map(([key, effect]) => [key, effectName(effect)] as const)])
  return { names: all, fateOf: (key) => effects.get(key)?.outcome ?? (names.has(key) ? 'same' : 'absent') }
}

const losses: ReadonlySet<Fate> = new Set<Fate>(['gone', 'replaced', 'held'])

function severityOf(differences: readonly DifferentFate[]): Severity {
  return worstOf(
    differences.map(({ object, one, other }) => {
      if (!losses.has(one) && !losses.has(other)) return 'info'
      return object.kind === 'Namespace' || object.kind === 'Tenant' ? 'danger' : 'warning'
    }),
  )
}

const fateTexts: Readonly<Record<Fate, string>> = {
  gone: 'lost',
  replaced: 'lost and made again',
  held: 'terminating',
  created: 'created',
  changed: 'changed',
  same: 'stays',
  absent: 'is not there',
}

const shownMax = 8

function compareText({ one, other, differences, findings }: CompareAnswer): string {
  const groups = groupBy(
    differences,
    (each) => `${fateTexts[each.one]} with the first, ${fateTexts[each.other]} with the second:`,
  )
  return document([
    [sideText('First: ', one), sideText('Second:', other)].join('\n'),
    differences.length === 0
      ? 'Nothing ends otherwise (along the likely order of events).'
      : `${countedKinds(differences.map(({ object }) => object.kind))} end otherwise (along the likely order of events).`,
    ...[...groups].map(([title, group]) =>
      section(
        `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`,
        group.map(({ object }) => nameText(object)),
        shownMax,
      ),
    ),
    section('Refused in the first:', one.refused.map(refusalText)),
    section('Refused in the second:', other.refused.map(refusalText)),
    findingSection(findings),
  ])
}

function sideText(title: string, { actions, snapshot }: ComparedSide): string {
  return `${title} ${actions.join('; ')}${snapshot === 'this' ? '' : ' (the other snapshot)'}`
}
