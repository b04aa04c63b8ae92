import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { Response } from '../../request/request.ts'
import { type Reconcile, requestFor, send } from '../controller.ts'

/** A condition of a CustomResourceDefinition before it has a time. */
export interface CrdCondition {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

export const definitions: ReturnType<typeof requestFor> = requestFor(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
)

export function conditionOf(definition: KubeObject, type: string): JsonObject | undefined {
  return listAt(definition, 'status', 'conditions')
    .filter(isJsonObject)
    .find((condition) => textAt(condition, 'type') === type)
}

/** The definition with the condition in the place of the one of its type; its time moves only with its status. [apihelpers SetCRDCondition] */
export function withCondition(definition: KubeObject, condition: CrdCondition, time: string): KubeObject {
  const conditions = listAt(definition, 'status', 'conditions')
  const old = conditionOf(definition, condition.type)
  const kept = old?.status === condition.status ? textAt(old, 'lastTransitionTime') : undefined
  const next = { ...condition, lastTransitionTime: kept ?? time }
  const replaced = old ? conditions.map((one) => (one === old ? next : one)) : [...conditions, next]
  return { ...definition, status: { ...objectAt(definition, 'status'), conditions: replaced } }
}

export function updateStatus(definition: KubeObject): Reconcile<Response> {
  return send({
    ...definitions,
    verb: 'update',
    subresource: 'status',
    name: definition.metadata.name,
    body: definition,
  })
}

/** Gone or changed meanwhile: there will be another event. */
export function isOvertaken(answer: Response): boolean {
  return answer.code === 404 || answer.code === 409
}
