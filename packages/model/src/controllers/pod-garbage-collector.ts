import { textAt } from '../object/json.ts'
import { isTerminating, type KubeObject } from '../object/kube-object.ts'
import { isSuccess } from '../request/request.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject, listObjects, placeOf } from '../state/store.ts'
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
import { numberAt } from './workloads/numbers.ts'

const name = 'pod-garbage-collector'
const resource = '/pods'

/** It looks at all pods every so often; when it did last nobody outside knows. */
const periodMs = 20_000

/**
 * A pod that was deleted before any node got it is marked as failed while its finalizers hold it.
 * Not modelled: pods of nodes that are gone, and too many pods that ended. [pkg/controller/podgc/gc_controller.go]
 */
export const podGarbageCollector: Controller = kubeController({
  name,
  observe({ type, resource: of, object }): Observation {
    return of === resource && type !== 'deleted' && isStranded(object) ? { enqueue: [enqueue(object)] } : nothing
  },
  start: (state: ClusterState) => ({ enqueue: listObjects(state, resource).filter(isStranded).map(enqueue) }),
  reconcile: markFailed,
})

function enqueue({ metadata }: KubeObject): Enqueue {
  return { controller: name, key: placeOf(metadata.namespace, metadata.name), afterMs: periodMs }
}

function isStranded(pod: KubeObject): boolean {
  const phase = textAt(pod, 'status', 'phase')
  return isTerminating(pod) && !textAt(pod, 'spec', 'nodeName') && phase !== 'Failed' && phase !== 'Succeeded'
}

/** The DELETE that follows changes nothing: the pod waits for its finalizers already. */
function* markFailed(key: string): Reconcile {
  const place = splitPlace(key)
  const pod = yield* read((state) => findObject(state, resource, place.namespace, place.name))
  if (!pod || !isStranded(pod)) return done
  const request = { ...requestFor('', 'v1', 'pods'), ...place }
  const status = { phase: 'Failed', observedGeneration: numberAt(pod, 'metadata', 'generation') }
  const body = { metadata: { uid: pod.metadata.uid ?? '' }, status }
  const marked = yield* send({ ...request, verb: 'patch', patchType: 'strategic', subresource: 'status', body })
  if (!isSuccess(marked)) return failed(messageOf(marked))
  const deleted = yield* send({ ...request, verb: 'delete', body: { gracePeriodSeconds: 0 } })
  return isSuccess(deleted) || deleted.code === 404 ? done : failed(messageOf(deleted))
}
