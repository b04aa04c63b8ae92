import type { Reconcile } from '../../../controllers/controller.ts'
import { objectAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { compareQuantities, subtractQuantities } from '../../../object/quantity.ts'
import { maskResources, none, parseResources, type ResourceList } from '../../../object/resource-list.ts'
import { claimedResources } from '../../resource-pools/claim.ts'
import { poolHard, poolQuotaName } from '../../resource-pools/pool.ts'
import { type Failure, prefixed } from '../failure.ts'
import { resourceQuotas } from '../kinds.ts'
import { get, live } from '../reading.ts'
import { inUse, mergeCondition, unused } from './claim-conditions.ts'
import { byAge } from './claim-order.ts'

/**
 * Of the claims that were granted in a namespace those are bound that are needed to cover what it uses.
 * [pool_controller.go:reconcileClaimsInUse; extended D2.4]
 */
export function* bindClaimsInUse(
  pool: KubeObject,
  claims: readonly KubeObject[],
  now: number,
): Reconcile<Failure | undefined> {
  let first: Failure | undefined
  for (const namespace of new Set(claims.map((claim) => claim.metadata.namespace ?? ''))) {
    const own = claims.filter((claim) => claim.metadata.namespace === namespace)
    const failure = yield* bindInNamespace(pool, namespace, own, now)
    first ??= failure && prefixed(`namespace ${namespace}: `, failure)
  }
  return first
}

function* bindInNamespace(
  pool: KubeObject,
  namespace: string,
  claims: readonly KubeObject[],
  now: number,
): Reconcile<Failure | undefined> {
  const quota = yield* live(get(resourceQuotas, namespace, poolQuotaName(pool)))
  if (!quota) return undefined
  const used = maskResources(parseResources(objectAt(quota.status).used), Object.keys(poolHard(pool)))
  const needed = claimsCovering(used, claims)
  for (const claim of claims) {
    const failure = yield* mergeCondition(claim, needed.has(claim) ? inUse : unused, now)
    if (failure) return failure
  }
  return undefined
}

/**
 * Claims are taken one by one, each time the one that covers most of what is left, the older of two that cover the same.
 * [resourcepools/utils.go:selectClaimsCoveringUsageGreedy]
 */
export function claimsCovering(used: ResourceList, claims: readonly KubeObject[]): ReadonlySet<KubeObject> {
  const chosen = new Set<KubeObject>()
  const candidates = claims.toSorted(byAge)
  let left = used
  while (Object.values(left).some((quantity) => quantity.nano > 0n)) {
    const scored = candidates
      .filter((claim) => !chosen.has(claim))
      .map((claim) => ({ claim, covered: covered(left, claimedResources(claim)) }))
    const best = scored.reduce((a, b) => (b.covered > a.covered ? b : a), { claim: undefined, covered: 0n } as Best)
    if (!best.claim) break
    chosen.add(best.claim)
    left = uncovered(left, claimedResources(best.claim))
  }
  return chosen
}

interface Best {
  readonly claim: KubeObject | undefined
  readonly covered: bigint
}

/** Amounts of different resources are added as if they were alike: a byte counts as much as a CPU. [claimCoverageScore] */
function covered(left: ResourceList, claimed: ResourceList): bigint {
  return Object.entries(left).reduce((sum, [name, quantity]) => {
    const amount = claimed[name] ?? none
    return sum + (compareQuantities(amount, quantity) > 0 ? quantity : amount).nano
  }, 0n)
}

function uncovered(left: ResourceList, claimed: ResourceList): ResourceList {
  return Object.fromEntries(
    Object.entries(left).map(([name, quantity]) => {
      const rest = subtractQuantities(quantity, claimed[name] ?? none)
      return [name, rest.nano < 0n ? none : rest]
    }),
  )
}
