import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import type { Caller } from './choose-tenant.ts'

/** A Namespace that is created, updated or deleted in a Tenant; `old` only at an update. */
export interface NamespaceReview {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE'
  readonly request: AdmissionRequest
  readonly state: ClusterState
  readonly caller: Caller
  readonly tenant: Tenant
  readonly namespace: KubeObject
  readonly old?: KubeObject
}

/** One rule for Namespaces of Tenants. */
export type NamespaceRule = (review: NamespaceReview) => WebhookAnswer | undefined
