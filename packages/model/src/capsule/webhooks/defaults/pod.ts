import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { objectAt, textAt, withoutFields } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findClass, priorityClassesKey } from '../../tenant/classes.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { errored } from '../answer.ts'

export type Defaulted =
  | { readonly object: KubeObject; readonly refusal?: undefined }
  | { readonly refusal: WebhookAnswer }

/** A Pod without classes of its own gets its Tenant's. [defaults/pods.go; extended A2.2, A2.3] */
export function defaultPod(state: ClusterState, pod: KubeObject, tenant: Tenant): Defaulted {
  const prioritised = defaultPriorityClass(state, pod, tenant.spec?.priorityClasses?.default ?? '')
  if (prioritised.refusal) return prioritised
  return { object: defaultRuntimeClass(prioritised.object, tenant.spec?.runtimeClasses?.default ?? '') }
}

function defaultRuntimeClass(pod: KubeObject, name: string): KubeObject {
  if (name === '' || textAt(pod, 'spec', 'runtimeClassName') !== undefined) return pod
  return { ...pod, spec: { ...objectAt(pod, 'spec'), runtimeClassName: name } }
}

/** The Tenant's default takes the place of the cluster's, too; a class that the user chose stays. */
function defaultPriorityClass(state: ClusterState, pod: KubeObject, name: string): Defaulted {
  if (name === '') return { object: pod }
  const chosen = textAt(pod, 'spec', 'priorityClassName') ?? ''
  if (chosen !== '' && chosen !== name) {
    const current = findClass(state, priorityClassesKey, chosen)
    if (!current)
      return {
        refusal: errored(`Failed to resolve Priority Class ${chosen}: ${missing(chosen)}`),
      }
    if (current.globalDefault !== true) return { object: pod }
  }
  const desired = findClass(state, priorityClassesKey, name)
  if (!desired)
    return {
      refusal: errored(`failed to assign tenant default Priority Class: ${missing(name)}`),
    }
  return { object: withPriorityClass(pod, desired) }
}

/** The informer's cache names the kind where the API server names the resource. [controller-runtime cache_reader.go Get] */
function missing(name: string): string {
  return `PriorityClass.scheduling.k8s.io "${name}" not found`
}

function withPriorityClass(pod: KubeObject, desired: KubeObject): KubeObject {
  const spec = withoutFields(objectAt(pod, 'spec'), 'preemptionPolicy')
  const preemptionPolicy = textAt(desired, 'preemptionPolicy')
  const value = typeof desired.value === 'number' ? desired.value : 0
  return {
    ...pod,
    spec: {
      ...spec,
      ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }),
      priority: value,
      priorityClassName: desired.metadata.name,
    },
  }
}
