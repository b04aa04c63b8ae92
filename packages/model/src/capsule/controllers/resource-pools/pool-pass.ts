import type { Reconcile } from '../../../controllers/controller.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { isReleased, poolOfClaim } from '../../resource-pools/claim.ts'
import { hasSwitch, isActive, poolHard, selectsNamespace } from '../../resource-pools/pool.ts'
import { type Failure, joined, prefixed } from '../failure.ts'
import { namespaces, resourcePoolClaims } from '../kinds.ts'
import { compareTexts } from '../owner-list.ts'
import { cached, list, live } from '../reading.ts'
import { withAllocation, withClaimCount, withGrant, withoutGrant } from './allocation.ts'
import { claimable, conditionsOf, exhausted, setCondition, unbound } from './claim-conditions.ts'
import { byAge } from './claim-order.ts'
import { addExhaustions, type ClaimVerdict, type Exhaustions, judgeClaim } from './claim-verdict.ts'
import { bindClaimsInUse } from './claims-in-use.ts'
import { collectGarbage, type StatusStep } from './disassociation.ts'
import { syncPoolQuotas } from './pool-quotas.ts'
import { type PoolStatus, poolStatusOf } from './pool-status.ts'

/**
 * The steps of a pass over a pool: who left, who gets what, the ResourceQuotas, and which claims are in use. A pool that
 * is being deleted has neither namespaces nor claims. [pool_controller.go:reconcile; extended D2]
 */
export function* reconcilePool(pool: KubeObject, now: number): Reconcile<StatusStep> {
  const begun: PoolStatus = { ...poolStatusOf(pool), hard: poolHard(pool) }
  const selected = yield* live((state) => matchingNamespaces(state, pool))
  const names = selected.map((namespace) => namespace.metadata.name)
  const claims = yield* cached((state) => matchingClaims(state, pool, new Set(names)))
  const uids = new Set(claims.map((claim) => claim.metadata.uid ?? ''))
  const cleaned = yield* collectGarbage(pool, begun, uids, new Set(names))
  if (cleaned.failure) return cleaned
  const active = selected.filter(isActive).map((namespace) => namespace.metadata.name)
  const granting = yield* grantClaims(
    pool,
    { ...cleaned.status, namespaces: active.toSorted(compareTexts) },
    claims,
    now,
  )
  if (granting.failure) return granting
  const status = withClaimCount(withAllocation({ ...granting.status, exhaustions: granting.exhaustions }))
  const unsynced = yield* syncPoolQuotas(pool, status, names)
  if (unsynced) return { status, failure: prefixed('sync resourcequotas: ', unsynced) }
  return { status, failure: yield* bindClaims(pool, granting.claims, now) }
}

function matchingNamespaces(state: ClusterState, pool: KubeObject): readonly KubeObject[] {
  if (isTerminating(pool)) return []
  return list(namespaces)(state).filter((namespace) => !isTerminating(namespace) && selectsNamespace(pool, namespace))
}

/** Claims that were assigned to this very pool, by uid, and not released. [gatherMatchingClaims; extended D2.1] */
function matchingClaims(state: ClusterState, pool: KubeObject, names: ReadonlySet<string>): readonly KubeObject[] {
  if (isTerminating(pool)) return []
  return list(resourcePoolClaims)(state)
    .filter((claim) => poolOfClaim(claim).uid === pool.metadata.uid && !isReleased(claim))
    .filter((claim) => names.has(claim.metadata.namespace ?? ''))
    .toSorted(byAge)
}

interface Granting extends StatusStep {
  readonly claims: readonly KubeObject[]
  readonly exhaustions: Exhaustions
}

/** Judges claim after claim; one that cannot be written keeps none of the others from its turn. */
function* grantClaims(
  pool: KubeObject,
  before: PoolStatus,
  claims: readonly KubeObject[],
  now: number,
): Reconcile<Granting> {
  let status = before
  let exhaustions: Exhaustions = new Map()
  const judged: KubeObject[] = []
  const failures: Failure[] = []
  for (const claim of claims) {
    const verdict = judgeClaim(status, claim, hasSwitch(pool, 'orderedQueue'), exhaustions)
    if (verdict.type === 'exhausted') {
      if (verdict.released)
        status = withAllocation(withoutGrant(status, claim.metadata.namespace ?? '', claim.metadata.uid ?? ''))
      exhaustions = addExhaustions(exhaustions, verdict.exhaustions)
    }
    const written = yield* setCondition(claim, conditionFor(verdict), now)
    judged.push(written.claim)
    if (written.failure) failures.push(prefixed(`claim ${placeText(claim)}: `, written.failure))
    else if (verdict.type === 'granted') status = withGrant(status, claim)
  }
  return { status, claims: judged, exhaustions, failure: joined(failures) }
}

function conditionFor(verdict: ClaimVerdict): ReturnType<typeof exhausted> {
  if (verdict.type === 'granted') return claimable
  return exhausted(verdict.type === 'queued' ? 'QueueExhausted' : 'PoolExhausted', verdict.message)
}

/** Claims that wait are not bound; of the others those that are in use. */
function* bindClaims(pool: KubeObject, claims: readonly KubeObject[], now: number): Reconcile<Failure | undefined> {
  const failures: Failure[] = []
  for (const claim of claims.filter(isExhausted)) {
    const { failure } = yield* setCondition(claim, unbound, now)
    if (failure) failures.push(prefixed(`update exhausted claim condition ${placeText(claim)}: `, failure))
  }
  const rest = claims.filter((claim) => !isExhausted(claim))
  const failure = yield* bindClaimsInUse(pool, rest, now)
  return joined([...failures, failure && prefixed('reconcile claims in use: ', failure)])
}

function isExhausted(claim: KubeObject): boolean {
  return conditionsOf(claim).some(({ type, status }) => type === 'Exhausted' && status === 'True')
}

function placeText({ metadata: { namespace = '', name } }: KubeObject): string {
  return `${namespace}/${name}`
}
