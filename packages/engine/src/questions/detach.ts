import { findObject } from '@capsule-whatif/model'
import { type Severity, worstOf } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { clusterOf, userOf } from './asking/asked-cluster.ts'
import { groupsType, namespaceType, userType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { document, findingSection } from './asking/wording.ts'
import { type Afterwards, afterwardsOf, afterwardsText } from './ownership/afterwards.ts'
import { type Belonging, belongingOf, belongingText } from './ownership/belonging.ts'
import { type Mover, moversOf, type Way, waysOf } from './ownership/ways.ts'
import { bestWay, changeText, moversText, stepsText, waysText } from './ownership/ways-text.ts'

/**
 * What `ask detach` can be told; `detach.parameters` and
 * docs/reference/cli.md#ask-detach say what each means.
 */
export interface DetachParameters {
  readonly namespace: string
  readonly as?: string
  readonly asGroup?: readonly string[]
}

/** How a Namespace is taken out of its Tenant, what fights it, and whether it holds. */
export interface DetachAnswer extends QuestionAnswer {
  readonly question: 'detach'
  readonly namespace: string
  /** the Tenant that it belongs to; absent where it belongs to none */
  readonly tenant?: string
  readonly belonging?: Belonging
  readonly ways: readonly Way[]
  readonly movers: readonly Mover[]
  /** after the shortest way that holds; absent where there is none */
  readonly afterwards?: Afterwards
  /** how to see in the real cluster that it held: each must print nothing */
  readonly verify: readonly string[]
}

/** Takes a Namespace out of its Tenant in every way, starts the operator again, and deletes the Tenant. */
export const detach: Question<DetachParameters, DetachAnswer> = {
  name: 'detach',
  meaning: 'In which order of steps a Namespace leaves its Tenant, what fights it, and how one sees that it held.',
  parameters: {
    namespace: { type: namespaceType, meaning: 'the Namespace', example: 'gas-dev', isRequired: true },
    as: {
      type: userType,
      meaning: 'who tries it on the cluster as it is',
      example: 'bob',
      otherwise: 'an administrator of the cluster',
    },
    asGroup: { type: groupsType, meaning: 'a group of that user', example: 'projectcapsule.dev' },
  },
  example: '--namespace gas-dev',
  ask: askDetach,
  text: detachText,
}

function askDetach(snapshot: Snapshot, { namespace: name, as, asGroup }: DetachParameters): DetachAnswer {
  const cluster = clusterOf(snapshot)
  const { state, findings } = cluster.quiet
  const namespace = findObject(state, '/namespaces', undefined, name)
  const belonging = belongingOf(state, name)
  const tenant = belonging?.references[0]?.tenant ?? belonging?.label
  const base = { question: 'detach' as const, namespace: name, ...(belonging === undefined ? {} : { belonging }) }
  if (namespace === undefined || tenant === undefined) {
    const finding = `Namespace ${name} belongs to no Tenant, so there is nothing to leave.`
    return {
      ...base,
      severity: 'none',
      certainty: 'unknown',
      findings: [...findings, finding],
      ways: [],
      movers: [],
      verify: [],
    }
  }
  const ways = waysOf(cluster, namespace, undefined, as === undefined ? undefined : userOf(as, asGroup))
  const best = bestWay(ways)
  const owner = findObject(state, 'capsule.clastix.io/tenants', undefined, tenant)
  return {
    ...base,
    severity: severityOf(ways),
    certainty: 'likely',
    findings,
    tenant,
    ways,
    movers: moversOf(cluster, namespace, undefined, owner === undefined ? [] : [owner]),
    ...(best?.reached ? { afterwards: afterwardsOf(cluster, best, name, tenant, undefined) } : {}),
    verify: [
      `kubectl get namespace ${name} -o jsonpath='{.metadata.ownerReferences[?(@.kind=="Tenant")].name}'`,
      `kubectl get namespace ${name} -o jsonpath='{.metadata.labels.capsule\\.clastix\\.io/tenant}'`,
      `kubectl get tenants -o jsonpath='{.items[*].status.namespaces}' | tr ',' '\\n' | grep -w '"${name}"'`,
    ],
  }
}

function severityOf(ways: readonly Way[]): Severity {
  return worstOf([
    'info',
    ways.some(({ reached }) => !reached) ? 'warning' : 'none',
    ways.some(({ belonging }) => belonging === undefined) ? 'danger' : 'none',
  ])
}

function detachText(answer: DetachAnswer): string {
  const { namespace, tenant, belonging, ways, movers, afterwards, verify, findings } = answer
  if (tenant === undefined) return document([`Namespace ${namespace} belongs to no Tenant.`, findingSection(findings)])
  const way = bestWay(ways)
  return document([
    `Namespace ${namespace} out of Tenant ${tenant} (along the likely order of events). Now: ${belongingText(belonging)}.`,
    waysText(ways),
    stepsText(way),
    afterwardsText(afterwards, tenant),
    way === undefined ? '' : changeText(way),
    moversText(movers),
    ['To see that it held (each prints nothing):', ...verify.map((line) => `  ${line}`)].join('\n'),
    findingSection(findings),
  ])
}
