import type { UserInfo } from '../../../request/request.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { isAmong } from '../../tenant/owners.ts'
import { serviceAccountPrefix } from '../../tenant/service-account-name.ts'
import type { OwnerKind, Tenant } from '../../tenant/tenant.ts'
import { listTenants } from '../../tenant/tenant-lists.ts'

/** Owners of a Tenant are those in its spec. [pkg/webhook/utils/is_tenant_owner.go:IsTenantOwner; 0.7 N1.4] */
export function isTenantOwner(tenant: Tenant, caller: UserInfo): boolean {
  return isAmong(tenant.spec?.owners, caller)
}

/**
 * The Tenants that a caller owns by his username, then those that he owns through each of his groups, a Tenant as often
 * as he does; of the longest name first. Upstream's order of names equally long is any.
 * [pkg/webhook/ownerreference/patching.go:setOwnerRef; 0.7 N2.2]
 */
export function tenantsOwnedBy(state: ClusterState, { user, groups }: UserInfo): readonly Tenant[] {
  const kind = user.startsWith(serviceAccountPrefix) ? 'ServiceAccount' : 'User'
  return [tenantsWithOwner(state, kind, user), ...groups.map((group) => tenantsWithOwner(state, 'Group', group))]
    .flat()
    .toSorted((a, b) => b.metadata.name.length - a.metadata.name.length)
}

function tenantsWithOwner(state: ClusterState, kind: OwnerKind, name: string): readonly Tenant[] {
  return listTenants(state).filter((tenant) =>
    (tenant.spec?.owners ?? []).some((owner) => owner.kind === kind && owner.name === name),
  )
}
