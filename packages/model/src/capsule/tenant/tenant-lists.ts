import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { tenantsKey } from './constants.ts'
import { serviceAccountPrefix } from './service-account-name.ts'
import { asTenant, type Tenant } from './tenant.ts'

export function findTenant(state: ClusterState, name: string): Tenant | undefined {
  const found = findObject(state, tenantsKey, undefined, name)
  return found && asTenant(found)
}

export function listTenants(state: ClusterState): readonly Tenant[] {
  return listObjects(state, tenantsKey).map(asTenant)
}

/** Tenants whose status lists the namespace, by name. [index .status.namespaces; core 0.8] */
export function tenantsByStatusNamespace(state: ClusterState, namespace: string): readonly Tenant[] {
  return listTenants(state).filter((tenant) => tenant.status?.namespaces?.includes(namespace) === true)
}

/** The Tenant whose status lists the namespace. [pkg/tenant/get_by.go:TenantByStatusNamespace; extended A0.8b] */
export function tenantByStatusNamespace(state: ClusterState, namespace: string): Tenant | undefined {
  return tenantsByStatusNamespace(state, namespace)[0]
}

/**
 * Tenants that have the caller among the owners in their status, as User, ServiceAccount or through a Group.
 * [pkg/tenant/get_by.go:GetTenantByUserInfo; core N3.4]
 */
export function tenantsOfUser(state: ClusterState, caller: UserInfo): readonly Tenant[] {
  return listTenants(state).filter((tenant) =>
    (tenant.status?.owners ?? []).some((owner) => {
      if (owner.kind === 'Group') return caller.groups.includes(owner.name)
      if (owner.kind === 'ServiceAccount' && !caller.user.startsWith(serviceAccountPrefix)) return false
      return owner.name === caller.user
    }),
  )
}
