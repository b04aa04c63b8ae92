import { type Json, type JsonObject, listAt, objectAt } from './json.ts'
import { hasPodLevelResources } from './pod-resources.ts'
import { compareQuantities } from './quantity.ts'
import { addResources, parseResources, type ResourceList } from './resource-list.ts'

export type QualityOfService = 'Guaranteed' | 'Burstable' | 'BestEffort'

/**
 * A pod is Guaranteed when every container has limits of CPU and memory and requests as high, BestEffort when none asks
 * for any of them, Burstable otherwise. [pkg/apis/core/helper/qos/qos.go:ComputePodQOS]
 */
export function qualityOfService(spec: JsonObject): QualityOfService {
  const asking = hasPodLevelResources(spec)
    ? [spec]
    : [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')]
  const requests = sum(asking, 'requests')
  const limits = sum(asking, 'limits')
  if (Object.keys(requests).length === 0 && Object.keys(limits).length === 0) return 'BestEffort'
  const limited = asking.every((one) => Object.keys(computed(one, 'limits')).length === 2)
  return limited && sameAmounts(requests, limits) ? 'Guaranteed' : 'Burstable'
}

function sum(asking: readonly Json[], kind: string): ResourceList {
  return asking.reduce<ResourceList>((total, one) => addResources(total, computed(one, kind)), {})
}

/** Only CPU and memory count, and only more than zero of them. */
function computed(asking: Json, kind: string): ResourceList {
  const all = Object.entries(parseResources(objectAt(asking, 'resources')[kind]))
  return Object.fromEntries(all.filter(([name, { nano }]) => (name === 'cpu' || name === 'memory') && nano > 0n))
}

function sameAmounts(requests: ResourceList, limits: ResourceList): boolean {
  const names = Object.keys(requests)
  return (
    names.length === Object.keys(limits).length &&
    names.every((name) => {
      const [request, limit] = [requests[name], limits[name]]
      return request !== undefined && limit !== undefined && compareQuantities(request, limit) === 0
    })
  )
}
