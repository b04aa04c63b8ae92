import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { type Json, listAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { Tenant } from '../../tenant/tenant.ts'

/** A Pod that is created or updated in a namespace of a Tenant. */
export interface PodReview {
  readonly request: AdmissionRequest
  readonly state: ClusterState
  readonly tenant: Tenant
  readonly pod: KubeObject
}

export type PodRule = (review: PodReview) => WebhookAnswer | undefined

/** The containers of a Pod in the order in which rules look at them: init, ephemeral, then the others. [extended A1.1] */
export function containersOf(pod: KubeObject): readonly Json[] {
  return ['initContainers', 'ephemeralContainers', 'containers'].flatMap((field) => listAt(pod, 'spec', field))
}
