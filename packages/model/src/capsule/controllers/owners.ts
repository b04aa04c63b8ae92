import type { Reconcile } from '../../controllers/controller.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { configurationOf, rbacOf } from '../tenant/configuration.ts'
import { newTenantLabel, ownerPromotionLabel } from '../tenant/constants.ts'
import { isSelected } from '../tenant/namespace-selector.ts'
import { formatServiceAccountName } from '../tenant/service-account-name.ts'
import type { LabelSelector, OwnerStatus, Tenant } from '../tenant/tenant.ts'
import { serviceAccounts, tenantOwners } from './kinds.ts'
import { withOwners } from './owner-list.ts'
import { collectPromotions } from './promotions.ts'
import { cached, list } from './reading.ts'
import { type Step, statusOwners, withStatus, writeOwners } from './tenant-status.ts'

/** Collects who owns the Tenant and which ServiceAccounts are promoted in it. [CT/status.go:collectRBAC; core R3] */
export function* collectRbac(tenant: Tenant, now: number): Reconcile<Step> {
  const owned = withStatus(tenant, { owners: yield* cached((state) => collectOwners(state, tenant)) })
  const failure = yield* writeOwners(owned, now)
  if (failure) return { tenant: owned, failure }
  const promotions = yield* cached((state) => collectPromotions(state, owned))
  return { tenant: withStatus(owned, { promotions }) }
}

/**
 * Owners are those of the spec, in its order; then promoted ServiceAccounts, administrators and TenantOwners are put
 * among them. [pkg/tenant/owners.go:CollectOwners; core R3.1-R3.5]
 */
function collectOwners(state: ClusterState, tenant: Tenant): readonly OwnerStatus[] {
  const configuration = configurationOf(state)
  const administrators = configuration.spec?.administrators ?? []
  const clusterRoles = rbacOf(configuration).administrationClusterRoles
  return withOwners(statusOwners(tenant), [
    ...promotedOwners(state, tenant),
    ...administrators.map(({ kind, name }) => ({ kind, name, clusterRoles })),
    ...matchingOwners(state, tenant),
  ])
}

/** ServiceAccounts with the promotion label in the Tenant's namespaces, if configuration and Tenant allow it. [core R3.2] */
function promotedOwners(state: ClusterState, tenant: Tenant): readonly OwnerStatus[] {
  const configuration = configurationOf(state)
  if (configuration.spec?.allowServiceAccountPromotion !== true) return []
  if (tenant.spec?.permissions?.allowOwnerPromotion !== true) return []
  const clusterRoles = rbacOf(configuration).promotionClusterRoles
  return (tenant.status?.namespaces ?? [])
    .flatMap((namespace) => list(serviceAccounts, namespace)(state))
    .filter((account) => labelsOf(account)[ownerPromotionLabel] === 'true')
    .map(({ metadata }) => formatServiceAccountName(metadata.namespace ?? '', metadata.name))
    .map((name) => ({ kind: 'ServiceAccount', name, clusterRoles }))
}

/**
 * TenantOwners that a selector of the Tenant selects, or that carry its name in the default label. One without labels
 * never matches. [api/v1beta2/tenant_types.go:ListMatchingOwners; core R3.4]
 */
function matchingOwners(state: ClusterState, tenant: Tenant): readonly OwnerStatus[] {
  const implicit: LabelSelector = { matchLabels: { [newTenantLabel]: tenant.metadata.name } }
  const selectors = [...(tenant.spec?.permissions?.matchOwners ?? []), implicit]
  return list(tenantOwners)(state)
    .filter((owner) => Object.keys(labelsOf(owner)).length > 0)
    .filter((owner) => selectors.some((selector) => isSelected(selector, labelsOf(owner))))
    .map(ownerOf)
}

function ownerOf(tenantOwner: KubeObject): OwnerStatus {
  const { kind, name, clusterRoles } = tenantOwner.spec as unknown as OwnerStatus
  return clusterRoles && clusterRoles.length > 0 ? { kind, name, clusterRoles } : { kind, name }
}
