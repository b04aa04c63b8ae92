import { type ResourceKey, resourceKey } from '../../object/gvk.ts'

/** Names, labels, annotations and finalizers of Capsule, as upstream spells them. [pkg/api/meta; core 0.1, 0.6] */
export const capsuleGroup = 'capsule.clastix.io'
export const capsuleVersion = 'v1beta2'
export const capsuleApiVersion = 'capsule.clastix.io/v1beta2'
export const configurationName = 'default'
/** the operator's own service account */
export const controllerUser = 'system:serviceaccount:capsule-system:capsule'
/** where the operator runs */
export const controllerNamespace = 'capsule-system'
export const controllerName = 'controller.projectcapsule.dev'

export const namespacesKey: ResourceKey = resourceKey('', 'namespaces')
export const serviceAccountsKey: ResourceKey = resourceKey('', 'serviceaccounts')
export const tenantsKey: ResourceKey = resourceKey(capsuleGroup, 'tenants')
export const tenantOwnersKey: ResourceKey = resourceKey(capsuleGroup, 'tenantowners')
export const ruleStatusesKey: ResourceKey = resourceKey(capsuleGroup, 'rulestatuses')
export const capsuleConfigurationsKey: ResourceKey = resourceKey(capsuleGroup, 'capsuleconfigurations')
export const definitionsKey: ResourceKey = resourceKey('apiextensions.k8s.io', 'customresourcedefinitions')
export const tenantResourcesKey: ResourceKey = resourceKey(capsuleGroup, 'tenantresources')
export const globalTenantResourcesKey: ResourceKey = resourceKey(capsuleGroup, 'globaltenantresources')
export const resourcePoolsKey: ResourceKey = resourceKey(capsuleGroup, 'resourcepools')
export const quantityLedgersKey: ResourceKey = resourceKey(capsuleGroup, 'quantityledgers')
export const globalResourceQuotasKey: ResourceKey = resourceKey(capsuleGroup, 'globalresourcequotas')

/** on a Namespace: the Tenant that it belongs to */
export const tenantLabel = 'capsule.clastix.io/tenant'
/** on objects that Capsule made or that lie in a Tenant's namespace: the Tenant */
export const newTenantLabel = 'projectcapsule.dev/tenant'
export const managedByLabel = 'projectcapsule.dev/managed-by'
export const managedByController = 'controller'
export const managedByResources = 'resources'
/** on objects in a Tenant's namespace: the Tenant's name */
export const objectManagedByLabel = 'capsule.clastix.io/managed-by'
/** on objects that Capsule before v0.13 replicated */
export const resourcesLabel = 'capsule.clastix.io/resources'
export const createdByLabel = 'projectcapsule.dev/created-by'
export const createdByReplications = 'replications'
export const createdByController = 'controller'
export const createdByRbacController = 'rbac-controller'
export const limitRangeLabel = 'capsule.clastix.io/limit-range'
export const networkPolicyLabel = 'capsule.clastix.io/network-policy'
export const resourceQuotaLabel = 'capsule.clastix.io/resource-quota'
export const globalResourceQuotaLabel = 'projectcapsule.dev/global-resource-quota'
export const resourcePoolLabel = 'projectcapsule.dev/pool'
export const roleBindingLabel = 'capsule.clastix.io/role-binding'
export const nameLabel = 'projectcapsule.dev/name'
export const ruleQuotaLabel = 'projectcapsule.dev/rule-quota'
export const cordonedLabel = 'projectcapsule.dev/cordoned'
export const customResourcesLabel = 'projectcapsule.dev/custom-resources'
export const ownerPromotionLabel = 'owner.projectcapsule.dev/promote'
export const promotionLabel = 'projectcapsule.dev/promote'
export const metadataNameLabel = 'kubernetes.io/metadata.name'

export const nodeSelectorAnnotation = 'scheduler.alpha.kubernetes.io/node-selector'
export const ingressClassesAnnotation = 'capsule.clastix.io/ingress-classes'
export const ingressClassesRegexpAnnotation = 'capsule.clastix.io/ingress-classes-regexp'
export const storageClassesAnnotation = 'capsule.clastix.io/storage-classes'
export const storageClassesRegexpAnnotation = 'capsule.clastix.io/storage-classes-regexp'
export const allowedRegistriesAnnotation = 'capsule.clastix.io/allowed-registries'
export const allowedRegistriesRegexpAnnotation = 'capsule.clastix.io/allowed-registries-regexp'
export const forbiddenNamespaceLabelsAnnotation = 'capsule.clastix.io/forbidden-namespace-labels'
export const forbiddenNamespaceLabelsRegexpAnnotation = 'capsule.clastix.io/forbidden-namespace-labels-regexp'
export const forbiddenNamespaceAnnotationsAnnotation = 'capsule.clastix.io/forbidden-namespace-annotations'
export const forbiddenNamespaceAnnotationsRegexpAnnotation = 'capsule.clastix.io/forbidden-namespace-annotations-regexp'
/** on a Tenant, followed by `<plural>.<group>_<version>`: how many objects of a custom resource it may have */
export const resourceQuotaAnnotationPrefix = 'quota.resources.capsule.clastix.io'
export const resourceUsedAnnotationPrefix = 'used.resources.capsule.clastix.io'

export const tenantFinalizer = 'controller.projectcapsule.dev/finalize'
export const managedRulesName = 'capsule-managed-rules'
