import { labelsOf } from '../../object/kube-object.ts'
import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import { serviceAccountsKey } from '../tenant/constants.ts'
import { formatServiceAccountName } from '../tenant/service-account-name.ts'
import type { ProxyOptions } from './proxied-request.ts'

/**
 * Who the proxy is to the API server: the ServiceAccount that its chart makes. Where the cluster has none it is taken to be
 * there with the rights of the chart, which are to read everything. [capsule-proxy charts/capsule-proxy; extended E1.2]
 */
export function proxyUser(
  state: ClusterState,
  { serviceAccount }: ProxyOptions,
): { readonly user: UserInfo; readonly assumed: boolean } {
  if (serviceAccount) return { user: serviceAccount, assumed: false }
  const found = listObjects(state, serviceAccountsKey).find(
    (account) =>
      labelsOf(account)['app.kubernetes.io/name'] === 'capsule-proxy' || account.metadata.name === 'capsule-proxy',
  )
  if (found) return { user: accountUser(found.metadata.namespace ?? '', found.metadata.name), assumed: false }
  const assumed = accountUser('capsule-system', 'capsule-proxy')
  return { user: { ...assumed, groups: [...assumed.groups, 'system:masters'] }, assumed: true }
}

function accountUser(namespace: string, name: string): UserInfo {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated']
  return { user: formatServiceAccountName(namespace, name), groups }
}
