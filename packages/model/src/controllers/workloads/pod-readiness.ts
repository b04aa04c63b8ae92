import { isJsonObject, type JsonObject, listAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

function readyCondition(pod: KubeObject): JsonObject | undefined {
  return listAt(pod, 'status', 'conditions')
    .filter(isJsonObject)
    .find((condition) => condition.type === 'Ready')
}

export function isPodReady(pod: KubeObject): boolean {
  return readyCondition(pod)?.status === 'True'
}

/** Ready, and so for the time asked for. [pkg/api/v1/pod/util.go IsPodAvailable] */
export function isPodAvailable(pod: KubeObject, minReadySeconds: number, now: number): boolean {
  if (!isPodReady(pod)) return false
  if (minReadySeconds === 0) return true
  const since = Date.parse(textAt(readyCondition(pod), 'lastTransitionTime') ?? '')
  return since + minReadySeconds * 1000 <= now
}
