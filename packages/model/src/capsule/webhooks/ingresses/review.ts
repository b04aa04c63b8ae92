import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { Tenant } from '../../tenant/tenant.ts'

/** An Ingress that is created or updated in a namespace that a Tenant's status lists. */
export interface IngressReview {
  readonly state: ClusterState
  readonly tenant: Tenant
  readonly namespace: string
  readonly ingress: KubeObject
}

export type IngressRule = (review: IngressReview) => WebhookAnswer | undefined
