import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { podResources } from '../../object/pod-resources.ts'
import { formatQuantity, type Quantity } from '../../object/quantity.ts'
import { parseResources, type ResourceList, resourceNames } from '../../object/resource-list.ts'

interface Asked {
  readonly requests: ResourceList
  readonly limits: ResourceList
}

/** What of a pod's or a claim's spec the LimitRange does not allow, in upstream's words. [kubernetes.md 5.3.4] */
export function limitRangeViolations(limitRange: KubeObject, resource: string, spec: JsonObject): readonly string[] {
  return listAt(limitRange, 'spec', 'limits').flatMap((limit) => {
    const type = textAt(limit, 'type') ?? ''
    if (resource === 'persistentvolumeclaims')
      return type === 'PersistentVolumeClaim' ? ofClaim(limit as JsonObject, spec) : []
    if (type === 'Container') return containersOf(spec).flatMap((asked) => ofPod(limit as JsonObject, asked, type))
    return type === 'Pod' ? ofPod(limit as JsonObject, wholePod(spec), type) : []
  })
}

function containersOf(spec: JsonObject): readonly Asked[] {
  return [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')].map((container) => {
    const resources = objectAt(container, 'resources')
    return { requests: parseResources(resources.requests), limits: parseResources(resources.limits) }
  })
}

function wholePod(spec: JsonObject): Asked {
  const sum = (kind: 'requests' | 'limits'): ResourceList => podResources(spec, kind, { overhead: false })
  return { requests: sum('requests'), limits: sum('limits') }
}

function ofPod(limit: JsonObject, asked: Asked, type: string): readonly string[] {
  return [
    ...eachBound(limit, 'min', (name, bound) => belowMinimum(name, bound, asked, type)),
    ...eachBound(limit, 'max', (name, bound) => aboveMaximum(name, bound, asked, type)),
    ...eachBound(limit, 'maxLimitRequestRatio', (name, bound) => aboveRatio(name, bound, asked, type)),
  ]
}

/** Of claims only the request counts. [PersistentVolumeClaimValidateLimitFunc] */
function ofClaim(limit: JsonObject, spec: JsonObject): readonly string[] {
  const type = 'PersistentVolumeClaim'
  const requests = parseResources(objectAt(spec, 'resources').requests)
  return [
    ...eachBound(limit, 'min', (name, bound) => belowMinimum(name, bound, { requests, limits: {} }, type)),
    ...eachBound(limit, 'max', (name, bound) => {
      const request = requests[name]
      const told = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`
      if (!request) return `${told}.  No request is specified`
      return milli(request) > milli(bound) ? `${told}, but request is ${formatQuantity(request)}` : undefined
    }),
  ]
}

function eachBound(
  limit: JsonObject,
  field: string,
  violation: (name: string, bound: Quantity) => string | undefined,
): readonly string[] {
  const bounds = parseResources(limit[field])
  const told = resourceNames(bounds).map((name) => {
    const bound = bounds[name]
    return bound ? violation(name, bound) : undefined
  })
  return told.filter((message) => message !== undefined)
}

function belowMinimum(name: string, bound: Quantity, asked: Asked, type: string): string | undefined {
  const [request, limit] = [asked.requests[name], asked.limits[name]]
  const told = `minimum ${name} usage per ${type} is ${formatQuantity(bound)}`
  if (!request) return `${told}.  No request is specified`
  if (milli(request) < milli(bound)) return `${told}, but request is ${formatQuantity(request)}`
  return limit && milli(limit) < milli(bound) ? `${told}, but limit is ${formatQuantity(limit)}` : undefined
}

function aboveMaximum(name: string, bound: Quantity, asked: Asked, type: string): string | undefined {
  const [request, limit] = [asked.requests[name], asked.limits[name]]
  const told = `maximum ${name} usage per ${type} is ${formatQuantity(bound)}`
  if (!limit) return `${told}.  No limit is specified`
  if (milli(limit) > milli(bound)) return `${told}, but limit is ${formatQuantity(limit)}`
  return request && milli(request) > milli(bound) ? `${told}, but request is ${formatQuantity(request)}` : undefined
}

function aboveRatio(name: string, bound: Quantity, asked: Asked, type: string): string | undefined {
  const [request, limit] = [asked.requests[name], asked.limits[name]]
  const told = `${name} max limit to request ratio per ${type} is ${formatQuantity(bound)}, but`
  if (!request || request.nano === 0n) return `${told} no request is specified or request is 0`
  if (!limit || limit.nano === 0n) return `${told} no limit is specified or limit is 0`
  const ratio = Number(milli(limit)) / Number(milli(request))
  return ratio * 1000 > Number(milli(bound)) ? `${told} provided ratio is ${ratio.toFixed(6)}` : undefined
}

/** Thousandths, rounded up: how exactly amounts are compared. [requestLimitEnforcedValues] */
function milli(quantity: Quantity): bigint {
  const unit = 1_000_000n
  const floor = quantity.nano / unit
  return quantity.nano > 0n && quantity.nano % unit !== 0n ? floor + 1n : floor
}
