import { type KubeObject, ownerReferencesOf } from '../../object/kube-object.ts'
import type { UserInfo } from '../../request/request.ts'
import type { Tenant, UserSpec, UserType } from './tenant.ts'
import { isReferenceForTenant } from './tenant-references.ts'

/**
 * A list of users has a caller if it names him: User and ServiceAccount by the username, Group by membership.
 * [pkg/api/rbac: UserListSpec.IsPresent, OwnerStatusListSpec.IsOwner; core R3.7]
 */
export function isAmong(users: readonly UserSpec[] | undefined, caller: UserInfo): boolean {
  return (users ?? []).some((user) =>
    user.kind === 'Group' ? caller.groups.includes(user.name) : user.name === caller.user,
  )
}

/** Owners of a Tenant are those in its status, and administrators. [pkg/users/is_tenant_owner.go:IsTenantOwnerByStatus; core R3.7] */
export function isTenantOwner(tenant: Tenant, caller: UserInfo, type: UserType): boolean {
  return type === 'Admin' || isAmong(tenant.status?.owners, caller)
}

/**
 * A Namespace is a caller's if it has an ownerReference with the Tenant's name and uid and he is an owner of the Tenant.
 * [pkg/tenant/owned.go:NamespaceIsOwned; core N5.3]
 */
export function ownsNamespace(namespace: KubeObject, tenant: Tenant, caller: UserInfo, type: UserType): boolean {
  return (
    ownerReferencesOf(namespace).some((reference) => isReferenceForTenant(reference, tenant)) &&
    isTenantOwner(tenant, caller, type)
  )
}
