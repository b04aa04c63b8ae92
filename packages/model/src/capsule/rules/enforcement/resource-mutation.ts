import {
  isJsonObject,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  textAt,
  withoutFields,
} from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { podResources } from '../../../object/pod-resources.ts'
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../../../object/quantity.ts'
import { formatResources, parseResources, type ResourceList } from '../../../object/resource-list.ts'
import type { EnforceBody } from './enforce-body.ts'
import { isResourceTarget, limitForRatio, type ResourceTarget, supportsResource } from './resource-policies.ts'

/** The policies in force for one place, by the name of the resource. */
interface Policies {
  readonly requests: JsonObject
  readonly limits: JsonObject
}

/**
 * A new Pod gets the requests and limits that rules give it, for its containers and for itself as a whole; a later rule
 * replaces an earlier one for the same resource. What Kubernetes then derives, such as a request from a limit, comes back
 * even where a rule removed it. [rules/generic/mutation/workload_resources.go; extended A10.15. Not shown by a recording]
 */
export function mutateResources(pod: KubeObject, bodies: readonly EnforceBody[]): KubeObject {
  const before = objectAt(pod, 'spec')
  let spec = mutateContainers(before, 'containers', policiesFor(bodies, 'pod/containers'))
  spec = mutateContainers(spec, 'initContainers', policiesFor(bodies, 'pod/initcontainers'))
  spec = withResources(spec, policiesFor(bodies, 'pod'))
  return spec === before ? pod : { ...pod, spec: withPodRequests(spec) }
}

function policiesFor(bodies: readonly EnforceBody[], target: ResourceTarget): Policies {
  const collect = (field: 'requests' | 'limits'): JsonObject =>
    Object.fromEntries(
      bodies
        .filter((body) => isResourceTarget(body, target))
        .flatMap((body) => Object.entries(objectAt(body, 'workloads', 'resources', field)))
        .filter(([name]) => supportsResource(target, name)),
    )
  return { requests: collect('requests'), limits: collect('limits') }
}

function mutateContainers(spec: JsonObject, field: string, policies: Policies): JsonObject {
  const containers = listAt(spec, field)
  const mutated = containers.map((container) => withResources(objectAt(container), policies))
  return mutated.every((container, index) => container === containers[index]) ? spec : { ...spec, [field]: mutated }
}

function withResources(holder: JsonObject, policies: Policies): JsonObject {
  const before = objectAt(holder, 'resources')
  const after = mutateLimits(mutateRequests(before, policies.requests), policies.limits)
  return after === before ? holder : { ...holder, resources: after }
}

function mutateRequests(resources: JsonObject, policies: JsonObject): JsonObject {
  let next = resources
  for (const [name, policy] of Object.entries(policies)) {
    const requests = objectAt(next, 'requests')
    const kind = textAt(policy, 'policy')
    if (kind === 'Default' && requests[name] === undefined) next = withAmount(next, 'requests', name, amountOf(policy))
    if (kind === 'Remove') next = withoutAmount(next, 'requests', name)
  }
  return next
}

function mutateLimits(resources: JsonObject, policies: JsonObject): JsonObject {
  let next = resources
  for (const [name, policy] of Object.entries(policies)) {
    if (textAt(policy, 'policy') === 'Remove') next = withoutAmount(next, 'limits', name)
    else next = withAmount(next, 'limits', name, limitBy(next, name, policy))
  }
  return next
}

/** The limit that a policy sets; undefined where it leaves things as they are. */
function limitBy(resources: JsonObject, name: string, policy: Json | undefined): Quantity | undefined {
  const limit = parseResources(resources.limits)[name]
  const request = parseResources(resources.requests)[name]
  switch (textAt(policy, 'policy')) {
    case 'Default':
      return limit ? undefined : amountOf(policy)
    case 'MatchRequest':
      return limit && request && compareQuantities(limit, request) === 0 ? undefined : request
    case 'Ratio': {
      const ratio = amountOf(policy)
      return limit || !request || request.nano <= 0n || !ratio ? undefined : limitForRatio(name, request, ratio)
    }
    default:
      return undefined
  }
}

function amountOf(policy: Json | undefined): Quantity | undefined {
  const value = objectAt(policy).value
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined
}

function withAmount(
  resources: JsonObject,
  field: 'requests' | 'limits',
  name: string,
  amount: Quantity | undefined,
): JsonObject {
  if (!amount) return resources
  return { ...resources, [field]: { ...objectAt(resources, field), [name]: formatQuantity(amount) } }
}

function withoutAmount(resources: JsonObject, field: 'requests' | 'limits', name: string): JsonObject {
  const amounts = objectAt(resources, field)
  if (amounts[name] === undefined) return resources
  const rest = withoutFields(amounts, name)
  return Object.keys(rest).length === 0 ? withoutFields(resources, field) : { ...resources, [field]: rest }
}

/** Where the Pod as a whole has resources, it has requests for all that its containers ask for. [backfillMissingPodRequests] */
function withPodRequests(spec: JsonObject): JsonObject {
  if (!isJsonObject(spec.resources)) return spec
  const requested = podResources(withoutFields(spec, 'resources'), 'requests', { overhead: false })
  const whole: ResourceList = Object.fromEntries(
    Object.entries(requested).filter(([name]) => supportsResource('pod', name)),
  )
  const requests = { ...formatResources(whole), ...objectAt(spec.resources, 'requests') }
  return Object.keys(requests).length === 0 ? spec : { ...spec, resources: { ...spec.resources, requests } }
}
