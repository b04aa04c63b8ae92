import type { ResourceKey } from '../../object/gvk.ts'
import type { KubeObject, OwnerReference } from '../../object/kube-object.ts'
import { emptyMap, mapEntries, mapGet, mapRemove, mapSet, type SortedMap } from '../../state/sorted-map.ts'

/** Coordinates under which the garbage collector looks an object up. Its namespace is '' for cluster-scoped kinds. */
export interface Identity {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly uid: string
}

/** What the garbage collector knows of one uid. [garbagecollector/graph.go] */
export interface GraphNode {
  readonly identity: Identity
  /** ownerReferences as last seen */
  readonly owners: readonly OwnerReference[]
  /** known from a reference only, never seen itself */
  readonly virtual: boolean
  readonly beingDeleted: boolean
  /** seen terminating with the finalizer foregroundDeletion; stays so */
  readonly deletingDependents: boolean
}

/** The garbage collector's memory: lost when the controller manager restarts. */
export interface Graph {
  readonly nodes: SortedMap<GraphNode>
  /** `owner uid/dependent uid` */
  readonly edges: SortedMap<true>
  /** owners found absent, most recently used last; at most 500 */
  readonly absentOwners: SortedMap<number>
  readonly absentCount: number
  /** resources that are watched, and whether their watch is up */
  readonly monitors: Readonly<Record<ResourceKey, Monitor>>
  readonly mapper: RestMapper
}

/** What the REST mapper knows. */
export interface RestMapper {
  /** the definitions as it saw them last */
  readonly definitions: SortedMap<KubeObject>
  /** when it was reset last, in milliseconds since the epoch */
  readonly resetAt: number
}

/** One informer: what it last saw counts while its watch is down. */
export interface Monitor {
  readonly connected: boolean
  /** what the informer's store held when its watch broke */
  readonly stale?: SortedMap<KubeObject>
  /** how often it tried to list again in vain */
  readonly failures?: number
}

export const absentOwnersMax = 500

/** Fields of the graph that tell only who was used later than whom. */
export const orderOnlyFields: ReadonlySet<string> = new Set(['absentOwners', 'absentCount'])

export function emptyGraph(definitions: SortedMap<KubeObject>, now: number): Graph {
  return {
    nodes: emptyMap,
    edges: emptyMap,
    absentOwners: emptyMap,
    absentCount: 0,
    monitors: {},
    mapper: { definitions, resetAt: now },
  }
}

export function nodeOf(graph: Graph, uid: string): GraphNode | undefined {
  return mapGet(graph.nodes, uid)
}

export function putNode(graph: Graph, node: GraphNode): Graph {
  return { ...graph, nodes: mapSet(graph.nodes, node.identity.uid, node) }
}

export function dependentsOf(graph: Graph, ownerUid: string): readonly GraphNode[] {
  const prefix = `${ownerUid}/`
  const dependents: GraphNode[] = []
  for (const [edge] of mapEntries(graph.edges, prefix)) {
    const dependent = nodeOf(graph, edge.slice(prefix.length))
    if (dependent) dependents.push(dependent)
  }
  return dependents
}

export function addEdge(graph: Graph, ownerUid: string, dependentUid: string): Graph {
  return { ...graph, edges: mapSet(graph.edges, `${ownerUid}/${dependentUid}`, true) }
}

export function removeEdge(graph: Graph, ownerUid: string, dependentUid: string): Graph {
  return { ...graph, edges: mapRemove(graph.edges, `${ownerUid}/${dependentUid}`) }
}

/** Takes a node and its edges to owners out; edges of dependents to it stay, as their references do. */
export function removeNode(graph: Graph, node: GraphNode): Graph {
  const uid = node.identity.uid
  const unlinked = node.owners.reduce((rest, owner) => removeEdge(rest, owner.uid, uid), graph)
  return { ...unlinked, nodes: mapRemove(unlinked.nodes, uid) }
}

export function identityText(identity: Identity): string {
  return `${identity.apiVersion}|${identity.kind}|${identity.namespace}|${identity.name}|${identity.uid}`
}

/** Whether a reference names the node by its true coordinates. Namespaces are compared elsewhere. */
export function matchesCoordinates(reference: OwnerReference, identity: Identity): boolean {
  return (
    reference.uid === identity.uid &&
    reference.name === identity.name &&
    reference.kind === identity.kind &&
    reference.apiVersion === identity.apiVersion
  )
}

export function isKnownAbsent(graph: Graph, identity: Identity): boolean {
  return mapGet(graph.absentOwners, identityText(identity)) !== undefined
}

/** Remembers an owner as absent, or that it was asked for; of more than 500 the one not asked for longest is forgotten. [garbagecollector/uid_cache.go; kubernetes.md 2.1.5] */
export function rememberAbsent(graph: Graph, identity: Identity): Graph {
  const count = graph.absentCount + 1
  const added = mapSet(graph.absentOwners, identityText(identity), count)
  return { ...graph, absentCount: count, absentOwners: added.size > absentOwnersMax ? withoutOldest(added) : added }
}

function withoutOldest(absent: SortedMap<number>): SortedMap<number> {
  let oldest: readonly [string, number] | undefined
  for (const entry of mapEntries(absent)) if (!oldest || entry[1] < oldest[1]) oldest = entry
  return oldest ? mapRemove(absent, oldest[0]) : absent
}
