import { at, type JsonObject, listAt, objectAt, textAt, withoutFields } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { formatTime } from '../../../state/cluster.ts'
import { done, failed, type Reconcile, type ReconcileResult, read } from '../../controller.ts'
import { isPodActive, isPodTerminal, podsOf } from '../controlled.ts'
import { counts, numberAt } from '../numbers.ts'
import { isPodReady } from '../pod-readiness.ts'
import { parseIndexes } from './indexes.ts'
import { type JobBackoff, nextBackoff, remainingBackoff } from './job-backoff.ts'
import {
  completed,
  conditionsOf,
  endOf,
  ensureCondition,
  isSuspended,
  type JobEnd,
  newCondition,
  untilDeadline,
} from './job-conditions.ts'
import { indexOf, isIndexed, isPodFailed, isTracked, phaseOf } from './job-pods.ts'
import { deleteActivePods, type JobPods, type ManagedPods, manageJob } from './manage-job.ts'
import { trackJob } from './track-job.ts'

export interface JobSync {
  readonly result: ReconcileResult
  readonly backoff: JobBackoff | undefined
}

/** [pkg/controller/job/job_controller.go syncJob] */
export function* syncJob(job: KubeObject, known: JobBackoff | undefined, now: number): Reconcile<JobSync> {
  const pods = yield* read((state) => podsOf(state, job))
  const observed = observe(job, pods, known, now)
  const { activePods, failed } = observed
  const early = endOf(job, failed, now)
  const managed = yield* early ? deleteActivePods(activePods) : manageUnlessDeleted(observed)
  const end = early ? (managed.active === 0 ? early : undefined) : completionOf(observed, managed)
  const terminating = pods.filter((pod) => isTerminating(pod) && !isPodTerminal(pod)).length + managed.deleted.length
  const status = statusOf(observed, managed, terminating, early === undefined, now)
  const { succeededIndexes } = observed
  const failure = yield* trackJob({ job, pods, status, end, succeededIndexes, terminating }, now)
  return { result: resultOf(failure ?? managed.failure, managed, untilDeadline(job, now)), backoff: observed.backoff }
}

type Observed = JobPods & { readonly failed: number; readonly backoff: JobBackoff | undefined }

/** Ends that are not counted yet count here. */
function observe(job: KubeObject, pods: readonly KubeObject[], known: JobBackoff | undefined, now: number): Observed {
  const uncounted = (field: string): readonly string[] =>
    listAt(job, 'status', 'uncountedTerminatedPods', field).map(String)
  const ended = (field: string, which: (pod: KubeObject) => boolean): readonly KubeObject[] =>
    pods.filter((pod) => isTracked(pod) && !uncounted(field).includes(pod.metadata.uid ?? '') && which(pod))
  const newSucceeded = ended('succeeded', (pod) => phaseOf(pod) === 'Succeeded')
  const newFailed = ended('failed', (pod) => isPodFailed(pod, job))
  const backoff = nextBackoff(known, newSucceeded, newFailed)
  const succeededIndexes = indexesOf(job, newSucceeded)
  const counted = numberAt(job, 'status', 'succeeded') + newSucceeded.length + uncounted('succeeded').length
  return {
    job,
    pods,
    activePods: pods.filter(isPodActive),
    succeeded: isIndexed(job) ? succeededIndexes.size : counted,
    failed: numberAt(job, 'status', 'failed') + newFailed.length + uncounted('failed').length,
    succeededIndexes,
    backoff,
    backoffMs: remainingBackoff(backoff, now),
  }
}

function indexesOf(job: KubeObject, newSucceeded: readonly KubeObject[]): ReadonlySet<number> {
  const known = parseIndexes(textAt(job, 'status', 'completedIndexes') ?? '')
  return new Set([...known, ...newSucceeded.map(indexOf).filter((index) => index !== undefined)])
}

function* manageUnlessDeleted(observed: Observed): Reconcile<ManagedPods> {
  if (isTerminating(observed.job)) return { active: observed.activePods.length, deleted: [] }
  return yield* manageJob(observed)
}

function completionOf({ job, succeeded }: Observed, { active }: ManagedPods): JobEnd | undefined {
  const completions = at(job, 'spec', 'completions')
  const isEnough = typeof completions === 'number' ? succeeded >= completions : succeeded > 0
  return isEnough && active === 0 ? completed : undefined
}

function statusOf(
  { job, activePods }: Observed,
  { active, deleted }: ManagedPods,
  terminating: number,
  goesOn: boolean,
  now: number,
): JsonObject {
  const status = objectAt(job, 'status')
  const conditions = goesOn && !isTerminating(job) ? suspension(job, now) : conditionsOf(job)
  const isResumed = wasSuspended(job) && !isSuspended(job)
  const startTime = isSuspended(job) ? undefined : isResumed ? formatTime(now) : (status.startTime ?? formatTime(now))
  return {
    ...withoutFields(status, 'active', 'startTime', 'conditions'),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(startTime === undefined ? {} : { startTime }),
    ...counts({ active }),
    terminating,
    uncountedTerminatedPods: objectAt(status, 'uncountedTerminatedPods'),
    ready: activePods.filter(isPodReady).length - deleted.filter(isPodReady).length,
  }
}

function wasSuspended(job: KubeObject): boolean {
  return conditionsOf(job).some(({ type, status }) => type === 'Suspended' && status === 'True')
}

function suspension(job: KubeObject, now: number): readonly JsonObject[] {
  const wanted = isSuspended(job)
    ? newCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', now)
    : newCondition('Suspended', 'False', 'JobResumed', 'Job resumed', now)
  return ensureCondition(conditionsOf(job), wanted)
}

function resultOf(
  failure: string | undefined,
  { afterMs }: ManagedPods,
  deadlineMs: number | undefined,
): ReconcileResult {
  if (failure !== undefined) return failed(failure)
  const waits = [afterMs, deadlineMs].filter((wait) => wait !== undefined && wait > 0) as readonly number[]
  return waits.length === 0 ? done : { type: 'requeue', afterMs: Math.min(...waits) }
}
