import { servedTypes } from '../../apiserver/discovery.ts'
import type { Reconcile } from '../../controllers/controller.ts'
import { finalizersOf, isTerminating, type KubeObject } from '../../object/kube-object.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { type Failure, isNotFound, joined, prefixed } from './failure.ts'
import { list, live } from './reading.ts'
import { patch, remove } from './writing.ts'

/**
 * Deletes what is left in a namespace and takes away all finalizers; only pods are spared. Every namespaced resource that
 * can be listed and written is looked at. [pkg/tenant/namespaces.go:NamespacedCascadingCleanup; core R4.8]
 */
export function* cleanUpNamespace(namespace: string): Reconcile<Failure | undefined> {
  const failures: (Failure | undefined)[] = []
  for (const type of yield* live(cleanableTypes)) failures.push(yield* cleanUpType(type, namespace))
  return joined(failures)
}

function cleanableTypes(state: ClusterState): readonly ResourceType[] {
  return servedTypes(state).filter(
    ({ namespaced, verbs, group, resource }) =>
      namespaced &&
      verbs.includes('list') &&
      (verbs.includes('patch') || verbs.includes('update')) &&
      !(group === '' && resource === 'pods'),
  )
}

function* cleanUpType(type: ResourceType, namespace: string): Reconcile<Failure | undefined> {
  const failures: (Failure | undefined)[] = []
  for (const object of yield* live(list(type, namespace))) failures.push(yield* cleanUpObject(type, object))
  const failure = joined(failures)
  return failure && prefixed(`process ${gvrOf(type)} in namespace "${namespace}": `, failure)
}

function* cleanUpObject(type: ResourceType, object: KubeObject): Reconcile<Failure | undefined> {
  const { namespace = '', name } = object.metadata
  const place = { namespace, name }
  if (!isTerminating(object)) {
    const failure = yield* remove(type, place)
    if (failure && !isNotFound(failure)) return prefixed(`delete ${gvrOf(type)} "${namespace}"/"${name}": `, failure)
  }
  if (finalizersOf(object).length === 0) return undefined
  const { failure } = yield* patch(type, place, { metadata: { finalizers: [] } })
  if (!failure || isNotFound(failure)) return undefined
  return prefixed(`patch finalizers on ${gvrOf(type)} "${namespace}"/"${name}": `, failure)
}

/** [schema.GroupVersionResource.String] */
function gvrOf({ group, version, resource }: ResourceType): string {
  return `${group}/${version}, Resource=${resource}`
}
