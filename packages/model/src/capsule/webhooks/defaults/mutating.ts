import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, mutated } from '../answer.ts'
import { defaultClaim } from './claim.ts'
import { defaultGateway } from './gateway.ts'
import { defaultIngress } from './ingress.ts'
import { type Defaulted, defaultPod } from './pod.ts'

/**
 * Classes that a Tenant has defaults for are filled in; the Tenant is the one whose status lists the
 * namespace. [defaults/handler.go; extended A2]
 */
export function mutateDefaults(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation, type } = request
  if (!object || operation === 'DELETE') return allowed
  const tenant = tenantByStatusNamespace(state, namespace)
  if (!tenant) return allowed
  const defaulted = defaultObject(state, type.resource, object, tenant)
  return defaulted.refusal ?? mutated(request, defaulted.object)
}

function defaultObject(state: ClusterState, resource: string, object: KubeObject, tenant: Tenant): Defaulted {
  switch (resource) {
    case 'pods':
      return defaultPod(state, object, tenant)
    case 'persistentvolumeclaims':
      return defaultClaim(state, object, tenant)
    case 'ingresses':
      return { object: defaultIngress(state, object, tenant) }
    case 'gateways':
      return defaultGateway(state, object, tenant)
    default:
      return { object }
  }
}
