import { listAt, objectAt, textAt } from '../object/json.ts'
import { finalizersOf, type KubeObject, withMetadata } from '../object/kube-object.ts'

export const definitionFinalizer = 'customresourcecleanup.apiextensions.k8s.io'

/**
 * The first DELETE of a definition marks it in one write: deletionTimestamp, the cleanup finalizer, and the condition
 * that announces what follows. [apiextensions-apiserver registry/customresourcedefinition/etcd.go Delete; kubernetes.md 4.13]
 */
export function markDefinition(definition: KubeObject, time: string): KubeObject {
  const finalizers = finalizersOf(definition)
  const marked = withMetadata(definition, {
    deletionTimestamp: time,
    finalizers: finalizers.includes(definitionFinalizer) ? finalizers : [...finalizers, definitionFinalizer],
  })
  return setDefinitionCondition(marked, {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: time,
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  })
}

export type DefinitionCondition = {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly lastTransitionTime: string
  readonly reason: string
  readonly message: string
}

/** Sets a condition of a definition; its time moves only when its status does. [apiextensions helpers.go SetCRDCondition] */
export function setDefinitionCondition(definition: KubeObject, condition: DefinitionCondition): KubeObject {
  const conditions = listAt(definition, 'status', 'conditions')
  const index = conditions.findIndex((candidate) => textAt(candidate, 'type') === condition.type)
  const before = conditions[index]
  const unchanged = textAt(before, 'status') === condition.status
  const next = unchanged
    ? { ...condition, lastTransitionTime: textAt(before, 'lastTransitionTime') ?? condition.lastTransitionTime }
    : condition
  const all = index < 0 ? [...conditions, next] : conditions.with(index, next)
  return { ...definition, status: { ...objectAt(definition, 'status'), conditions: all } }
}
