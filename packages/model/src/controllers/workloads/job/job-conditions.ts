import { at, isJsonObject, type JsonObject, listAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { formatTime } from '../../../state/cluster.ts'
import { numberAt } from '../numbers.ts'

/** Types in the order of their days: what will be first, then what is. */
export type JobConditionType = 'SuccessCriteriaMet' | 'FailureTarget' | 'Complete' | 'Failed' | 'Suspended'

export function newCondition(
  type: JobConditionType,
  status: 'True' | 'False',
  reason: string,
  message: string,
  now: number,
): JsonObject {
  const time = formatTime(now)
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message }
}

export function conditionsOf(job: KubeObject): readonly JsonObject[] {
  return listAt(job, 'status', 'conditions').filter(isJsonObject)
}

/** A condition that says nothing new is left as it is, one that is not true is not added. [job_controller.go ensureJobConditionStatus] */
export function ensureCondition(conditions: readonly JsonObject[], wanted: JsonObject): readonly JsonObject[] {
  const index = conditions.findIndex(({ type }) => type === wanted.type)
  const known = conditions[index]
  if (!known) return wanted.status === 'False' ? conditions : [...conditions, wanted]
  const isSame = (['status', 'reason', 'message'] as const).every((field) => known[field] === wanted[field])
  return isSame ? conditions : conditions.with(index, wanted)
}

/** The end of a job: the condition that announces it, and the one that is set when all its pods are gone. */
export interface JobEnd {
  readonly succeeded: boolean
  readonly reason: string
  readonly message: string
}

/**
 * Why a job has failed, or that its success was announced. [job_controller.go syncJob]
 * Not modelled: podFailurePolicy, successPolicy, backoffLimitPerIndex, restarts of containers.
 */
export function endOf(job: KubeObject, failed: number, now: number): JobEnd | undefined {
  const announced = conditionsOf(job).find(
    ({ type, status }) => (type === 'SuccessCriteriaMet' || type === 'FailureTarget') && status === 'True',
  )
  if (announced) {
    const { type, reason = '', message = '' } = announced
    return { succeeded: type === 'SuccessCriteriaMet', reason: String(reason), message: String(message) }
  }
  if (failed > numberAt(job, 'spec', 'backoffLimit'))
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  const remaining = untilDeadline(job, now)
  if (remaining !== undefined && remaining <= 0)
    return failure('DeadlineExceeded', 'Job was active longer than specified deadline')
  return undefined
}

function failure(reason: string, message: string): JobEnd {
  return { succeeded: false, reason, message }
}

export const completed: JobEnd = {
  succeeded: true,
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
}

/** Milliseconds until a job has been active for too long; undefined where it may be for ever. */
export function untilDeadline(job: KubeObject, now: number): number | undefined {
  const seconds = at(job, 'spec', 'activeDeadlineSeconds')
  const startTime = at(job, 'status', 'startTime')
  if (typeof seconds !== 'number' || typeof startTime !== 'string' || isSuspended(job)) return undefined
  return Date.parse(startTime) + seconds * 1000 - now
}

export function isSuspended(job: KubeObject): boolean {
  return at(job, 'spec', 'suspend') === true
}
