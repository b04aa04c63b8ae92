import { definitionsKey, servedTypes } from '../../apiserver/discovery.ts'
import { formatApiVersion, type ResourceKey, resourceKey } from '../../object/gvk.ts'
import { textAt } from '../../object/json.ts'
import { type KubeObject, ownerReferencesOf } from '../../object/kube-object.ts'
import { keyOf, type ResourceType } from '../../object/resource-type.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { mapEntries, mapGet } from '../../state/sorted-map.ts'
import { objectsOf } from '../../state/store.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import type { Graph, Identity } from './graph.ts'
import { type Processed, processDelete, processUpsert } from './graph-builder.ts'

/** Resources that the collector never watches. [graph_builder.go ignoredResources] */
const ignoredResources: ReadonlySet<ResourceKey> = new Set<ResourceKey>(['/events', 'events.k8s.io/events'])

/** What the collector can collect: deletable, listable and watchable. [garbagecollector.go GetDeletableResources] */
export function monitoredTypes(state: ClusterState): readonly ResourceType[] {
  return servedTypes(state).filter(
    (type) =>
      ['delete', 'list', 'watch'].every((verb) => type.verbs.includes(verb)) && !ignoredResources.has(keyOf(type)),
  )
}

export function isMonitored(graph: Graph, resource: ResourceKey): boolean {
  return graph.monitors[resource]?.connected ?? false
}

export function identityOf(object: KubeObject): Identity {
  const { name, namespace = '', uid = '' } = object.metadata
  return { apiVersion: object.apiVersion, kind: object.kind, name, namespace, uid }
}

const nobody: Pick<Processed, 'attemptToDelete' | 'attemptToOrphan'> = { attemptToDelete: [], attemptToOrphan: [] }

/** One watch event, as the graph builder takes it. */
export function processEvent(graph: Graph, event: WatchEvent): Processed {
  const uid = event.object.metadata.uid ?? ''
  if (event.type === 'deleted') return processDelete(graph, uid)
  return processUpsert(graph, identityOf(event.object), event.object, event.oldObject)
}

/** Starts watching resources: everything they hold arrives as additions, owners first. */
export function connect(graph: Graph, state: ClusterState, types: readonly ResourceType[]): Processed {
  const monitors = { ...graph.monitors }
  for (const type of types) monitors[keyOf(type)] = { connected: true }
  const preferred = new Map(types.map((type) => [keyOf(type), formatApiVersion(type.group, type.version)]))
  const objects: KubeObject[] = []
  for (const [resource, apiVersion] of preferred) {
    for (const [, object] of mapEntries(objectsOf(state, resource))) {
      objects.push(object.apiVersion === apiVersion ? object : { ...object, apiVersion })
    }
  }
  const ownersFirst = [
    ...objects.filter((object) => ownerReferencesOf(object).length === 0),
    ...objects.filter((object) => ownerReferencesOf(object).length > 0),
  ]
  return processAll({ ...graph, monitors }, ownersFirst, (current, object) =>
    processUpsert(current, identityOf(object), object, undefined),
  )
}

function processAll<T>(graph: Graph, items: readonly T[], process: (graph: Graph, item: T) => Processed): Processed {
  const attemptToDelete: string[] = []
  const attemptToOrphan: string[] = []
  let current = graph
  for (const item of items) {
    const processed = process(current, item)
    current = processed.graph
    attemptToDelete.push(...processed.attemptToDelete)
    attemptToOrphan.push(...processed.attemptToOrphan)
  }
  return { graph: current, attemptToDelete, attemptToOrphan }
}

/** The resource that a definition serves. */
export function resourceOfDefinition(definition: KubeObject): ResourceKey {
  return resourceKey(textAt(definition, 'spec', 'group') ?? '', textAt(definition, 'spec', 'names', 'plural') ?? '')
}

/** A definition is gone: the watch of its resource breaks and the informer keeps what it held. [kubernetes.md 2.8.4, 2.8.5] */
export function disconnect(graph: Graph, state: ClusterState, definition: KubeObject): Graph {
  const resource = resourceOfDefinition(definition)
  if (!isMonitored(graph, resource)) return graph
  return {
    ...graph,
    monitors: { ...graph.monitors, [resource]: { connected: false, stale: objectsOf(state, resource) } },
  }
}

/**
 * The informer lists again after its watch was down: keys that are missing are deletions, a key that holds another uid is
 * a plain update, so that the node of the old uid stays. [kubernetes.md 1.7.1, 2.8.7]
 */
export function relist(graph: Graph, state: ClusterState, resource: ResourceKey): Processed {
  const stale = graph.monitors[resource]?.stale
  const current = objectsOf(state, resource)
  const connected = { ...graph, monitors: { ...graph.monitors, [resource]: { connected: true } } }
  if (!stale) return { graph: connected, ...nobody }
  const gone = [...mapEntries(stale)].filter(([place]) => !mapGet(current, place)).map(([, object]) => object)
  const removed = processAll(connected, gone, (before, object) => processDelete(before, object.metadata.uid ?? ''))
  const listed = processAll(removed.graph, [...mapEntries(current)], (before, [place, object]) =>
    processUpsert(before, identityOf(object), object, mapGet(stale, place)),
  )
  return {
    graph: listed.graph,
    attemptToDelete: [...removed.attemptToDelete, ...listed.attemptToDelete],
    attemptToOrphan: [...removed.attemptToOrphan, ...listed.attemptToOrphan],
  }
}

export function isDefinition(event: WatchEvent): boolean {
  return event.resource === definitionsKey
}
