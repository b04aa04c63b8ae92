import type { AdmissionRequest, WebhookHandler } from '../../../apiserver/admission.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { asTenant } from '../../tenant/tenant.ts'
import { allowed } from '../answer.ts'
import { name } from './name.ts'
import { namespaceMetadataRule } from './namespace-metadata.ts'
import { owners } from './owners.ts'
import { protectedTenant } from './protected.ts'
import {
  containerRegistryRegex,
  forbiddenMetadataRegex,
  hostnameRegex,
  ingressClassRegex,
  requiredMetadataRegex,
  storageClassRegex,
} from './regular-expressions.ts'
import type { TenantReview, TenantRule } from './review.ts'
import { roleBindingSubjects } from './role-binding-subjects.ts'
import { tenantRules } from './rules.ts'
import { warnings } from './warnings.ts'

/** In upstream's order; the warnings always answer. [cmd/controller/main.go; core V3] */
const rules: readonly TenantRule[] = [
  name,
  namespaceMetadataRule,
  roleBindingSubjects,
  ingressClassRegex,
  storageClassRegex,
  containerRegistryRegex,
  tenantRules,
  hostnameRegex,
  owners,
  forbiddenMetadataRegex,
  protectedTenant,
  requiredMetadataRegex,
  warnings,
]

/** Guards Tenants. [tenant/validation/handler.go; core V3] */
export const validateTenant: WebhookHandler = tenantValidation(rules)

/** Asks rules for Tenants in order: the first answer counts. */
export function tenantValidation(rules: readonly TenantRule[]): WebhookHandler {
  return (request, state) => {
    const review = reviewOf(request, state)
    if (!review) return allowed
    for (const rule of rules) {
      const answer = rule(review)
      if (answer) return answer
    }
    return allowed
  }
}

function reviewOf(request: AdmissionRequest, state: ClusterState): TenantReview | undefined {
  const { operation, object, oldObject } = request
  if (operation === 'CREATE' && object) return { operation, request, state, tenant: asTenant(object) }
  if (operation === 'DELETE' && oldObject) return { operation, request, state, tenant: asTenant(oldObject) }
  if (operation === 'UPDATE' && object && oldObject)
    return { operation, request, state, tenant: asTenant(object), old: asTenant(oldObject) }
  return undefined
}
