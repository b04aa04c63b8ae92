import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { forbid, isOf } from '../../apiserver/admission-refusal.ts'
import { semanticallyEqual } from '../../apiserver/kinds/strategy.ts'
import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt, textMap } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { equalResources, parseResources } from '../../object/resource-list.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'

/** A pod's runtime is there; what it costs and where it runs is the pod's too. [plugin/pkg/admission/runtimeclass/admission.go] */
export const runtimeClass: AdmissionPlugin = { name: 'RuntimeClass', mutate, validate }

function mutate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const pod = request.object
  if (!pod || !isOf(request, 'pods') || request.operation !== 'CREATE') return undefined
  const found = runtimeClassOf(pod, state)
  if (found === 'missing') return refuseMissing(request)
  if (!found) return undefined
  const spec = objectAt(pod, 'spec')
  const conflict = overheadConflict(spec, found) ?? selectorConflict(spec, found)
  return conflict === undefined ? withRuntime(pod, found) : forbid(request, conflict)
}

function validate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const pod = request.object
  if (!pod || !isOf(request, 'pods') || request.operation !== 'CREATE') return undefined
  const found = runtimeClassOf(pod, state)
  if (found === 'missing') return refuseMissing(request)
  const overhead = objectAt(pod, 'spec').overhead
  const defined = found && isJsonObject(found.overhead)
  if (!defined) {
    const stray = isJsonObject(overhead) && Object.keys(overhead).length > 0
    return stray
      ? forbid(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
      : undefined
  }
  return sameOverhead(overhead, found) ? undefined : forbid(request, mismatch)
}

const mismatch = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"

function runtimeClassOf(pod: KubeObject, state: ClusterState): KubeObject | 'missing' | undefined {
  const name = textAt(pod, 'spec', 'runtimeClassName')
  if (name === undefined) return undefined
  return findObject(state, 'node.k8s.io/runtimeclasses', undefined, name) ?? 'missing'
}

function refuseMissing(request: AdmissionRequest): PluginAnswer {
  const name = textAt(request.object, 'spec', 'runtimeClassName') ?? ''
  return forbid(request, `pod rejected: RuntimeClass "${name}" not found`)
}

function overheadConflict(spec: JsonObject, found: KubeObject): string | undefined {
  const given = Object.keys(objectAt(spec, 'overhead')).length > 0
  return isJsonObject(found.overhead) && given && !sameOverhead(spec.overhead, found) ? mismatch : undefined
}

function sameOverhead(overhead: Json | undefined, found: KubeObject): boolean {
  return equalResources(parseResources(overhead), parseResources(objectAt(found, 'overhead').podFixed))
}

function selectorConflict(spec: JsonObject, found: KubeObject): string | undefined {
  const [own, wanted] = [textMap(spec.nodeSelector), textMap(objectAt(found, 'scheduling').nodeSelector)]
  const key = Object.keys(wanted).find((one) => own[one] !== undefined && own[one] !== wanted[one])
  if (key === undefined) return undefined
  return `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${wanted[key]}; pod.spec.nodeSelector[${key}] = ${own[key]}`
}

/** Not modelled: that a toleration covered by a wider one is left out. */
function withRuntime(pod: KubeObject, found: KubeObject): PluginAnswer {
  const spec = objectAt(pod, 'spec')
  const scheduling = objectAt(found, 'scheduling')
  const nodeSelector = { ...textMap(spec.nodeSelector), ...textMap(scheduling.nodeSelector) }
  const given = listAt(spec, 'tolerations')
  const added = listAt(scheduling, 'tolerations').filter((one) => !given.some((other) => semanticallyEqual(one, other)))
  const changed = {
    ...spec,
    ...(isJsonObject(found.overhead) ? { overhead: objectAt(found, 'overhead', 'podFixed') } : {}),
    ...(Object.keys(nodeSelector).length > 0 ? { nodeSelector } : {}),
    ...(added.length > 0 ? { tolerations: [...given, ...added] } : {}),
  }
  return { object: { ...pod, spec: changed } }
}
