import { equalJson, type JsonObject, listAt, objectAt, withoutFields } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { isSuccess } from '../../../request/request.ts'
import { formatTime } from '../../../state/cluster.ts'
import { messageOf, objectOf, type Reconcile, requestFor, send } from '../../controller.ts'
import { counts, numberAt } from '../numbers.ts'
import { formatIndexes } from './indexes.ts'
import { ensureCondition, type JobEnd, newCondition } from './job-conditions.ts'
import { indexOf, isIndexed, isPodFailed, isTracked, phaseOf, untrack } from './job-pods.ts'

const jobs = requestFor('batch', 'v1', 'jobs')

/** What a sync came to, before it is told. */
export interface TrackedJob {
  readonly job: KubeObject
  readonly pods: readonly KubeObject[]
  readonly status: JsonObject
  readonly end: JobEnd | undefined
  readonly succeededIndexes: ReadonlySet<number>
  /** pods that are being deleted, with those that this sync deleted */
  readonly terminating: number
}

/**
 * Ends of pods are noted in the status first, then the pods lose their finalizer, then they are counted; so none is
 * counted twice or never. The job has ended when all are. [job_controller.go trackJobStatusAndRemoveFinalizers]
 * Not modelled: no more than 500 pods a sync.
 */
export function* trackJob(tracked: TrackedJob, now: number): Reconcile<string | undefined> {
  const { job, pods } = tracked
  const removable = pods.filter((pod) => isTracked(pod) && mayGo(tracked, pod))
  const noted = announce(noteEnds(tracked, removable), tracked, now)
  const first = yield* writeStatus(job, noted)
  if ('failure' in first) return String(first.failure)
  const gone = new Set(pods.filter((pod) => !isTracked(pod)).map(uidOf))
  let failure: string | undefined
  for (const pod of removable) {
    const answer = yield* untrack(pod)
    if (isSuccess(answer) || answer.code === 404) gone.add(uidOf(pod))
    else failure ??= messageOf(answer)
  }
  const stillTracked = new Set(pods.map(uidOf).filter((uid) => !gone.has(uid)))
  const counted = countEnds(noted, stillTracked)
  const second = yield* writeStatus(first, failure === undefined ? finish(counted, tracked, now) : counted)
  return 'failure' in second ? String(second.failure) : failure
}

function mayGo({ job, end }: TrackedJob, pod: KubeObject): boolean {
  return isTerminating(job) || end !== undefined || phaseOf(pod) === 'Succeeded' || isPodFailed(pod, job)
}

function uidOf({ metadata }: KubeObject): string {
  return metadata.uid ?? ''
}

interface Uncounted {
  readonly succeeded: readonly string[]
  readonly failed: readonly string[]
}

function uncountedIn(status: JsonObject): Uncounted {
  const uids = (field: string): readonly string[] => listAt(status, 'uncountedTerminatedPods', field).map(String)
  return { succeeded: uids('succeeded'), failed: uids('failed') }
}

function withUncounted(status: JsonObject, { succeeded, failed }: Uncounted): JsonObject {
  const lists = { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) }
  return { ...status, uncountedTerminatedPods: lists }
}

/** Of a job with indexes, the index says what succeeded; else the uids of the pods do. */
function noteEnds(tracked: TrackedJob, removable: readonly KubeObject[]): JsonObject {
  const { job, end, status } = tracked
  const { succeeded, failed } = uncountedIn(status)
  const hasFailed = (pod: KubeObject): boolean => isPodFailed(pod, job) || (end !== undefined && !end.succeeded)
  const ended = (which: (pod: KubeObject) => boolean): readonly string[] => removable.filter(which).map(uidOf)
  const isCounted = (pod: KubeObject): boolean => !isIndexed(job) || indexOf(pod) !== undefined
  const newSucceeded = isIndexed(job) ? [] : ended((pod) => phaseOf(pod) === 'Succeeded')
  const newFailed = ended((pod) => phaseOf(pod) !== 'Succeeded' && hasFailed(pod) && isCounted(pod))
  const noted = withUncounted(status, {
    succeeded: [...new Set([...succeeded, ...newSucceeded])],
    failed: [...new Set([...failed, ...newFailed])],
  })
  return isIndexed(job) ? withIndexes(noted, tracked.succeededIndexes) : noted
}

function withIndexes(status: JsonObject, indexes: ReadonlySet<number>): JsonObject {
  const others = withoutFields(status, 'succeeded', 'completedIndexes')
  return indexes.size === 0 ? others : { ...others, succeeded: indexes.size, completedIndexes: formatIndexes(indexes) }
}

/** What will be the end is told before the pods are let go. */
function announce(status: JsonObject, { end }: TrackedJob, now: number): JsonObject {
  if (!end) return status
  const type = end.succeeded ? 'SuccessCriteriaMet' : 'FailureTarget'
  const known = listAt(status, 'conditions') as readonly JsonObject[]
  if (known.some((condition) => condition.type === type)) return status
  return { ...status, conditions: [...known, newCondition(type, 'True', end.reason, end.message, now)] }
}

function countEnds(status: JsonObject, stillTracked: ReadonlySet<string>): JsonObject {
  const uncounted = uncountedIn(status)
  const succeeded = uncounted.succeeded.filter((uid) => stillTracked.has(uid))
  const failed = uncounted.failed.filter((uid) => stillTracked.has(uid))
  const counters = counts({
    succeeded: numberAt(status, 'succeeded') + uncounted.succeeded.length - succeeded.length,
    failed: numberAt(status, 'failed') + uncounted.failed.length - failed.length,
  })
  return withUncounted({ ...withoutFields(status, 'succeeded', 'failed'), ...counters }, { succeeded, failed })
}

/** While a pod is not counted or not gone, a job has not ended. [job_controller.go enactJobFinished] */
function finish(status: JsonObject, { end, terminating }: TrackedJob, now: number): JsonObject {
  const { succeeded, failed } = uncountedIn(status)
  if (!end || terminating > 0 || succeeded.length + failed.length > 0) return status
  const type = end.succeeded ? 'Complete' : 'Failed'
  const known = listAt(status, 'conditions') as readonly JsonObject[]
  const conditions = ensureCondition(known, newCondition(type, 'True', end.reason, end.message, now))
  return { ...status, conditions, ...(end.succeeded ? { completionTime: formatTime(now) } : {}) }
}

function* writeStatus(job: KubeObject, status: JsonObject): Reconcile<KubeObject | { readonly failure: string }> {
  if (equalJson(objectAt(job, 'status'), status)) return job
  const { namespace = '', name } = job.metadata
  const body = { ...job, status }
  const answer = yield* send({ ...jobs, verb: 'update', subresource: 'status', namespace, name, body })
  return objectOf(answer) ?? { failure: messageOf(answer) }
}
