import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../../controllers/controller.ts'
import { equalJson, type Json, type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { selectsForQuota } from '../../global-resource-quotas/global-resource-quota.ts'
import { capsuleGroup } from '../../tenant/constants.ts'
import { type CapsuleCondition, type ConditionState, notReady, ready, withCondition } from '../conditions.ts'
import { controllerOf } from '../controller-reference.ts'
import type { Failure } from '../failure.ts'
import { globalResourceQuotas, keyOfKind, namespaces, quantityLedgers, resourceQuotas } from '../kinds.ts'
import { enqueuePass, operatorController, uniqueEnqueues } from '../operator.ts'
import { classChanged, fieldChanged, metadataChanged } from '../predicates.ts'
import { cached, get, list, live } from '../reading.ts'
import { retryOnConflict, updateStatus } from '../writing.ts'
import { syncLedger } from './ledger.ts'
import { syncProjectedQuotas } from './projected-quotas.ts'
import { type ObservedUsage, observeUsage, usageStatus } from './usage.ts'

const controllerName = 'capsule/global-resource-quotas'

const waiting: ConditionState = {
  type: 'Ready',
  status: 'False',
  reason: 'Reconciling',
  message: 'waiting for ResourceQuota usage initialization',
}

interface Pass {
  readonly usage?: ObservedUsage
  readonly failure?: Failure | undefined
}

/** Whatever the steps come to is told in the status; a failure is tried again. [controller.go:Reconcile] */
function* reconcile(name: string, now: number): Reconcile {
  const quota = yield* cached(get(globalResourceQuotas, undefined, name))
  if (!quota) return done
  const { usage, failure } = yield* reconcileQuota(quota, now)
  const unwritten = yield* writeStatus(quota, usage, readiness(usage, failure), now)
  const error = unwritten ?? failure
  return error ? failed(error.message) : done
}

function* reconcileQuota(quota: KubeObject, now: number): Reconcile<Pass> {
  const found = yield* live((state) => selectedNamespaces(state, quota))
  if ('failure' in found) return { failure: found.failure }
  const usage = yield* live((state) => observeUsage(state, quota, found.selected))
  const names = found.selected.map((namespace) => namespace.metadata.name)
  const unsynced = yield* syncProjectedQuotas(quota, names, usage)
  return { usage, failure: unsynced ?? (yield* syncLedger(quota, usage, now)) }
}

type Selected = { readonly selected: readonly KubeObject[] } | { readonly failure: Failure }

function selectedNamespaces(state: ClusterState, quota: KubeObject): Selected {
  const selected: KubeObject[] = []
  for (const namespace of list(namespaces)(state)) {
    const answer = selectsForQuota(quota, namespace)
    if (typeof answer !== 'boolean') return { failure: { message: `invalid namespace selector: ${answer.error}` } }
    if (answer) selected.push(namespace)
  }
  return { selected }
}

function readiness(usage: ObservedUsage | undefined, failure: Failure | undefined): ConditionState {
  if (failure) return notReady(failure.message)
  return usage?.initialized ? ready : waiting
}

function* writeStatus(
  quota: KubeObject,
  usage: ObservedUsage | undefined,
  condition: ConditionState,
  now: number,
): Reconcile<Failure | undefined> {
  const before = objectAt(quota.status)
  const conditions = listAt(before, 'conditions') as unknown as readonly CapsuleCondition[]
  const next: JsonObject = {
    ...(usage ? usageStatus(usage) : before),
    observedGeneration: quota.metadata.generation,
    conditions: withCondition(conditions, condition, now) as unknown as Json,
  }
  const { failure } = yield* retryOnConflict(function* () {
    const current = yield* live(get(globalResourceQuotas, undefined, quota.metadata.name))
    if (!current) return {}
    return equalJson(objectAt(current.status), next)
      ? {}
      : yield* updateStatus(globalResourceQuotas, { ...current, status: next })
  })
  return failure
}

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  const names = quotasConcerned(event, state)
  return names.length === 0
    ? nothing
    : { enqueue: uniqueEnqueues(names.map((name) => enqueuePass(controllerName, name))) }
}

/** [controller.go:SetupWithManager] */
function quotasConcerned(event: WatchEvent, state: ClusterState): readonly string[] {
  const both = event.oldObject ? [event.oldObject, event.object] : [event.object]
  switch (event.resource) {
    case keyOfKind(globalResourceQuotas):
      return classChanged(event) ? [event.object.metadata.name] : []
    case keyOfKind(resourceQuotas):
      return classChanged(event) || fieldChanged(event, 'status', 'used') ? both.flatMap(controllerAmongQuotas) : []
    case keyOfKind(quantityLedgers):
      return both.flatMap(controllerAmongQuotas)
    case keyOfKind(namespaces):
      return metadataChanged(event) ? both.flatMap((namespace) => quotasOfNamespace(state, namespace)) : []
    default:
      return []
  }
}

function controllerAmongQuotas(object: KubeObject): readonly string[] {
  const owner = controllerOf(object)
  const isQuota = owner?.kind === 'GlobalResourceQuota' && owner.apiVersion.split('/')[0] === capsuleGroup
  return owner && isQuota ? [owner.name] : []
}

/** Quotas that have the namespace by their status, or select it. [globalQuotasForNamespace] */
function quotasOfNamespace(state: ClusterState, namespace: KubeObject): readonly string[] {
  const isConcerned = (quota: KubeObject): boolean =>
    listAt(quota.status, 'namespaces').includes(namespace.metadata.name) || selectsForQuota(quota, namespace) === true
  return list(globalResourceQuotas)(state)
    .filter(isConcerned)
    .map((quota) => quota.metadata.name)
}

/**
 * Shares one quota among many namespaces. From the sources and the specification alone: no recording has one.
 * [internal/controllers/globalresourcequotas; extended D4]
 */
export const globalResourceQuotaController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(globalResourceQuotas)(state).map((quota) => enqueuePass(controllerName, quota.metadata.name)),
  }),
  reconcile: (key, _memory, now) => reconcile(key, now),
})
