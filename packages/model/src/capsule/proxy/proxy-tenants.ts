import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { serviceAccountPrefix } from '../tenant/service-account-name.ts'
import type { Tenant, UserSpec } from '../tenant/tenant.ts'
import { listTenants, tenantsByStatusNamespace } from '../tenant/tenant-lists.ts'
import type { ProxyOptions } from './proxied-request.ts'
import {
  type ClusterResource,
  listGlobalProxySettings,
  listProxySettings,
  type ProxyOperations,
  type ProxySubject,
} from './proxy-settings.ts'

/** A Tenant as the proxy sees it for one caller. [capsule-proxy internal/tenant/proxytenant.go] */
export interface ProxyTenant {
  readonly tenant: Tenant
  /** what the caller may do with kinds of classes */
  readonly operations: readonly ProxyOperations[]
  readonly clusterResources: readonly ClusterResource[]
}

/**
 * A caller's tenants are those whose status has the caller as an owner, as User or ServiceAccount and then by each group;
 * beside them the tenant of each namespace that has a ProxySetting for the caller and, with the gate ProxyClusterScoped,
 * one without namespaces for each GlobalProxySettings. One Tenant may come several times.
 * [capsule-proxy internal/webserver/webserver.go:getTenantsForOwner, getProxyTenantsForOwnerKind; extended E4.1]
 */
export function proxyTenantsOf(state: ClusterState, caller: UserInfo, options: ProxyOptions): readonly ProxyTenant[] {
  const kind = caller.user.startsWith(serviceAccountPrefix) ? 'ServiceAccount' : 'User'
  const subjects: readonly UserSpec[] = [
    { kind, name: caller.user },
    ...caller.groups.map((name) => ({ kind: 'Group' as const, name })),
  ]
  return subjects.flatMap((subject) => [
    ...tenantsBySetting(state, subject, options),
    ...(options.clusterScoped === true ? tenantsByGlobalSettings(state, subject) : []),
    ...tenantsByStatus(state, subject, options),
  ])
}

function isSame(subject: UserSpec): (other: UserSpec) => boolean {
  return ({ kind, name }) => kind === subject.kind && name === subject.name
}

function tenantsBySetting(state: ClusterState, subject: UserSpec, options: ProxyOptions): readonly ProxyTenant[] {
  return listProxySettings(state)
    .filter(({ spec }) => (spec?.subjects ?? []).some(isSame(subject)))
    .flatMap(({ metadata, spec }) =>
      tenantsByStatusNamespace(state, metadata.namespace ?? '')
        .slice(0, 1)
        .map((tenant) => proxyTenant(tenant, subject, spec?.subjects ?? [], options)),
    )
}

function tenantsByGlobalSettings(state: ClusterState, subject: UserSpec): readonly ProxyTenant[] {
  return listGlobalProxySettings(state)
    .map(({ spec }) => (spec?.rules ?? []).filter((rule) => (rule.subjects ?? []).some(isSame(subject))))
    .filter((rules) => rules.length > 0)
    .map((rules) => ({
      tenant: { apiVersion: '', kind: 'Tenant', metadata: { name: 'global' } },
      operations: [],
      clusterResources: rules.flatMap(({ clusterResources }) => clusterResources ?? []),
    }))
}

function tenantsByStatus(state: ClusterState, subject: UserSpec, options: ProxyOptions): readonly ProxyTenant[] {
  return listTenants(state)
    .filter(({ status }) => (status?.owners ?? []).some(isSame(subject)))
    .map((tenant) => proxyTenant(tenant, subject, ownersOf(tenant), options))
}

/** Of an owner in the spec only the proxySettings are taken. [webserver.go:ownerFromCapsuleToProxySetting] */
function ownersOf(tenant: Tenant): readonly ProxySubject[] {
  return ((tenant.spec?.owners ?? []) as readonly ProxySubject[]).map(({ kind, name, proxySettings }) => ({
    kind,
    name,
    ...(proxySettings === undefined ? {} : { proxySettings }),
  }))
}

/**
 * Settings come from the entry that names the caller, of several the last; owners that the status alone has (TenantOwners,
 * promoted ServiceAccounts, administrators) have none. With the gate on, proxySettings do not count. [extended E4.2]
 */
function proxyTenant(
  tenant: Tenant,
  subject: UserSpec,
  owners: readonly ProxySubject[],
  { clusterScoped }: ProxyOptions,
): ProxyTenant {
  const entry = owners.findLast(isSame(subject))
  return {
    tenant,
    operations: clusterScoped === true ? [] : (entry?.proxySettings ?? []),
    clusterResources: entry?.clusterResources ?? [],
  }
}

/** The tenants' names, each once. */
export function namesOf(tenants: readonly ProxyTenant[]): readonly string[] {
  return [...new Set(tenants.map(({ tenant }) => tenant.metadata.name))]
}
