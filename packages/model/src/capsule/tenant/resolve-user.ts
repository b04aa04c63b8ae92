import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { configurationOf } from './configuration.ts'
import { controllerUser } from './constants.ts'
import { isAmong } from './owners.ts'
import { parseServiceAccountName } from './service-account-name.ts'
import type { UserType } from './tenant.ts'
import { tenantsByStatusNamespace } from './tenant-lists.ts'

/**
 * The first that fits: the operator itself is Admin; a member of an ignored group is Unknown; an administrator of the
 * configuration is Admin; a Capsule user is Capsule; anybody else is Unknown.
 * [pkg/runtime/handlers/admission_user.go:ResolveAdmissionUser; core N1.1]
 */
export function resolveUser(state: ClusterState, caller: UserInfo): UserType {
  const type = resolvePromotionUser(state, caller)
  if (type === 'Admin' || hasIgnoredGroup(state, caller)) return type
  return isCapsuleUser(state, caller) ? 'Capsule' : 'Unknown'
}

/** As resolveUser, without the question whether he is a Capsule user. [serviceaccounts/handler.go:resolvePromotionUser] */
export function resolvePromotionUser(state: ClusterState, caller: UserInfo): UserType {
  if (caller.user === controllerUser) return 'Admin'
  if (hasIgnoredGroup(state, caller)) return 'Unknown'
  return isAmong(configurationOf(state).spec?.administrators, caller) ? 'Admin' : 'Unknown'
}

function hasIgnoredGroup(state: ClusterState, caller: UserInfo): boolean {
  const ignored = configurationOf(state).spec?.ignoreUserWithGroups ?? []
  return ignored.some((group) => caller.groups.includes(group))
}

/**
 * Capsule users are those in the configuration's status and the ServiceAccounts of the namespaces of exactly one Tenant;
 * never those of kube-system, nor the operator.
 * [pkg/users/is_capsule_user.go:IsCapsuleUser; core N1.2, N1.5]
 */
export function isCapsuleUser(state: ClusterState, caller: UserInfo): boolean {
  if (caller.groups.includes('system:serviceaccounts:kube-system')) return false
  const users = configurationOf(state).status?.users ?? []
  const verdict = judgeServiceAccount(state, caller)
  if (verdict !== undefined) return verdict
  if (users.some((user) => user.kind === 'Group' && caller.groups.includes(user.name)))
    return !hasIgnoredGroup(state, caller)
  return users.some((user) => user.kind === 'User' && user.name === caller.user)
}

function judgeServiceAccount(state: ClusterState, caller: UserInfo): boolean | undefined {
  if (!caller.groups.includes('system:serviceaccounts')) return undefined
  const account = parseServiceAccountName(caller.user)
  if (!account) return undefined
  if (caller.user === controllerUser) return false
  const users = configurationOf(state).status?.users ?? []
  if (users.some((user) => user.kind === 'ServiceAccount' && user.name === caller.user)) return true
  return tenantsByStatusNamespace(state, account.namespace).length === 1 ? true : undefined
}
