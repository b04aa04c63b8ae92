import type { UserInfo } from '../request/request.ts'

/** A service account as the API server sees it after authentication. */
export function serviceAccountUser(namespace: string, name: string): UserInfo {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  }
}

/** The account that a controller of the controller manager works as. */
export function kubeSystemServiceAccount(name: string): UserInfo {
  return serviceAccountUser('kube-system', name)
}
