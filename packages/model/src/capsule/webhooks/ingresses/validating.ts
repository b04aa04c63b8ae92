import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed } from '../answer.ts'
import { ingressClass } from './class.ts'
import { collision } from './collision.ts'
import { hostnames } from './hostnames.ts'
import type { IngressRule } from './review.ts'
import { wildcard } from './wildcard.ts'

/** In upstream's order. [cmd/controller/main.go; extended A5] */
const rules: readonly IngressRule[] = [ingressClass, hostnames, collision, wildcard]

/** What Tenants ask of Ingresses; the Tenant is the one whose status lists the namespace. [internal/webhook/ingress; extended A5] */
export function validateIngress(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation } = request
  if (!object || operation === 'DELETE') return allowed
  const tenant = tenantByStatusNamespace(state, namespace)
  if (!tenant) return allowed
  for (const rule of rules) {
    const answer = rule({ state, tenant, namespace, ingress: object })
    if (answer) return answer
  }
  return allowed
}
