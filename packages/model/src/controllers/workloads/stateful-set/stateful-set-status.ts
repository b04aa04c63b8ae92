import { at, type JsonObject, textAt } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { counts, numberAt } from '../numbers.ts'
import { isPodAvailable, isPodReady } from '../pod-readiness.ts'
import { revisionOf } from './identity.ts'
import type { Revisions } from './revisions.ts'

export function isRunningAndReady(pod: KubeObject): boolean {
  return textAt(pod, 'status', 'phase') === 'Running' && isPodReady(pod)
}

/** Pods as they were before this sync made or deleted any. [stateful_set_control.go updateStatus, completeRollingUpdate] */
export function statefulSetStatus(
  set: KubeObject,
  { current, update, collisionCount }: Revisions,
  pods: readonly KubeObject[],
  deletedForUpdate: number,
  now: number,
): JsonObject {
  const minReadySeconds = numberAt(set, 'spec', 'minReadySeconds')
  const living = pods.filter((pod) => !isTerminating(pod))
  const having = ({ metadata }: KubeObject): number => living.filter((pod) => revisionOf(pod) === metadata.name).length
  const ready = pods.filter(isRunningAndReady)
  const updated = having(update)
  const wanted = numberAt(set, 'spec', 'replicas')
  const isRolling = at(set, 'spec', 'updateStrategy', 'type') === 'RollingUpdate'
  const isComplete = isRolling && [updated, ready.length, pods.length].every((count) => count === wanted)
  return {
    ...counts({ observedGeneration: set.metadata.generation ?? 0 }),
    replicas: pods.length,
    ...counts({
      readyReplicas: ready.length,
      currentReplicas: isComplete ? updated : having(current) - deletedForUpdate,
      updatedReplicas: updated,
    }),
    currentRevision: (isComplete ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount,
    availableReplicas: ready.filter((pod) => isPodAvailable(pod, minReadySeconds, now)).length,
  }
}

const told = [
  'replicas',
  'currentReplicas',
  'readyReplicas',
  'updatedReplicas',
  'currentRevision',
  'availableReplicas',
  'updateRevision',
] as const

/** Only a difference in what is told counts. [stateful_set_utils.go inconsistentStatus] */
export function isStatusOutdated(set: KubeObject, status: JsonObject): boolean {
  const observed = numberAt(status, 'observedGeneration') > numberAt(set, 'status', 'observedGeneration')
  return observed || told.some((field) => (status[field] ?? 0) !== (at(set, 'status', field) ?? 0))
}
