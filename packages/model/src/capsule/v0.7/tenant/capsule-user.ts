import type { UserInfo } from '../../../request/request.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject } from '../../../state/store.ts'
import { asConfiguration } from '../../tenant/configuration.ts'
import { capsuleConfigurationsKey, configurationName } from '../../tenant/constants.ts'
import { tenantsByStatusNamespace } from '../../tenant/tenant-lists.ts'

/** Who is a Capsule user while there is no CapsuleConfiguration. [pkg/configuration/client.go; 0.7 H3] */
const defaultGroups: readonly string[] = ['projectcapsule.dev']

/** The groups whose members are Capsule users. */
export function userGroupsOf(state: ClusterState): readonly string[] {
  const found = findObject(state, capsuleConfigurationsKey, undefined, configurationName)
  return found ? (asConfiguration(found).spec?.userGroups ?? []) : defaultGroups
}

/**
 * Capsule users are the ServiceAccounts of the namespaces of exactly one Tenant and the members of the configuration's
 * groups; never ServiceAccounts of kube-system. Whatever others do, most webhooks let it pass.
 * [pkg/webhook/utils/is_capsule_user.go:IsCapsuleUser; 0.7 N1.1]
 */
export function isCapsuleUser(state: ClusterState, { user, groups }: UserInfo): boolean {
  if (groups.includes('system:serviceaccounts:kube-system')) return false
  if (groups.includes('system:serviceaccounts')) {
    const parts = user.split(':')
    if (parts.length === 4 && tenantsByStatusNamespace(state, parts[2] ?? '').length === 1) return true
  }
  return userGroupsOf(state).some((group) => groups.includes(group))
}
