import { isJsonObject, type Json, type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import type { QualityOfService } from '../../../object/quality-of-service.ts'
import { compareQuantities } from '../../../object/quantity.ts'
import { parseResources, type ResourceList } from '../../../object/resource-list.ts'

/**
 * Capsule's own reckoning of a Pod's class, for one that has none yet: by the resources of the Pod as a whole where they
 * say something, or else by each container, ephemeral ones too, which has to be Guaranteed by itself.
 * [pkg/runtime/workloads/qos_class.go:computePodQoSClass; extended A10.12. Not shown by a recording]
 */
export function workloadQualityOfService(spec: JsonObject): QualityOfService {
  if (isJsonObject(spec.resources) && asks(spec)) return isGuaranteed(spec) ? 'Guaranteed' : 'Burstable'
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((field) => listAt(spec, field))
  if (!containers.some(asks)) return 'BestEffort'
  return containers.every(isGuaranteed) ? 'Guaranteed' : 'Burstable'
}

function asks(container: Json): boolean {
  return Object.keys(computed(container, 'requests')).length + Object.keys(computed(container, 'limits')).length > 0
}

function isGuaranteed(container: Json): boolean {
  const [requests, limits] = [computed(container, 'requests'), computed(container, 'limits')]
  return ['cpu', 'memory'].every((name) => {
    const [request, limit] = [requests[name], limits[name]]
    return request !== undefined && limit !== undefined && compareQuantities(request, limit) === 0
  })
}

/** Only CPU and memory count, and only more than zero of them. */
function computed(container: Json, kind: 'requests' | 'limits'): ResourceList {
  const all = Object.entries(parseResources(objectAt(container, 'resources')[kind]))
  return Object.fromEntries(all.filter(([name, { nano }]) => (name === 'cpu' || name === 'memory') && nano > 0n))
}
