import { isJsonObject, type JsonObject, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { formatTime } from '../../../state/cluster.ts'

export type DeploymentCondition = JsonObject & {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
  readonly lastUpdateTime: string
  readonly lastTransitionTime: string
}

export function newCondition(
  type: 'Available' | 'Progressing',
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  now: number,
): DeploymentCondition {
  const time = formatTime(now)
  return { type, status, reason, message, lastUpdateTime: time, lastTransitionTime: time }
}

export function conditionsOf(object: KubeObject): readonly JsonObject[] {
  return listAt(object, 'status', 'conditions').filter(isJsonObject)
}

export function conditionOf(conditions: readonly JsonObject[], type: string): JsonObject | undefined {
  return conditions.find((condition) => condition.type === type)
}

/** A condition takes the place of one with another status or reason; its time of transition moves with the status. [deployment/util SetDeploymentCondition] */
export function setCondition(conditions: readonly JsonObject[], condition: JsonObject): readonly JsonObject[] {
  const current = conditionOf(conditions, textAt(condition, 'type') ?? '')
  if (current?.status === condition.status && current?.reason === condition.reason) return conditions
  const kept = current?.status === condition.status ? { lastTransitionTime: current?.lastTransitionTime } : {}
  return [...removeCondition(conditions, textAt(condition, 'type') ?? ''), { ...condition, ...kept }]
}

export function removeCondition(conditions: readonly JsonObject[], type: string): readonly JsonObject[] {
  return conditions.filter((condition) => condition.type !== type)
}

/** [deployment/util HasProgressDeadline] */
export function hasProgressDeadline(deployment: KubeObject): boolean {
  const seconds = isJsonObject(deployment.spec) ? deployment.spec.progressDeadlineSeconds : undefined
  return typeof seconds === 'number' && seconds !== 2_147_483_647
}

/** The deployment with other conditions in its status. */
export function withConditions(deployment: KubeObject, conditions: readonly JsonObject[]): KubeObject {
  return { ...deployment, status: { ...(isJsonObject(deployment.status) ? deployment.status : {}), conditions } }
}
