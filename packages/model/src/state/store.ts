import type { ResourceKey } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from './cluster-state.ts'
import { readAbsent, readResources } from './reads.ts'
import { emptyMap, mapGet, mapRemove, mapSet, mapValues, type SortedMap } from './sorted-map.ts'

/** The place of an object among those of its resource: `namespace/name`, `/name` where it is cluster-scoped. */
export function placeOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`
}

export function objectsOf(state: ClusterState, resource: ResourceKey): SortedMap<KubeObject> {
  const objects = state.objects[resource]
  if (objects) return objects
  readAbsent(resource)
  return emptyMap
}

/** The object in this place; undefined where there is none. `namespace` is undefined for what is cluster-scoped. */
export function findObject(
  state: ClusterState,
  resource: ResourceKey,
  namespace: string | undefined,
  name: string,
): KubeObject | undefined {
  return mapGet(objectsOf(state, resource), placeOf(namespace, name))
}

/** All objects of a resource, or those of one namespace, in the order of etcd. */
export function listObjects(state: ClusterState, resource: ResourceKey, namespace?: string): readonly KubeObject[] {
  return mapValues(objectsOf(state, resource), namespace === undefined ? '' : `${namespace}/`)
}

/** The state with the object in the place of the one it had there. */
export function putObject(state: ClusterState, resource: ResourceKey, object: KubeObject): ClusterState {
  const place = placeOf(object.metadata.namespace, object.metadata.name)
  return { ...state, objects: { ...state.objects, [resource]: mapSet(objectsOf(state, resource), place, object) } }
}

/** The state without the object in this place. No controller is told of it: requests go through `apply`. */
export function removeObject(
  state: ClusterState,
  resource: ResourceKey,
  namespace: string | undefined,
  name: string,
): ClusterState {
  return {
    ...state,
    objects: { ...state.objects, [resource]: mapRemove(objectsOf(state, resource), placeOf(namespace, name)) },
  }
}

/** The resources that the state holds objects of. */
export function listResources(state: ClusterState): readonly ResourceKey[] {
  readResources()
  return Object.keys(state.objects) as ResourceKey[]
}

/** Every object of the state, by resource and place. */
export function allObjects(state: ClusterState): readonly KubeObject[] {
  return listResources(state).flatMap((resource) => listObjects(state, resource))
}
