import type { UserInfo } from '../../../request/request.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { configurationOf } from '../../tenant/configuration.ts'
import { formatServiceAccountName, parseServiceAccountName } from '../../tenant/service-account-name.ts'
import { operatorUser } from '../operator.ts'
import { isGlobal, type Replication, type ServiceAccountReference } from './replication.ts'

/** Who a replication reads, applies and deletes as. */
export interface Identity {
  readonly user: UserInfo
  readonly serviceAccount: ServiceAccountReference
}

/**
 * A replication acts as the ServiceAccount of its spec, else as the configuration's default one, else as the operator.
 * The ServiceAccount need not exist. [ct/resources/impersonation.go; extended C3.1, C3.2]
 */
export function identityOf(state: ClusterState, replication: Replication): Identity {
  const serviceAccount = isGlobal(replication)
    ? globalServiceAccount(state, replication)
    : namespacedServiceAccount(state, replication)
  return serviceAccount
    ? { user: impersonated(serviceAccount), serviceAccount }
    : { user: operatorUser, serviceAccount: operatorServiceAccount() }
}

/** Only both parts together say who acts. */
function globalServiceAccount(state: ClusterState, { spec }: Replication): ServiceAccountReference | undefined {
  const defaults = configurationOf(state).spec?.impersonation
  const { name = '', namespace = '' } = spec?.serviceAccount ?? {
    name: defaults?.globalDefaultServiceAccount ?? '',
    namespace: defaults?.globalDefaultServiceAccountNamespace ?? '',
  }
  return name !== '' && namespace !== '' ? { name, namespace } : undefined
}

/** Of a TenantResource it is always one of its own namespace. */
function namespacedServiceAccount(
  state: ClusterState,
  { spec, metadata }: Replication,
): ServiceAccountReference | undefined {
  const name = spec?.serviceAccount?.name ?? configurationOf(state).spec?.impersonation?.tenantDefaultServiceAccount
  return name ? { name, namespace: metadata.namespace ?? '' } : undefined
}

function impersonated({ name, namespace = '' }: ServiceAccountReference): UserInfo {
  return {
    user: formatServiceAccountName(namespace, name),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  }
}

function operatorServiceAccount(): ServiceAccountReference {
  const { namespace, name } = parseServiceAccountName(operatorUser.user) ?? { namespace: '', name: '' }
  return { name, namespace }
}
