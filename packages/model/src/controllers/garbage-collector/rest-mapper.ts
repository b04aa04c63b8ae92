import { definitionsKey, findKind } from '../../apiserver/discovery.ts'
import { parseApiVersion } from '../../object/gvk.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { objectsOf } from '../../state/store.ts'
import type { Graph } from './graph.ts'

/** The mapper of the controller manager forgets what it knows every 30 s and reads discovery anew when next asked. [kubernetes.md 2.1.6] */
export const mapperResetMs = 30_000

/** The graph with a mapper no older than its reset. */
export function refreshMapper(graph: Graph, state: ClusterState): Graph {
  const elapsed = state.clock - graph.mapper.resetAt
  if (elapsed < mapperResetMs) return graph
  const resetAt = graph.mapper.resetAt + elapsed - (elapsed % mapperResetMs)
  return { ...graph, mapper: { definitions: objectsOf(state, definitionsKey), resetAt } }
}

/** The graph with a mapper that has just been reset: the phase of its clock is not known from outside. */
export function resetMapper(graph: Graph, state: ClusterState): Graph {
  const definitions = objectsOf(state, definitionsKey)
  return graph.mapper.definitions === definitions ? graph : { ...graph, mapper: { ...graph.mapper, definitions } }
}

/**
 * The resource that a kind maps to by the mapper's possibly old knowledge: between two resets a kind that vanished still
 * maps, and one that appeared does not.
 */
export function mapKind(graph: Graph, state: ClusterState, apiVersion: string, kind: string): ResourceType | undefined {
  const { group, version } = parseApiVersion(apiVersion)
  const asMapped: ClusterState = { ...state, objects: { ...state.objects, [definitionsKey]: graph.mapper.definitions } }
  return findKind(asMapped, group, version, kind)
}
