import { parseApiVersion, type ResourceKey, resourceKey } from '../object/gvk.ts'
import { textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { type ClusterState, emptyState } from '../state/cluster-state.ts'
import { mapFrom } from '../state/sorted-map.ts'
import { placeOf } from '../state/store.ts'
import { builtinResources } from './builtin-resources.ts'
import { definitionsKey } from './discovery.ts'

/** What became of the objects of a snapshot. */
export interface LoadedState {
  readonly state: ClusterState
  /** objects of kinds that nothing in the snapshot serves: they are not part of the state */
  readonly unknown: readonly KubeObject[]
}

/**
 * A state that holds these objects as they are, nothing under way. Of two at one place the later stays.
 *
 * @param clock virtual time at which the state is taken, in milliseconds since the epoch
 */
export function stateFromObjects(objects: Iterable<KubeObject>, clock: number): LoadedState {
  const all = [...objects]
  const resources = resourcesByKind(all)
  const entries = new Map<ResourceKey, [string, KubeObject][]>()
  const unknown: KubeObject[] = []
  let revision = 0
  for (const object of all) {
    const resource = resources.get(kindKey(parseApiVersion(object.apiVersion).group, object.kind))
    if (!resource) {
      unknown.push(object)
      continue
    }
    const list = entries.get(resource) ?? []
    list.push([placeOf(object.metadata.namespace, object.metadata.name), object])
    entries.set(resource, list)
    revision = Math.max(revision, Number(object.metadata.resourceVersion ?? 0) || 0)
  }
  const stored = Object.fromEntries([...entries].map(([resource, list]) => [resource, mapFrom(list)]))
  return { state: { ...emptyState(clock), objects: stored, revision }, unknown }
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`
}

function resourcesByKind(objects: readonly KubeObject[]): ReadonlyMap<string, ResourceKey> {
  const resources = new Map<string, ResourceKey>()
  for (const type of builtinResources)
    resources.set(kindKey(type.group, type.kind), resourceKey(type.group, type.resource))
  for (const object of objects) {
    if (
      object.kind !== 'CustomResourceDefinition' ||
      !definitionsKey.startsWith(parseApiVersion(object.apiVersion).group)
    )
      continue
    const group = textAt(object, 'spec', 'group') ?? ''
    resources.set(
      kindKey(group, textAt(object, 'spec', 'names', 'kind') ?? ''),
      resourceKey(group, textAt(object, 'spec', 'names', 'plural') ?? ''),
    )
  }
  return resources
}
