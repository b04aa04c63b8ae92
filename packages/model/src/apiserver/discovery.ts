import { qualified } from '../object/gvk.ts'
import { at, isJsonObject, type JsonObject, listAt, textAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ResourceType } from '../object/resource-type.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { readPrefix } from '../state/reads.ts'
import { mapGet, mapValues, type SortedMap } from '../state/sorted-map.ts'
import { objectsOf } from '../state/store.ts'
import { builtinResources } from './builtin-resources.ts'

export const definitionsKey = 'apiextensions.k8s.io/customresourcedefinitions'

/** All that is served at the moment: everything by path, and the preferred version of each resource. */
interface Discovery {
  /** by `group/version/resource` */
  readonly byPath: ReadonlyMap<string, ResourceType>
  /** by `group/version/Kind` */
  readonly byKind: ReadonlyMap<string, ResourceType>
  readonly preferred: readonly ResourceType[]
}

const discoveries = new WeakMap<SortedMap<KubeObject>, Discovery>()

function discover(state: ClusterState): Discovery {
  const definitions = objectsOf(state, definitionsKey)
  readPrefix(definitions, '')
  const known = discoveries.get(definitions)
  if (known) return known
  const preferred = [...builtinResources]
  const all = [...builtinResources]
  for (const definition of mapValues(definitions)) {
    const types = servedVersions(definition)
    all.push(...types)
    if (types[0] && hasCondition(definition, 'Established')) preferred.push(types[0])
  }
  const discovery: Discovery = {
    byPath: new Map(all.map((type) => [`${type.group}/${type.version}/${type.resource}`, type])),
    byKind: new Map(all.map((type) => [`${type.group}/${type.version}/${type.kind}`, type])),
    preferred,
  }
  discoveries.set(definitions, discovery)
  return discovery
}

/**
 * A definition serves its versions once its names are accepted or it is established, the preferred version first.
 * [apiextensions-apiserver pkg/apiserver/customresource_handler.go; kubernetes.md 4.2.3, 4.4.4]
 */
function servedVersions(definition: KubeObject): readonly ResourceType[] {
  if (!hasCondition(definition, 'Established') && !hasCondition(definition, 'NamesAccepted')) return []
  const group = textAt(definition, 'spec', 'group') ?? ''
  const resource = textAt(definition, 'spec', 'names', 'plural') ?? ''
  const kind = textAt(definition, 'spec', 'names', 'kind') ?? ''
  const terminating = hasCondition(definition, 'Terminating')
  const verbs = terminating ? terminatingVerbs : servingVerbs
  return listAt(definition, 'spec', 'versions')
    .filter(isJsonObject)
    .filter((version) => version.served === true)
    .map((version) => textAt(version, 'name') ?? '')
    .sort(compareVersions)
    .map((version) => ({
      group,
      version,
      resource,
      kind,
      namespaced: at(definition, 'spec', 'scope') === 'Namespaced',
      verbs,
      custom: true,
    }))
}

const servingVerbs: readonly string[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
]
/** A terminating definition is listed with fewer verbs; writing to instances still works. [kubernetes.md 4.15] */
const terminatingVerbs: readonly string[] = ['delete', 'deletecollection', 'get', 'list', 'watch']

export function hasCondition(object: KubeObject, type: string): boolean {
  return listAt(object, 'status', 'conditions').some(
    (condition) => textAt(condition, 'type') === type && textAt(condition, 'status') === 'True',
  )
}

/** Order of versions by maturity, then by number, newest first: v2, v1, v1beta2, v1beta1, v1alpha1, then others by name. */
export function compareVersions(a: string, b: string): number {
  const left = versionRank(a)
  const right = versionRank(b)
  for (let index = 0; index < left.length; index++) {
    const difference = (right[index] ?? 0) - (left[index] ?? 0)
    if (difference !== 0) return difference
  }
  return a < b ? -1 : a > b ? 1 : 0
}

function versionRank(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version)
  if (!match) return [0, 0, 0]
  return [match[2] === undefined ? 3 : match[2] === 'beta' ? 2 : 1, Number(match[1]), Number(match[3] ?? 0)]
}

/** Every served resource in its preferred version, as discovery lists them. */
export function servedTypes(state: ClusterState): readonly ResourceType[] {
  return discover(state).preferred
}

/** The resource at a path, or undefined where nobody serves it. */
export function findType(
  state: ClusterState,
  group: string,
  version: string,
  resource: string,
): ResourceType | undefined {
  return discover(state).byPath.get(`${group}/${version}/${resource}`)
}

/** The resource that serves a kind in exactly this version. */
export function findKind(state: ClusterState, group: string, version: string, kind: string): ResourceType | undefined {
  return discover(state).byKind.get(`${group}/${version}/${kind}`)
}

/** The CustomResourceDefinition behind a custom resource. */
export function definitionOf(state: ClusterState, type: ResourceType): KubeObject | undefined {
  return mapGet(objectsOf(state, definitionsKey), `/${qualified(type.resource, type.group)}`)
}

/** One version of a definition as its spec describes it. */
export function definitionVersion(definition: KubeObject, version: string): JsonObject | undefined {
  return listAt(definition, 'spec', 'versions')
    .filter(isJsonObject)
    .find((candidate) => candidate.name === version)
}

/** All served versions of a resource, preferred first. */
export function servedVersionsOf(state: ClusterState, type: ResourceType): readonly string[] {
  if (!type.custom) return [type.version]
  const definition = definitionOf(state, type)
  return definition ? servedVersions(definition).map((served) => served.version) : [type.version]
}
