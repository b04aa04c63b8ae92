import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { forbid, isOf } from '../../apiserver/admission-refusal.ts'
import { objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject, listObjects } from '../../state/store.ts'

const classes = 'scheduling.k8s.io/priorityclasses'

/**
 * A pod's priority is that of its class, of the default class, or zero; it cannot be given otherwise. There is one
 * default class. [plugin/pkg/admission/priority/admission.go]
 */
export const priority: AdmissionPlugin = { name: 'Priority', mutate, validate }

function mutate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const pod = request.object
  if (!pod || !isOf(request, 'pods')) return undefined
  if (request.operation === 'UPDATE') return keepPriority(pod, request.oldObject)
  return request.operation === 'CREATE' ? setPriority(request, pod, state) : undefined
}

/** An update that leaves them out keeps them. */
function keepPriority(pod: KubeObject, old: KubeObject | undefined): PluginAnswer {
  const [spec, before] = [objectAt(pod, 'spec'), objectAt(old, 'spec')]
  const kept = ['priority', 'preemptionPolicy'].filter(
    (field) => spec[field] === undefined && before[field] !== undefined,
  )
  if (kept.length === 0) return undefined
  return { object: { ...pod, spec: { ...spec, ...Object.fromEntries(kept.map((field) => [field, before[field]])) } } }
}

function setPriority(request: AdmissionRequest, pod: KubeObject, state: ClusterState): PluginAnswer {
  const spec = objectAt(pod, 'spec')
  const name = textAt(spec, 'priorityClassName') ?? ''
  const found = name === '' ? defaultClass(state) : findObject(state, classes, undefined, name)
  if (name !== '' && !found) return forbid(request, `no PriorityClass with name ${name} was found`)
  const value = Number(found?.value ?? 0)
  if (typeof spec.priority === 'number' && spec.priority !== value) {
    return forbid(
      request,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    )
  }
  const policy = textAt(found, 'preemptionPolicy') ?? (found ? undefined : 'PreemptLowerPriority')
  const given = textAt(spec, 'preemptionPolicy')
  if (policy && given && given !== policy) {
    return forbid(
      request,
      `the string value of PreemptionPolicy (${given}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
    )
  }
  const className = found?.metadata.name
  const set = {
    ...spec,
    ...(className ? { priorityClassName: className } : {}),
    priority: value,
    ...(policy ? { preemptionPolicy: policy } : {}),
  }
  return { object: { ...pod, spec: set } }
}

/** Of several that came about in a race, the lowest. [getDefaultPriorityClass] */
function defaultClass(state: ClusterState): KubeObject | undefined {
  const defaults = listObjects(state, classes).filter((one) => one.globalDefault === true)
  return defaults.reduce<KubeObject | undefined>(
    (lowest, one) => (lowest && Number(lowest.value ?? 0) <= Number(one.value ?? 0) ? lowest : one),
    undefined,
  )
}

function validate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const { object, operation } = request
  if (!isOf(request, 'priorityclasses', 'scheduling.k8s.io') || object?.globalDefault !== true) return undefined
  const present = defaultClass(state)
  const taken = present && (operation === 'CREATE' || present.metadata.name !== object.metadata.name)
  if (!taken) return undefined
  return forbid(
    request,
    `PriorityClass ${present.metadata.name} is already marked as default. Only one default can exist`,
  )
}
