import type { WebhookHandler } from '../../apiserver/admission.ts'
import { allowed } from './answer.ts'
import { mutateClaim } from './claims/mutating.ts'
import { validateClaim } from './claims/validating.ts'
import { validateConfiguration } from './configuration/validating.ts'
import { validateCustomQuota } from './custom-quotas/validating.ts'
import { mutateDefaults } from './defaults/mutating.ts'
import { validateDevices } from './devices/validating.ts'
import { validateGateway } from './gateways/validating.ts'
import { validateCordoning } from './generic/cordoning.ts'
import { validateCustomResources } from './generic/custom-resources.ts'
import { validateManaged } from './generic/managed.ts'
import { mutateGenericMetadata } from './generic/metadata.ts'
import { validateReplications } from './generic/replications.ts'
import { calculateGlobalResourceQuotas } from './global-resource-quotas/calculations.ts'
import { validateIngress } from './ingresses/validating.ts'
import { mutateNamespace } from './namespaces/mutating.ts'
import { validateNamespace } from './namespaces/validating.ts'
import { validateNode } from './nodes/validating.ts'
import { validatePod } from './pods/validating.ts'
import { mutateClaim as mutatePoolClaim, validateClaim as validatePoolClaim } from './resource-pools/claim.ts'
import { mutatePool, validatePool } from './resource-pools/pool.ts'
import { validateRuleStatus } from './rule-status.ts'
import { mutateByRules, validateByRules } from './rules/generic.ts'
import { validateServiceAccount } from './service-accounts/promotion.ts'
import { validateService } from './services/validating.ts'
import { validateTenantOwner } from './tenant-owners.ts'
import { mutateTenant } from './tenants/mutating.ts'
import { validateTenant } from './tenants/validating.ts'

/** Paths that answer `allowed` to everything, since what upstream does there is not modelled. */
export const notModelledHandlers: readonly string[] = ['/custom-quotas/calculations']

const allow: WebhookHandler = () => allowed

/** What the operator serves, by path of the URL. [cmd/controller/main.go, internal/webhook/route; core W2] */
export const capsuleHandlers: Readonly<Record<string, WebhookHandler>> = {
  ...Object.fromEntries(notModelledHandlers.map((path) => [path, allow])),
  '/config/validating': validateConfiguration,
  '/custom-quotas/cluster/validating': validateCustomQuota,
  '/custom-quotas/namespaced/validating': validateCustomQuota,
  '/defaults': mutateDefaults,
  '/devices/validating': validateDevices,
  '/gateways/validating': validateGateway,
  '/generic/cordoning': validateCordoning,
  '/generic/customresources': validateCustomResources,
  '/generic/managed': validateManaged,
  '/generic/metadata': mutateGenericMetadata,
  '/generic/replications': validateReplications,
  '/global-resource-quotas/calculations': calculateGlobalResourceQuotas,
  '/ingresses/validating': validateIngress,
  '/namespaces/mutating': mutateNamespace,
  '/namespaces/validating': validateNamespace,
  '/nodes/validating': validateNode,
  '/persistentvolumeclaims/mutating': mutateClaim,
  '/persistentvolumeclaims/validating': validateClaim,
  '/pods/validating': validatePod,
  '/resourcepools/claim/mutating': mutatePoolClaim,
  '/resourcepools/claim/validating': validatePoolClaim,
  '/resourcepools/mutating': mutatePool,
  '/resourcepools/validating': validatePool,
  '/rules/generic/mutating': mutateByRules,
  '/rules/generic/validating': validateByRules,
  '/rulestatus/validating': validateRuleStatus,
  '/serviceaccounts/validating': validateServiceAccount,
  '/services/validating': validateService,
  '/tenantowners/validating': validateTenantOwner,
  '/tenants/mutating': mutateTenant,
  '/tenants/validating': validateTenant,
}
