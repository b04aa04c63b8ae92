import type { WebhookAnswer } from '../../../../apiserver/admission.ts'
import type { Tenant } from '../../../tenant/tenant.ts'
import { tenantByStatusNamespace } from '../../../tenant/tenant-lists.ts'
import { deny, type Rule } from '../../../webhooks/answer.ts'
import { forEachTenant } from './referenced-tenants.ts'

/**
 * Namespaces are not created in a cordoned Tenant, and those that its status lists are neither changed nor deleted.
 * [pkg/webhook/namespace/freezed.go; 0.7 N3.2, N4.4, N5]
 */
export const freeze: Rule = ({ object, name, operation }, state) => {
  if (operation === 'CREATE') return object && forEachTenant(state, object, refuseCordoned)
  const tenant = tenantByStatusNamespace(state, name)
  return tenant && refuseCordoned(tenant)
}

function refuseCordoned(tenant: Tenant): WebhookAnswer | undefined {
  return tenant.spec?.cordoned === true ? deny('the selected Tenant is freezed') : undefined
}
