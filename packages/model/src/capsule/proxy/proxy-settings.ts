import { type ResourceKey, resourceKey } from '../../object/gvk.ts'
import type { JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import type { UserSpec } from '../tenant/tenant.ts'

/** Cluster-scoped objects that somebody may see through the proxy. [capsule-proxy api/v1beta1/clusterresoure.go] */
export interface ClusterResource {
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly operations?: readonly string[]
  readonly selector?: JsonObject
}

/** What an owner may do with kinds of classes through the proxy. [capsule pkg/api/rbac/proxy_settings.go] */
export interface ProxyOperations {
  readonly kind: string
  readonly operations?: readonly string[]
}

/** A subject of a ProxySetting, or an owner of a Tenant. */
export interface ProxySubject extends UserSpec {
  readonly clusterResources?: readonly ClusterResource[]
  readonly proxySettings?: readonly ProxyOperations[]
}

export type ProxySetting = Pick<KubeObject, 'metadata'> & {
  readonly spec?: { readonly subjects?: readonly ProxySubject[] }
}

export type GlobalProxySettings = Pick<KubeObject, 'metadata'> & {
  readonly spec?: {
    readonly rules?: readonly {
      readonly subjects?: readonly UserSpec[]
      readonly clusterResources?: readonly ClusterResource[]
    }[]
  }
}

const proxySettingsKey: ResourceKey = resourceKey('capsule.clastix.io', 'proxysettings')
const globalProxySettingsKey: ResourceKey = resourceKey('capsule.clastix.io', 'globalproxysettings')

export function listProxySettings(state: ClusterState): readonly ProxySetting[] {
  return listObjects(state, proxySettingsKey) as unknown as readonly ProxySetting[]
}

export function listGlobalProxySettings(state: ClusterState): readonly GlobalProxySettings[] {
  return listObjects(state, globalProxySettingsKey) as unknown as readonly GlobalProxySettings[]
}
