import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { tenantOfNamespace } from '../../tenant/resolve-tenant.ts'
import { allowed, errored } from '../answer.ts'
import { isReviewed } from './review.ts'
import { refuseStorageClass } from './storage-class.ts'
import { refuseSelector, refuseVolume } from './volume.ts'

/** What Tenants ask of PersistentVolumeClaims: first of the volume, then of the class. [internal/webhook/pvc; extended A3] */
export function validateClaim(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const claim = request.object
  if (!claim || !isReviewed(request)) return allowed
  const { tenant, error } = tenantOfNamespace(state, request.namespace)
  if (error !== undefined) return errored(error)
  if (!tenant) return allowed
  const name = tenant.metadata.name
  return (
    refuseSelector(claim, name) ??
    refuseVolume(state, claim, name) ??
    (request.operation === 'CREATE' ? refuseStorageClass(state, claim, tenant) : undefined) ??
    allowed
  )
}
