import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { labelsOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { configurationOf } from '../../tenant/configuration.ts'
import { ownerPromotionLabel, promotionLabel } from '../../tenant/constants.ts'
import { isTenantOwner } from '../../tenant/owners.ts'
import { tenantOfNamespace } from '../../tenant/resolve-tenant.ts'
import { resolvePromotionUser } from '../../tenant/resolve-user.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { allowed, deny, errored } from '../answer.ts'

/**
 * A ServiceAccount is promoted, by either label and whatever its value, only where the configuration and for owner
 * promotion the Tenant allow it, by an owner of the Tenant or an administrator.
 * [internal/webhook/serviceaccounts; core B4, extended A9.6]
 */
export function validateServiceAccount(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const labels = request.object ? labelsOf(request.object) : {}
  const promotes = Object.hasOwn(labels, promotionLabel)
  const promotesOwner = Object.hasOwn(labels, ownerPromotionLabel)
  if (!promotes && !promotesOwner) return allowed
  const { tenant, error } = tenantOfNamespace(state, request.namespace)
  if (error !== undefined) return errored(error)
  if (!tenant) return allowed
  return (
    (promotes ? refusePromotion(request, state, tenant) : undefined) ??
    (promotesOwner ? refuseOwnerPromotion(request, state, tenant) : undefined) ??
    allowed
  )
}

/** [serviceaccounts/promotion.go] */
function refusePromotion(request: AdmissionRequest, state: ClusterState, tenant: Tenant): WebhookAnswer | undefined {
  if (configurationOf(state).spec?.allowServiceAccountPromotion !== true)
    return deny('service account promotion is disabled. Contact cluster administrators')
  return refuseStranger(request, state, tenant)
}

/** [serviceaccounts/owner_promotion.go] */
function refuseOwnerPromotion(
  request: AdmissionRequest,
  state: ClusterState,
  tenant: Tenant,
): WebhookAnswer | undefined {
  const contact = 'Contact your system administrators'
  if (configurationOf(state).spec?.allowServiceAccountPromotion !== true)
    return deny(`service account owner promotion is disabled. ${contact}`)
  if (tenant.spec?.permissions?.allowOwnerPromotion !== true)
    return deny(`service account owner promotion is disabled for this tenant. ${contact}`)
  return refuseStranger(request, state, tenant)
}

function refuseStranger(request: AdmissionRequest, state: ClusterState, tenant: Tenant): WebhookAnswer | undefined {
  return isTenantOwner(tenant, request.user, resolvePromotionUser(state, request.user))
    ? undefined
    : deny(`${request.user.user} not allowed to promote serviceaccount to tenant owner`)
}
