import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { objectAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { compareQuantities } from '../../../object/quantity.ts'
import { equalResources, none, resourceNames } from '../../../object/resource-list.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { listObjects } from '../../../state/store.ts'
import { decodeProblem } from '../../go-types/decode.ts'
import { reencode } from '../../go-types/encode.ts'
import { resourcePoolClaimSpecType } from '../../go-types/go-type.ts'
import {
  claimedResources,
  isBound,
  isReleased,
  poolOfClaim,
  wantedPool,
  withoutRelease,
} from '../../resource-pools/claim.ts'
import { poolAllocation, poolNamespaces } from '../../resource-pools/pool.ts'
import { resourcePoolsKey } from '../../tenant/constants.ts'
import { allowed, deny, errored, mutated } from '../answer.ts'

/**
 * A claim comes out of the operator's types: amounts are canonical. It can be released only while it is bound, and one
 * that names no pool gets one. [internal/webhook/resourcepool/claim_mutating.go; extended D1.3]
 */
export function mutateClaim(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, operation } = request
  if (!object || operation === 'DELETE') return allowed
  const problem = decodeProblem(resourcePoolClaimSpecType, object.spec, 'spec', 'ResourcePoolClaim')
  if (problem !== undefined) return errored(`failed to decode new object: ${problem}`)
  const claim = operation === 'UPDATE' && mayBeReleased(object) ? object : withoutRelease(object)
  const pool = wantedPool(claim) || choosePool(claim, request.namespace, state)
  const spec = reencode(resourcePoolClaimSpecType, { ...objectAt(claim.spec), pool })
  return mutated(request, { ...claim, ...(spec === undefined ? {} : { spec }) })
}

/** An annotation of another value than `true` is left alone. */
function mayBeReleased(claim: KubeObject): boolean {
  return !isReleased(claim) || isBound(claim)
}

/**
 * Of the pools that have the namespace and all resources, the last one with room, else the first. Pools come in the order
 * of their names, where the cache's order is random. [claim_mutating.go:autoAssignPools]
 */
function choosePool(claim: KubeObject, namespace: string, state: ClusterState): string {
  const pools = listObjects(state, resourcePoolsKey).filter((pool) => poolNamespaces(pool).includes(namespace))
  const rooms = pools.flatMap((pool) => {
    const room = roomFor(claim, pool)
    return room === 'none' ? [] : [{ name: pool.metadata.name, room }]
  })
  return (rooms.findLast(({ room }) => room === 'enough') ?? rooms[0])?.name ?? ''
}

/**
 * How the pool can serve the claim. The first resource that is short ends the search, so that a pool which lacks a later
 * one altogether may still be chosen; here resources come in the order of their names, where Go's order is random.
 */
function roomFor(claim: KubeObject, pool: KubeObject): 'enough' | 'short' | 'none' {
  const asked = claimedResources(claim)
  const hard = poolAllocation(pool, 'hard')
  const available = poolAllocation(pool, 'available')
  for (const name of resourceNames(asked)) {
    if (!hard[name]) return 'none'
    const left = available[name]
    if (!left || compareQuantities(left, asked[name] ?? none) < 0) return 'short'
  }
  return 'enough'
}

/** A claim in use neither changes nor goes. [internal/webhook/resourcepool/claim_validating.go; extended D1.4] */
export function validateClaim(request: AdmissionRequest): WebhookAnswer {
  const { object, oldObject, operation } = request
  if (!oldObject || !isBound(oldObject)) return allowed
  const { name } = poolOfClaim(oldObject)
  if (operation === 'DELETE') return deny(`cannot delete the pool while claim is used in resourcepool ${name}`)
  if (!object || sameRequest(object, oldObject)) return allowed
  return deny(`cannot change the requested resources while claim is allocated to a resourcepool ${name}`)
}

function sameRequest(claim: KubeObject, other: KubeObject): boolean {
  return wantedPool(claim) === wantedPool(other) && equalResources(claimedResources(claim), claimedResources(other))
}
