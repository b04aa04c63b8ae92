import { listAt, objectAt } from '../object/json.ts'
import { finalizersOf, type KubeObject, withMetadata } from '../object/kube-object.ts'
import { type DeleteOptions, foregroundFinalizer, orphanFinalizer } from './lifecycle.ts'

/** Whether the namespace's own finalizers in spec still hold it. */
export function isHeld(namespace: KubeObject): boolean {
  return listAt(namespace, 'spec', 'finalizers').length > 0
}

/** The first DELETE of a namespace only marks it. [registry/core/namespace/storage/storage.go Delete; kubernetes.md 3.1.5] */
export function markNamespace(namespace: KubeObject, options: DeleteOptions, time: string): KubeObject {
  const others = finalizersOf(namespace).filter((name) => name !== orphanFinalizer && name !== foregroundFinalizer)
  const marked = withMetadata(namespace, {
    deletionTimestamp: time,
    finalizers: namespaceFinalizers(namespace, others, options),
  })
  return { ...marked, status: { ...objectAt(namespace, 'status'), phase: 'Terminating' } }
}

function namespaceFinalizers(
  namespace: KubeObject,
  others: readonly string[],
  options: DeleteOptions,
): readonly string[] {
  const { propagationPolicy, orphanDependents } = options
  if (orphanDependents === true || propagationPolicy === 'Orphan') return [...others, orphanFinalizer]
  if (orphanDependents === false || propagationPolicy === 'Foreground') return [...others, foregroundFinalizer]
  if (propagationPolicy === 'Background') return others
  return finalizersOf(namespace)
}
