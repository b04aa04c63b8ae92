import type { UserInfo } from '@capsule-whatif/model'

/** kubectl's own user where nobody else is named: the administrator whom kubeadm makes. */
export const defaultUser: UserInfo = {
  user: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
}

/**
 * The user that a request has when it is sent --as another: the groups given, of a service account without any its own,
 * and `system:authenticated`. [k8s.io/apiserver pkg/endpoints/filters/impersonation.go WithImpersonation]
 */
export function impersonatedUser(user: string, groups: readonly string[]): UserInfo {
  const given = groups.length > 0 ? groups : serviceAccountGroups(user)
  if (user === 'system:anonymous') return { user, groups: [...new Set([...given, 'system:unauthenticated'])] }
  return { user, groups: [...new Set([...given, 'system:authenticated'])] }
}

function serviceAccountGroups(user: string): readonly string[] {
  const match = /^system:serviceaccount:([^:]+):[^:]+$/.exec(user)
  return match ? ['system:serviceaccounts', `system:serviceaccounts:${match[1]}`] : []
}
