import { at } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { isSuccess } from '../../../request/request.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject, listObjects, placeOf } from '../../../state/store.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
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
} from '../../controller.ts'
import { kubeController, splitPlace } from '../../kube-controller.ts'
import { controllerOf } from '../controlled.ts'
import { latencyMs } from '../owner-controller.ts'
import type { JobBackoffs } from './job-backoff.ts'
import { isJobFinished, isTracked, untrack } from './job-pods.ts'
import { syncJob } from './sync-job.ts'

const name = 'job-controller'
const resource = 'batch/jobs'
/** What pods tell is looked at together. [job_controller.go SyncJobBatchPeriod] */
const batchMs = 1000
/** before the place of a pod whose job does not care for it any more */
const orphan = 'orphan:'

/**
 * A Job runs pods to their end and counts each end once; its pods are held until they are counted. Not shown by a
 * recording. [pkg/controller/job/job_controller.go]
 *
 * Not modelled: adoption, podFailurePolicy, successPolicy, backoffLimitPerIndex, Workloads and PodGroups;
 * ttlSecondsAfterFinished, which is another controller's.
 */
export const jobController: Controller = kubeController({
  name,
  observe,
  start: (state) => ({ enqueue: [...listObjects(state, resource).map((job) => enqueueOf(job)), ...orphansIn(state)] }),
  reconcile: (key, memory, now) =>
    key.startsWith(orphan)
      ? releaseOrphan(key.slice(orphan.length))
      : reconcileJob(key, (memory ?? {}) as JobBackoffs, now),
})

function enqueueOf({ metadata }: KubeObject, afterMs: number = latencyMs): Enqueue {
  return { controller: name, key: placeOf(metadata.namespace, metadata.name), afterMs }
}

function orphanOf({ metadata }: KubeObject): Enqueue {
  return { controller: name, key: `${orphan}${placeOf(metadata.namespace, metadata.name)}`, afterMs: latencyMs }
}

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  if (event.resource === resource) return { enqueue: enqueuesOfJob(event, state) }
  if (event.resource !== '/pods') return nothing
  const { type, object } = event
  const owner = controllerOf(object)
  if (owner?.kind !== 'Job') return nothing
  if (type !== 'deleted' && isOrphan(state, object)) return { enqueue: [orphanOf(object)] }
  const key = placeOf(object.metadata.namespace, owner.name)
  return { enqueue: [{ controller: name, key, afterMs: batchMs }] }
}

/** A change of the spec is looked at soon, one of the status with what pods tell. A job that is over lets its pods go. */
function enqueuesOfJob({ type, object, oldObject }: WatchEvent, state: ClusterState): readonly Enqueue[] {
  if (type === 'deleted' || isJobFinished(object)) return orphansIn(state, object.metadata.namespace)
  const isSame = oldObject !== undefined && oldObject.metadata.generation === object.metadata.generation
  return [enqueueOf(object, isSame ? batchMs : latencyMs)]
}

function orphansIn(state: ClusterState, namespace?: string): readonly Enqueue[] {
  return listObjects(state, '/pods', namespace)
    .filter((pod) => isOrphan(state, pod))
    .map(orphanOf)
}

/** Held for a job that is gone or over. [job_controller.go handleSingleOrphanPod] */
function isOrphan(state: ClusterState, pod: KubeObject): boolean {
  const owner = controllerOf(pod)
  if (!isTracked(pod) || (owner && (owner.kind !== 'Job' || owner.apiVersion !== 'batch/v1'))) return false
  const job = owner && findObject(state, resource, pod.metadata.namespace, owner.name)
  return !job || job.metadata.uid !== owner?.uid || (isJobFinished(job) && !isManagedElsewhere(job))
}

function* releaseOrphan(place: string): Reconcile {
  const { namespace, name: podName } = splitPlace(place)
  const pod = yield* read((state) => {
    const found = findObject(state, '/pods', namespace, podName)
    return found && isOrphan(state, found) ? found : undefined
  })
  const answer = pod && (yield* untrack(pod))
  return !answer || isSuccess(answer) || answer.code === 404 ? done : failed(messageOf(answer))
}

function* reconcileJob(key: string, backoffs: JobBackoffs, now: number): Reconcile {
  const { namespace, name: jobName } = splitPlace(key)
  const job = yield* read((state) => findObject(state, resource, namespace, jobName))
  const { [key]: known, ...others } = backoffs
  if (!job || isJobFinished(job)) {
    if (known) yield { type: 'remember', memory: others }
    return done
  }
  if (isManagedElsewhere(job)) return done
  const { result, backoff } = yield* syncJob(job, known, now)
  if (backoff !== known) yield { type: 'remember', memory: backoff ? { ...others, [key]: backoff } : others }
  return result
}

function isManagedElsewhere(job: KubeObject): boolean {
  const managedBy = at(job, 'spec', 'managedBy')
  return managedBy !== undefined && managedBy !== 'kubernetes.io/job-controller'
}
