import { deleteObject } from '../../apiserver/lifecycle.ts'
import { at, isJsonObject, listAt, textAt } from '../../object/json.ts'
import { finalizersOf, isTerminating, type KubeObject } from '../../object/kube-object.ts'
import { keyOf, type ResourceType } from '../../object/resource-type.ts'
import type { Cluster } from '../../state/cluster.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects, objectsOf } from '../../state/store.ts'

/** The resource that a definition describes, in the version that it stores. */
function storedType(definition: KubeObject): ResourceType {
  const storage = listAt(definition, 'spec', 'versions')
    .filter(isJsonObject)
    .find((version) => version.storage === true)
  return {
    group: textAt(definition, 'spec', 'group') ?? '',
    version: textAt(storage, 'name') ?? '',
    resource: textAt(definition, 'spec', 'names', 'plural') ?? '',
    kind: textAt(definition, 'spec', 'names', 'kind') ?? '',
    namespaced: at(definition, 'spec', 'scope') === 'Namespaced',
    verbs: [],
    custom: true,
  }
}

export function hasInstances(state: ClusterState, definition: KubeObject): boolean {
  return objectsOf(state, keyOf(storedType(definition))).size > 0
}

/**
 * All instances are deleted right in the storage, past authorization, admission and webhooks, with the finalizers that
 * they have. [apiextensions-apiserver pkg/controller/finalizer/crd_finalizer.go deleteInstances; kubernetes.md 4.18, 2.9.2]
 */
export function deleteInstances(cluster: Cluster, definition: KubeObject): void {
  const type = storedType(definition)
  for (const instance of listObjects(cluster.state, keyOf(type)))
    if (!isHeld(instance)) deleteObject(cluster, type, instance, {})
}

/** Deleting again what already waits for its finalizers changes nothing, so nothing is written. */
function isHeld(instance: KubeObject): boolean {
  return isTerminating(instance) && finalizersOf(instance).length > 0
}
