import type { ResourceKey } from '../object/gvk.ts'
import { equalJson, objectAt, textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import {
  addResources,
  equalResources,
  formatResources,
  maskResources,
  parseResources,
  resourceNames,
} from '../object/resource-list.ts'
import { evaluatorOf } from '../quota/evaluators.ts'
import { hasDeadline, isAlive } from '../quota/pod-evaluator.ts'
import { calculateUsage } from '../quota/usage.ts'
import { isSuccess } from '../request/request.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject, listObjects, placeOf } from '../state/store.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import {
  type Controller,
  done,
  type Enqueue,
  failed,
  messageOf,
  nothing,
  type Observation,
  type Reconcile,
  read,
  requestFor,
  send,
} from './controller.ts'
import { kubeController, splitPlace } from './kube-controller.ts'

const name = 'resourcequota-controller'
const quotas: ResourceKey = '/resourcequotas'

/** usual time between a write and the controller's answer to it */
const latencyMs = 12

/**
 * Keeps the status of quotas: what they allow is what their spec says, what is used is what there is. It counts again when
 * a quota appears or its spec changes, and when something that it counts goes or stops counting.
 * Not modelled: the full recount every five minutes, which finds nothing new.
 * [pkg/controller/resourcequota/resource_quota_controller.go; kubernetes.md 5.2]
 */
export const resourceQuotaController: Controller = kubeController({
  name,
  observe: (event, _memory, state) =>
    event.resource === quotas ? observeQuota(event, state) : observeUse(event, state),
  start: (state) => ({ enqueue: listObjects(state, quotas).map(enqueue) }),
  reconcile,
})

function enqueue({ metadata }: KubeObject): Enqueue {
  return { controller: name, key: placeOf(metadata.namespace, metadata.name), afterMs: latencyMs }
}

/** Its own writes change the status, which is no news to it; but a quota is itself counted by quotas. */
function observeQuota(event: WatchEvent, state: ClusterState): Observation {
  const { type, object, oldObject } = event
  if (type === 'deleted') return observeUse(event, state)
  const changed = !equalJson(objectAt(object, 'spec').hard, objectAt(oldObject, 'spec').hard)
  return type === 'added' || changed ? { enqueue: [enqueue(object)] } : nothing
}

/** Quotas of the namespace that count this kind of objects are counted again. [replenishQuota] */
function observeUse({ type, resource, object, oldObject }: WatchEvent, state: ClusterState): Observation {
  const { namespace } = object.metadata
  if (namespace === undefined || type === 'added') return nothing
  if (type === 'modified' && !(oldObject && countsLess(resource, object, oldObject, state.clock))) return nothing
  const evaluator = evaluatorOf(resource)
  if (!evaluator) return nothing
  const concerned = listObjects(state, quotas, namespace).filter(
    (quota) => evaluator.matchingNames(Object.keys(objectAt(quota, 'status', 'hard'))).length > 0,
  )
  return concerned.length > 0 ? { enqueue: concerned.map(enqueue) } : nothing
}

/** [pkg/quota/v1/install/update_filter.go] */
function countsLess(resource: ResourceKey, object: KubeObject, old: KubeObject, now: number): boolean {
  if (resource === '/services') return serviceType(object) !== serviceType(old)
  if (resource === '/persistentvolumeclaims') {
    return !equalJson(objectAt(object, 'status').allocatedResources, objectAt(old, 'status').allocatedResources)
  }
  if (resource !== '/pods') return false
  return hasDeadline(object) !== hasDeadline(old) || (isAlive(old, now) && !isAlive(object, now))
}

function serviceType(service: KubeObject): string {
  const type = textAt(service, 'spec', 'type') ?? ''
  return type === 'NodePort' || type === 'LoadBalancer' ? type : ''
}

function* reconcile(key: string): Reconcile {
  const { namespace, name: quotaName } = splitPlace(key)
  const counted = yield* read((state) => recount(state, namespace, quotaName))
  if (!counted) return done
  const request = { ...requestFor('', 'v1', 'resourcequotas'), namespace, name: quotaName }
  const answer = yield* send({ ...request, verb: 'update', subresource: 'status', body: counted })
  return isSuccess(answer) || answer.code === 404 ? done : failed(messageOf(answer))
}

/** The quota with its status as it should be; undefined where it is. What cannot be counted keeps its amount. [syncResourceQuota] */
function recount(state: ClusterState, namespace: string, quotaName: string): KubeObject | undefined {
  const quota = findObject(state, quotas, namespace, quotaName)
  if (!quota) return undefined
  const hard = parseResources(objectAt(quota, 'spec').hard)
  const status = objectAt(quota, 'status')
  const names = resourceNames(hard)
  const before = parseResources(status.used)
  const used = maskResources({ ...addResources({}, before), ...calculateUsage(quota, names, state) }, names)
  const isClean =
    status.hard !== undefined &&
    status.used !== undefined &&
    equalResources(hard, parseResources(status.hard)) &&
    equalResources(used, before)
  return isClean ? undefined : { ...quota, status: { hard: formatResources(hard), used: formatResources(used) } }
}
