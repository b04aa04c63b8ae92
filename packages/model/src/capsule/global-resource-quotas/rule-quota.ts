import type { JsonObject } from '../../object/json.ts'
import { tenantLabel } from '../tenant/constants.ts'
import type { RuleQuota, Tenant, TenantRule } from '../tenant/tenant.ts'

/** The GlobalResourceQuota of a rule's quota. [pkg/tenant/rule_quota.go:RuleGlobalResourceQuotaName] */
export function ruleQuotaName(tenant: Tenant, quotaName: string): string {
  return `${tenant.metadata.name}-${quotaName}`
}

/** What that GlobalResourceQuota says: the Tenant's namespaces that the rule selects. [pkg/tenant/rule_quota.go:RuleGlobalResourceQuota] */
export function ruleQuotaSpec(tenant: Tenant, rule: TenantRule, { name: _name, ...quota }: RuleQuota): JsonObject {
  const matchLabels = { ...rule.namespaceSelector?.matchLabels, [tenantLabel]: tenant.metadata.name }
  return { namespaceSelectors: [{ ...rule.namespaceSelector, matchLabels }], quota } as unknown as JsonObject
}
