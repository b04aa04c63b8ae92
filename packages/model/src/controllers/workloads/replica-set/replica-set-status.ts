import { at, type JsonObject, listAt, objectAt, textAt, textMap } from '../../../object/json.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { formatTime } from '../../../state/cluster.ts'
import { counts, numberAt } from '../numbers.ts'
import { isPodAvailable, isPodReady } from '../pod-readiness.ts'

/** What a sync of a ReplicaSet found and did. */
export interface ReplicaSetSync {
  readonly activePods: readonly KubeObject[]
  readonly terminatingPods: readonly KubeObject[]
  /** why pods could not be created or deleted */
  readonly failure: string | undefined
}

/**
 * The status counts the pods that were there before this sync; a failure is told as long as there is one, with the
 * message that it had first. [pkg/controller/replicaset/replica_set_utils.go calculateStatus]
 */
export function replicaSetStatus(replicaSet: KubeObject, sync: ReplicaSetSync, now: number): JsonObject {
  const { activePods, terminatingPods } = sync
  const templateLabels = Object.entries(textMap(at(replicaSet, 'spec', 'template', 'metadata', 'labels')))
  const minReadySeconds = numberAt(replicaSet, 'spec', 'minReadySeconds')
  const labelled = activePods.filter((pod) => templateLabels.every(([label, value]) => labelsOf(pod)[label] === value))
  const conditions = failureConditions(replicaSet, sync, now)
  const {
    conditions: _,
    fullyLabeledReplicas: _f,
    readyReplicas: _r,
    availableReplicas: _a,
    ...kept
  } = objectAt(replicaSet, 'status')
  return {
    ...kept,
    replicas: activePods.length,
    ...counts({
      fullyLabeledReplicas: labelled.length,
      readyReplicas: activePods.filter(isPodReady).length,
      availableReplicas: activePods.filter((pod) => isPodAvailable(pod, minReadySeconds, now)).length,
    }),
    terminatingReplicas: terminatingPods.length,
    ...counts({ observedGeneration: replicaSet.metadata.generation ?? 0 }),
    ...(conditions.length === 0 ? {} : { conditions }),
  }
}

function failureConditions(replicaSet: KubeObject, sync: ReplicaSetSync, now: number): readonly JsonObject[] {
  const conditions = listAt(replicaSet, 'status', 'conditions') as readonly JsonObject[]
  const others = conditions.filter((condition) => textAt(condition, 'type') !== 'ReplicaFailure')
  const { failure, activePods } = sync
  if (failure === undefined) return others
  if (others.length < conditions.length) return conditions
  const reason = activePods.length < numberAt(replicaSet, 'spec', 'replicas') ? 'FailedCreate' : 'FailedDelete'
  const condition = {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: formatTime(now),
    reason,
    message: failure,
  }
  return [...others, condition]
}
