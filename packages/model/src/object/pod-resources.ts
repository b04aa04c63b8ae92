import { isJsonObject, type Json, type JsonObject, listAt, objectAt } from './json.ts'
import { addResources, maxResources, parseResources, type ResourceList } from './resource-list.ts'

/**
 * What a pod asks for altogether: its containers and sidecars at once, or the greediest moment of its init containers,
 * whichever is more; resources given for the pod as a whole take the place of those sums; overhead comes on top.
 * [component-helpers/resource/helpers.go:PodRequests, PodLimits; kubernetes.md 5.1.7]
 */
export function podResources(
  spec: JsonObject,
  kind: 'requests' | 'limits',
  options: { readonly overhead: boolean } = { overhead: true },
): ResourceList {
  const containers = withPodLevel(aggregateContainers(spec, kind), spec, kind)
  if (!options.overhead) return containers
  const overhead = parseResources(spec.overhead)
  const charged = kind === 'requests' ? overhead : onlyNamesOf(overhead, containers)
  return addResources(containers, charged)
}

function aggregateContainers(spec: JsonObject, kind: string): ResourceList {
  let running: ResourceList = {}
  for (const container of listAt(spec, 'containers')) running = addResources(running, resourcesOf(container, kind))
  let sidecars: ResourceList = {}
  let starting: ResourceList = {}
  for (const container of listAt(spec, 'initContainers')) {
    const own = resourcesOf(container, kind)
    if (objectAt(container).restartPolicy === 'Always') {
      running = addResources(running, own)
      sidecars = addResources(sidecars, own)
      starting = maxResources(starting, sidecars)
    } else starting = maxResources(starting, addResources(own, sidecars))
  }
  return maxResources(running, starting)
}

function resourcesOf(container: Json, kind: string): ResourceList {
  return parseResources(objectAt(container, 'resources')[kind])
}

function withPodLevel(sum: ResourceList, spec: JsonObject, kind: string): ResourceList {
  const given = parseResources(objectAt(spec, 'resources')[kind])
  return { ...sum, ...Object.fromEntries(Object.entries(given).filter(([name]) => isPodLevelResource(name))) }
}

/** A limit is raised by overhead only where there is one. */
function onlyNamesOf(list: ResourceList, of: ResourceList): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => of[name] !== undefined))
}

/** Whether a pod may say how much of it it takes as a whole. [component-helpers/resource/helpers.go:IsSupportedPodLevelResource] */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
}

/** Whether the pod says something about itself as a whole. [component-helpers/resource/helpers.go:IsPodLevelResourcesSet] */
export function hasPodLevelResources(spec: JsonObject): boolean {
  const resources = spec.resources
  if (!isJsonObject(resources)) return false
  return ['requests', 'limits'].some((kind) => Object.keys(objectAt(resources, kind)).some(isPodLevelResource))
}
