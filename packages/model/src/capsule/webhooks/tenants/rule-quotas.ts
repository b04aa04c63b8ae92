import { at, equalJson } from '../../../object/json.ts'
import { formatResources, parseResources } from '../../../object/resource-list.ts'
import { findObject } from '../../../state/store.ts'
import { sameObject } from '../../controllers/same-object.ts'
import { hardLimitProblem } from '../../global-resource-quotas/hard-limits.ts'
import { ruleQuotaName, ruleQuotaSpec } from '../../global-resource-quotas/rule-quota.ts'
import { firstOf } from '../../rules/validation/problems.ts'
import { globalResourceQuotasKey } from '../../tenant/constants.ts'
import type { RuleQuota, Tenant, TenantRule } from '../../tenant/tenant.ts'
import type { TenantReview } from './review.ts'

/** A quota of a rule whose limits change keeps what its GlobalResourceQuota has given out. [validation/rule_validator.go:validateRuleQuotaUpdates] */
export function ruleQuotaChangeProblem(review: TenantReview): string | undefined {
  const { tenant, old } = review
  if (!old) return undefined
  return firstOf(tenant.spec?.rules, (rule, ruleIndex) =>
    firstOf(rule.quota, (quota, index) =>
      isChanged(quota, old) ? problemOf(review, rule, quota, `rules[${ruleIndex}].quota[${index}].hard`) : undefined,
    ),
  )
}

function isChanged(quota: RuleQuota, old: Tenant): boolean {
  const before = (old.spec?.rules ?? []).flatMap((rule) => rule.quota ?? []).findLast(({ name }) => name === quota.name)
  if (!before) return false
  return !equalJson(formatResources(parseResources(before.hard)), formatResources(parseResources(quota.hard)))
}

function problemOf(
  { tenant, state }: TenantReview,
  rule: TenantRule,
  quota: RuleQuota,
  path: string,
): string | undefined {
  const stored = findObject(state, globalResourceQuotasKey, undefined, ruleQuotaName(tenant, quota.name))
  if (!stored) return undefined
  const wanted = ruleQuotaSpec(tenant, rule, quota)
  const selectorsChange = !sameObject(wanted.namespaceSelectors, at(stored.spec, 'namespaceSelectors'))
  return hardLimitProblem(path, parseResources(quota.hard), stored, selectorsChange, state)
}
