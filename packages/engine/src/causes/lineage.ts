import {
  type ClusterState,
  type KubeObject,
  labelsOf,
  listObjects,
  listResources,
  ownerReferencesOf,
  parseApiVersion,
  type ResourceKey,
  textAt,
} from '@capsule-whatif/model'
import type { ObjectName } from './writes.ts'

/** An object with the resource that it lies in. */
export interface Placed {
  readonly resource: ResourceKey
  readonly object: KubeObject
}

const tenantLabel = 'capsule.clastix.io/tenant'

/**
 * An object and all whose deletion can take it along: its Namespace, its owners by name, the Tenant that its Namespace's
 * label names, and the definitions of those Kinds. The object itself comes first.
 */
export function lineageOf(state: ClusterState, name: ObjectName): readonly Placed[] {
  const found: Placed[] = []
  const wanted: ObjectName[] = [name]
  for (let next = wanted.shift(); next; next = wanted.shift()) {
    const placed = find(state, next)
    if (!placed || found.some(({ object }) => object === placed.object)) continue
    found.push(placed)
    wanted.push(...above(placed.object))
  }
  return [...found, ...definitionsOf(state, found)]
}

export function find(state: ClusterState, { kind, namespace, name }: ObjectName): Placed | undefined {
  for (const resource of listResources(state)) {
    const object = listObjects(state, resource).find(
      (each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === namespace,
    )
    if (object) return { resource, object }
  }
  return undefined
}

function above(object: KubeObject): readonly ObjectName[] {
  const { namespace } = object.metadata
  const tenant = object.kind === 'Namespace' ? labelsOf(object)[tenantLabel] : undefined
  return [
    ...ownerReferencesOf(object).flatMap(({ kind, name }) => [
      { kind, name },
      ...(namespace === undefined ? [] : [{ kind, name, namespace }]),
    ]),
    ...(namespace === undefined ? [] : [{ kind: 'Namespace', name: namespace }]),
    ...(tenant === undefined ? [] : [{ kind: 'Tenant', name: tenant }]),
  ]
}

function definitionsOf(state: ClusterState, placed: readonly Placed[]): readonly Placed[] {
  const resource = listResources(state).find((each) => each.endsWith('/customresourcedefinitions'))
  if (resource === undefined) return []
  const kinds = new Set(placed.map(({ object }) => `${parseApiVersion(object.apiVersion).group}|${object.kind}`))
  return listObjects(state, resource)
    .filter((each) =>
      kinds.has(`${textAt(each, 'spec', 'group') ?? ''}|${textAt(each, 'spec', 'names', 'kind') ?? ''}`),
    )
    .map((object) => ({ resource, object }))
}
