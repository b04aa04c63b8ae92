import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../../controllers/controller.ts'
import { equalJson, objectAt } from '../../../object/json.ts'
import { finalizersOf, type KubeObject, ownerReferencesOf, withMetadata } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { poolNamespaces, selectsNamespace } from '../../resource-pools/pool.ts'
import { capsuleGroup, tenantFinalizer } from '../../tenant/constants.ts'
import { type ConditionState, notReady, ready, withCondition } from '../conditions.ts'
import { controllerOf } from '../controller-reference.ts'
import { type Failure, isGone } from '../failure.ts'
import { keyOfKind, namespaces, resourcePoolClaims, resourcePools, resourceQuotas } from '../kinds.ts'
import { enqueuePass, operatorController, uniqueEnqueues } from '../operator.ts'
import { classChanged, fieldChanged, metadataChanged } from '../predicates.ts'
import { cached, get, list, live } from '../reading.ts'
import { metadataPatch } from '../tenant-metadata.ts'
import { patch, retryOnConflict, updateStatus } from '../writing.ts'
import { reconcilePool } from './pool-pass.ts'
import { encodePoolStatus, type PoolStatus } from './pool-status.ts'

const controllerName = 'capsule/resourcepools/pools'

/**
 * After the steps the status is replaced, then the finalizer is set right. What a step failed at is told in the status
 * alone: nothing is tried again for it. [pool_controller.go:Reconcile]
 */
function* reconcile(name: string, now: number): Reconcile {
  const pool = yield* cached(get(resourcePools, undefined, name))
  if (!pool) return done
  const { status, failure } = yield* reconcilePool(pool, now)
  const unwritten = yield* writeStatus(pool, status, failure, now)
  if (unwritten) return isGone(unwritten) ? done : failed(`cannot update pool status: ${unwritten.message}`)
  const body = metadataPatch(pool, withFinalizer(pool, status))
  const { failure: unpatched } = body ? yield* patch(resourcePools, { name }, body) : {}
  return !unpatched || isGone(unpatched) ? done : failed(`failed to patch: ${unpatched.message}`)
}

/** The finalizer is there exactly while the pool has namespaces or granted claims. [finalize; extended D2.5] */
function withFinalizer(pool: KubeObject, status: PoolStatus): KubeObject {
  const others = finalizersOf(pool).filter((finalizer) => finalizer !== tenantFinalizer)
  if (status.claimCount + status.namespaces.length === 0) return withMetadata(pool, { finalizers: others })
  return others.length < finalizersOf(pool).length
    ? pool
    : withMetadata(pool, { finalizers: [...others, tenantFinalizer] })
}

function* writeStatus(
  pool: KubeObject,
  status: PoolStatus,
  failure: Failure | undefined,
  now: number,
): Reconcile<Failure | undefined> {
  const first = withCondition(status.conditions, failure ? notReady(failure.message) : ready, now)
  const conditions = withCondition(first, exhaustedCondition(pool, status), now)
  const next = encodePoolStatus({ ...status, conditions }, pool.metadata.generation)
  const written = yield* retryOnConflict(function* () {
    const latest = yield* live(get(resourcePools, undefined, pool.metadata.name))
    if (!latest || equalJson(objectAt(latest.status), next)) return {}
    return yield* updateStatus(resourcePools, { ...latest, status: next })
  })
  return written.failure
}

function exhaustedCondition(pool: KubeObject, { exhaustions }: PoolStatus): ConditionState {
  const { generation } = pool.metadata
  const observed = generation === undefined ? {} : { observedGeneration: generation }
  return exhaustions.size > 0
    ? { type: 'Exhausted', status: 'True', reason: 'PoolExhausted', message: 'Pool has exhaustions', ...observed }
    : { type: 'Exhausted', status: 'False', reason: 'NoExhaustions', message: 'no exhaustions', ...observed }
}

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  const names = poolsConcerned(event, state)
  return names.length === 0
    ? nothing
    : { enqueue: uniqueEnqueues(names.map((name) => enqueuePass(controllerName, name))) }
}

/** [pool_controller.go:SetupWithManager] */
function poolsConcerned(event: WatchEvent, state: ClusterState): readonly string[] {
  const both = event.oldObject ? [event.oldObject, event.object] : [event.object]
  switch (event.resource) {
    case keyOfKind(resourcePools):
      return classChanged(event) ? [event.object.metadata.name] : []
    case keyOfKind(resourcePoolClaims):
      return both.flatMap(ownersAmongPools)
    case keyOfKind(resourceQuotas):
      return quotaChanged(event) ? both.flatMap(controllerAmongPools) : []
    case keyOfKind(namespaces):
      return metadataChanged(event) ? both.flatMap((namespace) => poolsOfNamespace(state, namespace)) : []
    default:
      return []
  }
}

function quotaChanged(event: WatchEvent): boolean {
  return classChanged(event) || fieldChanged(event, 'status', 'used')
}

function ownersAmongPools(claim: KubeObject): readonly string[] {
  return ownerReferencesOf(claim)
    .filter(isPool)
    .map((owner) => owner.name)
}

function controllerAmongPools(quota: KubeObject): readonly string[] {
  const owner = controllerOf(quota)
  return owner && isPool(owner) ? [owner.name] : []
}

function isPool(owner: { readonly apiVersion: string; readonly kind: string }): boolean {
  return owner.kind === 'ResourcePool' && owner.apiVersion.split('/')[0] === capsuleGroup
}

/** Pools that have the namespace by their status, or select it. [resourcePoolsForNamespace] */
function poolsOfNamespace(state: ClusterState, namespace: KubeObject): readonly string[] {
  return list(resourcePools)(state)
    .filter((pool) => poolNamespaces(pool).includes(namespace.metadata.name) || selectsNamespace(pool, namespace))
    .map((pool) => pool.metadata.name)
}

/** Shares out what ResourcePools have among claims. [internal/controllers/resourcepools; extended D2, D3] */
export const resourcePoolController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(resourcePools)(state).map((pool) => enqueuePass(controllerName, pool.metadata.name)),
  }),
  reconcile: (key, _memory, now) => reconcile(key, now),
})
