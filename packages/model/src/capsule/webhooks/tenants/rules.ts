import { quotaNameProblem } from '../../rules/validation/quota-names.ts'
import { rulesProblem } from '../../rules/validation/rules.ts'
import { deny } from '../answer.ts'
import type { TenantRule } from './review.ts'
import { ruleQuotaChangeProblem } from './rule-quotas.ts'

/**
 * The rules of a Tenant that enforce something or have quotas are valid, and counted without the others in what is told.
 * [validation/rule_validator.go; core V3.5]
 */
export const tenantRules: TenantRule = (review) => {
  const { tenant, operation, state } = review
  if (operation === 'DELETE') return undefined
  const rules = tenant.spec?.rules ?? []
  const bodies = rules.filter((rule) => rule.enforce !== undefined || (rule.quota ?? []).length > 0)
  const problem =
    rulesProblem(state, bodies) ?? quotaNameProblem(tenant.metadata.name, rules) ?? ruleQuotaChangeProblem(review)
  return problem === undefined ? undefined : deny(problem)
}
