import type { KubeObject } from '../../../object/kube-object.ts'
import { subtractQuantities } from '../../../object/quantity.ts'
import { addResources, none, type ResourceList, withoutZeros } from '../../../object/resource-list.ts'
import { claimedResources } from '../../resource-pools/claim.ts'
import { poolDefaults } from '../../resource-pools/pool.ts'
import type { GrantedByNamespace, GrantedClaim, PoolStatus } from './pool-status.ts'

/** Used is the sum of what is granted; every resource of the pool is told of. [resourcepool_func.go:CalculateClaimedResources] */
export function withAllocation(status: PoolStatus): PoolStatus {
  const zeros: ResourceList = Object.fromEntries(Object.keys(status.hard).map((name) => [name, none]))
  const granted = [...(status.granted?.values() ?? [])].flat()
  const used = addAll(zeros, granted)
  return { ...status, used, available: difference(status.hard, used) }
}

/** What the pool has left of each of its resources; below zero where it was made smaller. [GetAvailableClaimableResources] */
export function difference(hard: ResourceList, used: ResourceList): ResourceList {
  return Object.fromEntries(
    Object.entries(hard).map(([name, quantity]) => [name, subtractQuantities(quantity, used[name] ?? none)]),
  )
}

function grantedIn(granted: GrantedByNamespace | undefined, namespace: string): readonly GrantedClaim[] {
  return granted?.get(namespace) ?? []
}

/** What the claim was granted before, if it was. [GetClaimFromStatus] */
export function grantOf(status: PoolStatus, claim: KubeObject): GrantedClaim | undefined {
  const { namespace = '', uid } = claim.metadata
  return grantedIn(status.granted, namespace).find((granted) => granted.uid === uid)
}

/** The claim granted what it asks for now, in its old place or at the end. [AddClaimToStatus] */
export function withGrant(status: PoolStatus, claim: KubeObject): PoolStatus {
  const { namespace = '', uid = '', name } = claim.metadata
  const item: GrantedClaim = { uid, name, claims: claimedResources(claim) }
  const claims = grantedIn(status.granted, namespace)
  const index = claims.findIndex((granted) => granted.uid === uid)
  const next = index < 0 ? [...claims, item] : claims.with(index, item)
  return withAllocation({ ...status, granted: new Map(status.granted).set(namespace, next) })
}

/** Without the grant of that uid; a namespace without any is left out. Allocation stays as it was. [RemoveClaimFromStatus] */
export function withoutGrant(status: PoolStatus, namespace: string, uid: string): PoolStatus {
  if (!status.granted?.has(namespace)) return status
  const left = grantedIn(status.granted, namespace).filter((granted) => granted.uid !== uid)
  const granted = new Map(status.granted)
  if (left.length > 0) granted.set(namespace, left)
  else granted.delete(namespace)
  return { ...status, granted }
}

export function withoutNamespace(status: PoolStatus, namespace: string): PoolStatus {
  if (!status.granted?.has(namespace)) return status
  const granted = new Map(status.granted)
  granted.delete(namespace)
  return { ...status, granted }
}

/** [AssignClaims] */
export function withClaimCount(status: PoolStatus): PoolStatus {
  const counts = [...(status.granted?.values() ?? [])].map((claims) => claims.length)
  return { ...status, claimCount: counts.reduce((sum, count) => sum + count, 0) }
}

/** What a namespace may use: its claims, but no zeros of them, and the defaults. [GetResourceQuotaHardResources; extended D2.3] */
export function quotaHard(pool: KubeObject, status: PoolStatus, namespace: string): ResourceList {
  const claimed = addAll({}, grantedIn(status.granted, namespace))
  return addResources(withoutZeros(claimed), poolDefaults(pool))
}

function addAll(sum: ResourceList, claims: readonly GrantedClaim[]): ResourceList {
  return claims.reduce((total, claim) => addResources(total, claim.claims), sum)
}
