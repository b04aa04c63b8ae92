import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { forbid, isOf } from '../../apiserver/admission-refusal.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import { annotationsOf, isTerminating, type KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import { limitRangeViolations } from './limit-range-violations.ts'

const annotation = 'kubernetes.io/limit-ranger'

/**
 * Containers get what the LimitRanges of their namespace give by default; pods and claims keep within their bounds.
 * Of several LimitRanges the first by name goes first; upstream's order is chance.
 * [kubernetes.md 5.3; plugin/pkg/admission/limitranger/admission.go]
 */
export const limitRanger: AdmissionPlugin = { name: 'LimitRanger', mutate, validate }

function mutate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const { object } = request
  if (!object || !isOf(request, 'pods') || request.operation !== 'CREATE') return undefined
  const changed = limitRangesOf(request, state).reduce(withDefaults, object)
  return changed === object ? undefined : { object: changed }
}

function validate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const { object, oldObject } = request
  if (!object || !isLimited(request) || (oldObject && isTerminating(oldObject))) return undefined
  for (const limitRange of limitRangesOf(request, state)) {
    const violations = limitRangeViolations(limitRange, request.type.resource, objectAt(object, 'spec'))
    if (violations.length > 0) return forbid(request, aggregate(violations))
  }
  return undefined
}

/** Pods when they are made or resized, claims whenever they are written. [SupportsAttributes] */
function isLimited(request: AdmissionRequest): boolean {
  const { operation, subresource } = request
  if (operation !== 'CREATE' && operation !== 'UPDATE') return false
  const isPod = request.type.group === '' && request.type.resource === 'pods'
  if (isPod && operation === 'UPDATE') return subresource === 'resize'
  return isOf(request, 'pods') || isOf(request, 'persistentvolumeclaims')
}

function limitRangesOf(request: AdmissionRequest, state: ClusterState): readonly KubeObject[] {
  return listObjects(state, '/limitranges', request.namespace)
}

/** Several messages print as a list in brackets, each once. [apimachinery util/errors] */
function aggregate(messages: readonly string[]): string {
  const distinct = [...new Set(messages)]
  return distinct.length === 1 ? distinct.join() : `[${distinct.join(', ')}]`
}

/** Limits and requests of containers where they have none; an annotation tells what was set. [PodMutateLimitFunc] */
function withDefaults(pod: KubeObject, limitRange: KubeObject): KubeObject {
  const defaults = defaultsOf(limitRange)
  const told: string[] = []
  const fillAll = (list: string, word: string): readonly JsonObject[] =>
    listAt(pod, 'spec', list).map((container) => withResources(objectAt(container), defaults, word, told))
  const containers = fillAll('containers', 'container')
  const initContainers = fillAll('initContainers', 'init container')
  if (told.length === 0) return pod
  const spec = { ...objectAt(pod, 'spec'), containers, ...(initContainers.length > 0 ? { initContainers } : {}) }
  const annotations = { ...annotationsOf(pod), [annotation]: `LimitRanger plugin set: ${told.join('; ')}` }
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec }
}

interface Defaults {
  readonly limits: JsonObject
  readonly requests: JsonObject
}

function defaultsOf(limitRange: KubeObject): Defaults {
  const items = listAt(limitRange, 'spec', 'limits').filter((item) => textAt(item, 'type') === 'Container')
  const merged = (field: string): JsonObject => Object.assign({}, ...items.map((item) => objectAt(item, field)))
  return { limits: merged('default'), requests: merged('defaultRequest') }
}

function withResources(container: JsonObject, defaults: Defaults, word: string, told: string[]): JsonObject {
  const resources = objectAt(container, 'resources')
  const [limits, requests] = [objectAt(resources, 'limits'), objectAt(resources, 'requests')]
  const setRequests = missingOf(requests, defaults.requests)
  const setLimits = missingOf(limits, defaults.limits)
  if (setRequests.length > 0) told.push(`${setRequests.join(', ')} request for ${word} ${container.name}`)
  if (setLimits.length > 0) told.push(`${setLimits.join(', ')} limit for ${word} ${container.name}`)
  if (setRequests.length + setLimits.length === 0) return container
  const filled = { limits: { ...defaults.limits, ...limits }, requests: { ...defaults.requests, ...requests } }
  return { ...container, resources: { ...resources, ...filled } }
}

function missingOf(amounts: JsonObject, defaults: JsonObject): readonly string[] {
  return Object.keys(defaults)
    .filter((name) => !Object.hasOwn(amounts, name))
    .sort()
}
