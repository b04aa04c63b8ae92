import type { Reconcile } from '../../../controllers/controller.ts'
import { type Json, listAt, objectAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { type CapsuleCondition, type ConditionState, withCondition } from '../conditions.ts'
import { type Failure, prefixed } from '../failure.ts'
import { resourcePoolClaims } from '../kinds.ts'
import { cached, get, live } from '../reading.ts'
import { retryOnConflict, updateStatus } from '../writing.ts'
import { notFoundInCache, notFoundLive } from './not-found.ts'

/** A condition of a claim before it carries the claim's generation. */
export type ClaimCondition = Omit<ConditionState, 'observedGeneration'>

export const claimable: ClaimCondition = {
  type: 'Exhausted',
  status: 'False',
  reason: 'NoExhaustions',
  message: 'resource claimable from pool',
}
export const inUse: ClaimCondition = { type: 'Bound', status: 'True', reason: 'InUse', message: 'claim is used' }
export const unused: ClaimCondition = { type: 'Bound', status: 'False', reason: 'Unused', message: 'claim is unused' }
export const unbound: ClaimCondition = {
  type: 'Bound',
  status: 'False',
  reason: 'Failed',
  message: 'claim causes exhaustions',
}

export function exhausted(reason: 'PoolExhausted' | 'QueueExhausted', message: string): ClaimCondition {
  return { type: 'Exhausted', status: 'True', reason, message }
}

export function conditionsOf(claim: KubeObject): readonly CapsuleCondition[] {
  return listAt(claim.status, 'conditions') as unknown as readonly CapsuleCondition[]
}

export function withConditions(claim: KubeObject, conditions: readonly CapsuleCondition[]): KubeObject {
  return { ...claim, status: { ...objectAt(claim.status), conditions: conditions as unknown as Json } }
}

function updated(of: KubeObject, claim: KubeObject, condition: ClaimCondition, now: number): KubeObject {
  const { generation } = claim.metadata
  const state: ConditionState = generation === undefined ? condition : { ...condition, observedGeneration: generation }
  return withConditions(of, withCondition(conditionsOf(of), state, now))
}

/** The claim as the pass knows it then, and why it could not be written. */
export interface Conditioned {
  readonly claim: KubeObject
  readonly failure?: Failure
}

/**
 * Writes a condition that changed: all conditions of the stored claim become those that the pass knows.
 * [resourcepools/utils.go:updateStatusAndEmitEvent]
 */
export function* setCondition(claim: KubeObject, condition: ClaimCondition, now: number): Reconcile<Conditioned> {
  const next = updated(claim, claim, condition, now)
  if (conditionsOf(next) === conditionsOf(claim)) return { claim }
  const { namespace, name } = claim.metadata
  const { failure } = yield* retryOnConflict(function* () {
    const current = yield* cached(get(resourcePoolClaims, namespace, name))
    if (!current) return { failure: unfetched(notFoundInCache(resourcePoolClaims, name)) }
    return yield* updateStatus(resourcePoolClaims, withConditions(current, conditionsOf(next)))
  })
  return failure ? { claim: next, failure } : { claim: next }
}

/** Writes one condition into the stored claim, whether it changed or not. [pool_controller.go:reconcileClaimsInUseForNamespace] */
export function* mergeCondition(
  claim: KubeObject,
  condition: ClaimCondition,
  now: number,
): Reconcile<Failure | undefined> {
  const { namespace, name } = claim.metadata
  const { failure } = yield* retryOnConflict(function* () {
    const current = yield* live(get(resourcePoolClaims, namespace, name))
    if (!current) return { failure: unfetched(notFoundLive(resourcePoolClaims, name)) }
    return yield* updateStatus(resourcePoolClaims, updated(current, claim, condition, now))
  })
  return failure
}

function unfetched(failure: Failure): Failure {
  return prefixed('failed to refetch instance before update: ', failure)
}
