import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { metadataNameLabel, promotionLabel } from '../tenant/constants.ts'
import { isSelected } from '../tenant/namespace-selector.ts'
import { formatServiceAccountName } from '../tenant/service-account-name.ts'
import type { PromotionRule, PromotionStatus, Tenant, TenantRule } from '../tenant/tenant.ts'
import { namespaces, serviceAccounts } from './kinds.ts'
import { compareTexts, mergedTexts } from './owner-list.ts'
import { list } from './reading.ts'

/**
 * ServiceAccounts with the promotion label that a rule promotes, with the namespaces in which they are. Looks at the
 * namespaces that the pass before found. [pkg/tenant/promotions.go:CollectPromotions; core R3.8, R3.9]
 */
export function collectPromotions(state: ClusterState, tenant: Tenant): readonly PromotionStatus[] {
  const names = tenant.status?.namespaces ?? []
  const members = list(namespaces)(state).filter((namespace) =>
    names.includes(labelsOf(namespace)[metadataNameLabel] ?? ''),
  )
  return (tenant.spec?.rules ?? [])
    .flatMap((rule) => promotionsOfRule(state, rule, members))
    .reduce<readonly PromotionStatus[]>(withPromotion, [])
}

function promotionsOfRule(
  state: ClusterState,
  rule: TenantRule,
  members: readonly KubeObject[],
): readonly PromotionStatus[] {
  const targets = members
    .filter((namespace) => isSelected(rule.namespaceSelector, labelsOf(namespace)))
    .map((namespace) => namespace.metadata.name)
  return (rule.permissions?.promotions ?? []).flatMap((promotion) =>
    targets.flatMap((namespace) => promotedIn(state, namespace, promotion, targets)),
  )
}

function promotedIn(
  state: ClusterState,
  namespace: string,
  promotion: PromotionRule,
  targets: readonly string[],
): readonly PromotionStatus[] {
  return list(
    serviceAccounts,
    namespace,
  )(state)
    .filter((account) => labelsOf(account)[promotionLabel] === 'true')
    .filter((account) => isSelected(promotion.selector, labelsOf(account)))
    .map((account) => ({
      kind: 'ServiceAccount',
      name: formatServiceAccountName(namespace, account.metadata.name),
      clusterRoles: mergedTexts(promotion.clusterRoles, []),
      targets: mergedTexts(targets, []),
    }))
}

/** One of the same user and targets gets the union of the ClusterRoles. [pkg/api/rbac/promotion_status_list.go:Upsert] */
function withPromotion(list: readonly PromotionStatus[], added: PromotionStatus): readonly PromotionStatus[] {
  const index = list.findIndex((other) => identityOf(other) === identityOf(added))
  const existing = list[index]
  const next = existing
    ? list.with(index, { ...existing, clusterRoles: mergedTexts(existing.clusterRoles, added.clusterRoles) })
    : [...list, added]
  return next.toSorted((a, b) => compareTexts(identityOf(a), identityOf(b)))
}

function identityOf({ kind, name, targets }: PromotionStatus): string {
  return [kind, name, ...(targets ?? [])].join('\0')
}
