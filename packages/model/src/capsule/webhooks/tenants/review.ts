import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { Tenant } from '../../tenant/tenant.ts'

/** A Tenant that is created, updated (then `old` is there) or deleted. */
export interface TenantReview {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly request: AdmissionRequest
  readonly state: ClusterState
  readonly tenant: Tenant
  readonly old?: Tenant
}

/** One rule for Tenants. */
export type TenantRule = (review: TenantReview) => WebhookAnswer | undefined
