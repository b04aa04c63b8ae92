import { formatApiVersion, type ResourceKey, resourceKey } from '../../object/gvk.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import { capsuleGroup, capsuleVersion } from '../tenant/constants.ts'

/** A Kind that the operator reads or writes, in the version that it uses. */
export type Kind = Pick<ResourceType, 'group' | 'version' | 'resource' | 'kind'>

export function keyOfKind(kind: Kind): ResourceKey {
  return resourceKey(kind.group, kind.resource)
}

export function apiVersionOf(kind: Kind): string {
  return formatApiVersion(kind.group, kind.version)
}

function capsule(resource: string, kind: string): Kind {
  return { group: capsuleGroup, version: capsuleVersion, resource, kind }
}

function core(resource: string, kind: string): Kind {
  return { group: '', version: 'v1', resource, kind }
}

function builtin(group: string, resource: string, kind: string): Kind {
  return { group, version: 'v1', resource, kind }
}

export const tenants: Kind = capsule('tenants', 'Tenant')
export const tenantOwners: Kind = capsule('tenantowners', 'TenantOwner')
export const ruleStatuses: Kind = capsule('rulestatuses', 'RuleStatus')
export const capsuleConfigurations: Kind = capsule('capsuleconfigurations', 'CapsuleConfiguration')
export const globalResourceQuotas: Kind = capsule('globalresourcequotas', 'GlobalResourceQuota')
export const customQuotas: Kind = capsule('customquotas', 'CustomQuota')
export const globalCustomQuotas: Kind = capsule('globalcustomquotas', 'GlobalCustomQuota')
export const quantityLedgers: Kind = capsule('quantityledgers', 'QuantityLedger')
export const resourcePools: Kind = capsule('resourcepools', 'ResourcePool')
export const resourcePoolClaims: Kind = capsule('resourcepoolclaims', 'ResourcePoolClaim')
export const tenantResources: Kind = capsule('tenantresources', 'TenantResource')
export const globalTenantResources: Kind = capsule('globaltenantresources', 'GlobalTenantResource')
export const namespaces: Kind = core('namespaces', 'Namespace')
export const pods: Kind = core('pods', 'Pod')
export const services: Kind = core('services', 'Service')
export const serviceAccounts: Kind = core('serviceaccounts', 'ServiceAccount')
export const persistentVolumes: Kind = core('persistentvolumes', 'PersistentVolume')
export const limitRanges: Kind = core('limitranges', 'LimitRange')
export const resourceQuotas: Kind = core('resourcequotas', 'ResourceQuota')
export const endpoints: Kind = core('endpoints', 'Endpoints')
export const endpointSlices: Kind = builtin('discovery.k8s.io', 'endpointslices', 'EndpointSlice')
export const networkPolicies: Kind = builtin('networking.k8s.io', 'networkpolicies', 'NetworkPolicy')
export const roleBindings: Kind = builtin('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding')
export const clusterRoles: Kind = builtin('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole')
export const clusterRoleBindings: Kind = builtin(
  'rbac.authorization.k8s.io',
  'clusterrolebindings',
  'ClusterRoleBinding',
)
export const storageClasses: Kind = builtin('storage.k8s.io', 'storageclasses', 'StorageClass')
export const priorityClasses: Kind = builtin('scheduling.k8s.io', 'priorityclasses', 'PriorityClass')
export const runtimeClasses: Kind = builtin('node.k8s.io', 'runtimeclasses', 'RuntimeClass')
export const deviceClasses: Kind = builtin('resource.k8s.io', 'deviceclasses', 'DeviceClass')
export const gatewayClasses: Kind = builtin('gateway.networking.k8s.io', 'gatewayclasses', 'GatewayClass')
export const mutatingWebhookConfigurations: Kind = builtin(
  'admissionregistration.k8s.io',
  'mutatingwebhookconfigurations',
  'MutatingWebhookConfiguration',
)
export const validatingWebhookConfigurations: Kind = builtin(
  'admissionregistration.k8s.io',
  'validatingwebhookconfigurations',
  'ValidatingWebhookConfiguration',
)
