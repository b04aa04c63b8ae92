import type { Reconcile } from '../../controllers/controller.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import { ruleQuotaName, ruleQuotaSpec } from '../global-resource-quotas/rule-quota.ts'
import { managedByController, managedByLabel, newTenantLabel, ruleQuotaLabel } from '../tenant/constants.ts'
import type { RuleQuota, Tenant, TenantRule } from '../tenant/tenant.ts'
import { withController } from './controller-reference.ts'
import { type Failure, isNotFound, prefixed } from './failure.ts'
import { globalResourceQuotas } from './kinds.ts'
import { list, live } from './reading.ts'
import { createOrUpdate, remove, retryOnConflict } from './writing.ts'

/**
 * Each quota of a rule is a GlobalResourceQuota over the Tenant's namespaces that the rule selects.
 * [CT/globalresourcequotas.go:syncGlobalResourceQuotas; core R5.4]
 */
export function* syncRuleQuotas(tenant: Tenant): Reconcile<Failure | undefined> {
  const names = new Set<string>()
  for (const [ruleIndex, rule] of (tenant.spec?.rules ?? []).entries())
    for (const [itemIndex, quota] of (rule.quota ?? []).entries()) {
      const where = `rules[${ruleIndex}].quota[${itemIndex}]`
      if (names.has(quota.name)) return { message: `${where}.name "${quota.name}" is duplicated` }
      names.add(quota.name)
      const failure = yield* ensureRuleQuota(tenant, rule, quota)
      if (failure) return failure
    }
  return yield* pruneRuleQuotas(tenant, new Set([...names].map((name) => ruleQuotaName(tenant, name))))
}

function* ensureRuleQuota(tenant: Tenant, rule: TenantRule, quota: RuleQuota): Reconcile<Failure | undefined> {
  const name = ruleQuotaName(tenant, quota.name)
  const { failure } = yield* retryOnConflict(() =>
    createOrUpdate(globalResourceQuotas, { name }, (object) =>
      withController(
        {
          ...withMetadata(object, { labels: labelsFor(object, tenant, quota) }),
          spec: ruleQuotaSpec(tenant, rule, quota),
        },
        tenant,
      ),
    ),
  )
  return failure && prefixed(`sync GlobalResourceQuota ${name}: `, failure)
}

function labelsFor(object: KubeObject, tenant: Tenant, quota: RuleQuota): Readonly<Record<string, string>> {
  return {
    ...labelsOf(object),
    [managedByLabel]: managedByController,
    [newTenantLabel]: tenant.metadata.name,
    [ruleQuotaLabel]: quota.name,
  }
}

/** Rule quotas of the Tenant that nothing wants any more are deleted. [CT/globalresourcequotas.go:pruneGlobalResourceQuotas] */
export function* pruneRuleQuotas(tenant: Tenant, wanted: ReadonlySet<string>): Reconcile<Failure | undefined> {
  for (const object of yield* live(list(globalResourceQuotas))) {
    const { name } = object.metadata
    if (!isRuleQuotaOf(object, tenant) || wanted.has(name)) continue
    const failure = yield* remove(globalResourceQuotas, { name })
    if (failure && !isNotFound(failure)) return prefixed(`delete stale GlobalResourceQuota ${name}: `, failure)
  }
  return undefined
}

function isRuleQuotaOf(object: KubeObject, tenant: Tenant): boolean {
  const labels = labelsOf(object)
  return (
    labels[managedByLabel] === managedByController &&
    labels[newTenantLabel] === tenant.metadata.name &&
    labels[ruleQuotaLabel] !== undefined
  )
}
