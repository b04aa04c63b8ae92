import { goQuote } from '../../../object/go-format.ts'
import { dns1123SubdomainMessages } from '../../../object/name-validation.ts'
import type { TenantRule } from '../../tenant/tenant.ts'
import { firstOf } from './problems.ts'

/** The GlobalResourceQuota of a rule's quota is named `<tenant>-<quota>`. [pkg/tenant/rule_quota.go; core V3.5] */
export function quotaNameProblem(tenant: string, rules: readonly TenantRule[]): string | undefined {
  return firstOf(rules, (rule, ruleIndex) =>
    firstOf(rule.quota, (quota, quotaIndex) => {
      const name = `${tenant}-${quota.name}`
      const messages = dns1123SubdomainMessages(name)
      return messages.length === 0
        ? undefined
        : `rules[${ruleIndex}].quota[${quotaIndex}]: generated GlobalResourceQuota name ${goQuote(name)} is invalid: ${messages.join('; ')}`
    }),
  )
}
