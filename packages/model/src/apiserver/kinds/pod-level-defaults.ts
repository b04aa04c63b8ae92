import { isJsonObject, type JsonObject, objectAt, withoutFields } from '../../object/json.ts'
import { isPodLevelResource, podResources } from '../../object/pod-resources.ts'
import { formatResources, type ResourceList } from '../../object/resource-list.ts'

/**
 * A pod that says what it takes as a whole: its limits of huge pages are those of its containers, its requests what its
 * containers request, else its limits. [pkg/apis/core/v1/defaults.go:defaultHugePagePodLimits, defaultPodRequests]
 */
export function withPodLevelDefaults(spec: JsonObject): JsonObject {
  return isJsonObject(spec.resources) ? withRequests(withHugePageLimits(spec)) : spec
}

function withHugePageLimits(spec: JsonObject): JsonObject {
  const limits = objectAt(spec, 'resources', 'limits')
  const requests = objectAt(spec, 'resources', 'requests')
  if (Object.keys(limits).length + Object.keys(requests).length === 0) return spec
  const missing = (name: string): boolean => isHugePage(name) && requests[name] === undefined
  return withMissing(spec, 'limits', ofContainers(spec, 'limits', missing))
}

function withRequests(spec: JsonObject): JsonObject {
  const limits = objectAt(spec, 'resources', 'limits')
  if (Object.keys(limits).length === 0) return spec
  const requested = ofContainers(spec, 'requests', (name) => !isHugePage(name))
  const bounded = Object.fromEntries(Object.entries(limits).filter(([name]) => isPodLevelResource(name)))
  return withMissing(spec, 'requests', { ...bounded, ...requested })
}

function ofContainers(spec: JsonObject, kind: 'requests' | 'limits', takes: (name: string) => boolean): JsonObject {
  const sum: ResourceList = podResources(withoutFields(spec, 'resources'), kind, { overhead: false })
  return Object.fromEntries(
    Object.entries(formatResources(sum)).filter(([name]) => isPodLevelResource(name) && takes(name)),
  )
}

function withMissing(spec: JsonObject, kind: 'requests' | 'limits', amounts: JsonObject): JsonObject {
  const all = { ...amounts, ...objectAt(spec, 'resources', kind) }
  return Object.keys(all).length === 0 ? spec : { ...spec, resources: { ...objectAt(spec, 'resources'), [kind]: all } }
}

function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-')
}
