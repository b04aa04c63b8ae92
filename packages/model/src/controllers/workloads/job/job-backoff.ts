import { textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'

/** What the controller remembers of the failures of jobs, by `namespace/name`. */
export type JobBackoffs = Readonly<Record<string, JobBackoff>>

export interface JobBackoff {
  readonly failures: number
  readonly lastFailureAt: number
}

const baseMs = 10_000
const maxMs = 600_000

/** Failures since the last success. [pkg/controller/job/backoff_utils.go newBackoffRecord] */
export function nextBackoff(
  known: JobBackoff | undefined,
  newSucceeded: readonly KubeObject[],
  newFailed: readonly KubeObject[],
): JobBackoff | undefined {
  const failedAt = newFailed.map(finishedAt)
  if (newSucceeded.length === 0 && failedAt.length === 0) return known
  const lastSuccessAt = Math.max(Number.NEGATIVE_INFINITY, ...newSucceeded.map(finishedAt))
  const counted = failedAt.filter((time) => time > lastSuccessAt)
  const before = newSucceeded.length === 0 ? (known?.failures ?? 0) : 0
  return counted.length === 0 ? undefined : { failures: before + counted.length, lastFailureAt: Math.max(...counted) }
}

/** Not modelled: the times at which containers ended. [backoff_utils.go getFinishedTime] */
function finishedAt({ metadata, ...pod }: KubeObject): number {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = metadata
  if (deletionTimestamp) return Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000
  return Date.parse(textAt(pod, 'status', 'startTime') ?? creationTimestamp ?? '')
}

/** Milliseconds until the next pod: 10 s after the first failure, doubled with each, at most 10 minutes. [getRemainingTimeForFailuresCount] */
export function remainingBackoff(backoff: JobBackoff | undefined, now: number): number {
  if (!backoff) return 0
  const delayMs = Math.min(baseMs * 2 ** (backoff.failures - 1), maxMs)
  return Math.max(0, backoff.lastFailureAt + delayMs - now)
}
