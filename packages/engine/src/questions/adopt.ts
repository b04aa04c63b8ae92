import { findObject } from '@capsule-whatif/model'
import { type Severity, worstOf } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { clusterOf, userOf } from './asking/asked-cluster.ts'
import { cannotBeAsked } from './asking/cannot-be-asked.ts'
import { groupsType, namespaceType, tenantType, userType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { document, findingSection } from './asking/wording.ts'
import { type Afterwards, afterwardsOf, afterwardsText } from './ownership/afterwards.ts'
import { type Belonging, belongingOf, belongingText } from './ownership/belonging.ts'
import { type Mover, moversOf, type Way, waysOf } from './ownership/ways.ts'
import { bestWay, changeText, moversText, stepsText, waysText } from './ownership/ways-text.ts'

/**
 * What `ask adopt` can be told; `adopt.parameters` and
 * docs/reference/cli.md#ask-adopt say what each means.
 */
export interface AdoptParameters {
  readonly namespace: string
  readonly to: string
  readonly as?: string
  readonly asGroup?: readonly string[]
}

/** How a Namespace of no Tenant comes to one, what it gets there, and what it risks. */
export interface AdoptAnswer extends QuestionAnswer {
  readonly question: 'adopt'
  readonly namespace: string
  readonly to: string
  readonly belonging?: Belonging
  readonly ways: readonly Way[]
  readonly movers: readonly Mover[]
  /** after the shortest way that holds; absent where there is none */
  readonly afterwards?: Afterwards
}

/** Gives a Namespace of no Tenant to one in every way, starts the operator again, and deletes the Tenant. */
export const adopt: Question<AdoptParameters, AdoptAnswer> = {
  name: 'adopt',
  meaning: 'How a Namespace that belongs to no Tenant comes to one, what it gets there, and whether it goes with it.',
  parameters: {
    namespace: { type: namespaceType, meaning: 'the Namespace', example: 'default', isRequired: true },
    to: { type: tenantType, meaning: 'the Tenant', example: 'gas', isRequired: true },
    as: {
      type: userType,
      meaning: 'who tries it on the cluster as it is',
      example: 'bob',
      otherwise: 'an administrator of the cluster',
    },
    asGroup: { type: groupsType, meaning: 'a group of that user', example: 'projectcapsule.dev' },
  },
  example: '--namespace default --to gas',
  ask: askAdopt,
  text: adoptText,
}

function askAdopt(snapshot: Snapshot, { namespace: name, to, as, asGroup }: AdoptParameters): AdoptAnswer {
  const cluster = clusterOf(snapshot)
  const { state, findings } = cluster.quiet
  const namespace = findObject(state, '/namespaces', undefined, name)
  const tenant = findObject(state, 'capsule.clastix.io/tenants', undefined, to)
  if (namespace === undefined || tenant === undefined)
    throw cannotBeAsked(`${name} or ${to} is not there once the cluster of the snapshot is quiet.`)
  const belonging = belongingOf(state, name)
  const ways = waysOf(cluster, namespace, tenant, as === undefined ? undefined : userOf(as, asGroup))
  const best = bestWay(ways)
  const owned = (belonging?.references ?? []).map((each) => each.tenant)
  const afterwards = best?.reached ? afterwardsOf(cluster, best, name, to, to) : undefined
  return {
    question: 'adopt',
    severity: severityOf(ways, afterwards),
    certainty: 'likely',
    findings:
      owned.length === 0
        ? findings
        : [...findings, `It belongs to ${owned.join(' and ')}: that is a move, ask migrate.`],
    namespace: name,
    to,
    ...(belonging === undefined ? {} : { belonging }),
    ways,
    movers: moversOf(cluster, namespace, tenant, [tenant]),
    ...(afterwards === undefined ? {} : { afterwards }),
  }
}

function severityOf(ways: readonly Way[], afterwards: Afterwards | undefined): Severity {
  return worstOf([
    'info',
    ways.some(({ reached }) => !reached) ? 'warning' : 'none',
    afterwards !== undefined && ['lost', 'emptied'].includes(afterwards.whenTenantGoes) ? 'danger' : 'none',
  ])
}

function adoptText({ namespace, to, belonging, ways, movers, afterwards, findings }: AdoptAnswer): string {
  const way = bestWay(ways)
  return document([
    `Namespace ${namespace} into Tenant ${to} (along the likely order of events). Now: ${belongingText(belonging)}.`,
    waysText(ways),
    stepsText(way),
    afterwardsText(afterwards, to),
    way === undefined ? '' : changeText(way),
    moversText(movers),
    findingSection(findings),
  ])
}
