import type { RuleOfWriter } from './rule.ts'

const tenants = 'capsule/tenants'

/** Rules of the Capsule operator v0.14, by writer; of one writer the special ones come first. */
export const capsuleRules: readonly RuleOfWriter[] = [
  {
    writer: tenants,
    verbs: ['delete'],
    resources: ['namespaces'],
    says: 'the operator deletes every namespace that the status of a terminating Tenant names, by name',
    source: 'tenant/namespaces.go reconcileDeletingTenantNamespaces; capsule-core.md R8.2',
  },
  {
    writer: tenants,
    resources: ['tenants'],
    changes: ['removed'],
    says: 'the operator takes its finalizer off a terminating Tenant once its status names no namespace any more',
    source: 'tenant/metadata.go ensureMetadata; capsule-core.md R2.8, R8.4',
  },
  {
    writer: tenants,
    resources: ['tenants'],
    says: 'a Tenant carries its name as a label, and the operator’s finalizer as long as its status names a namespace',
    source: 'tenant/metadata.go ensureMetadata; capsule-core.md R2.8',
  },
  {
    writer: tenants,
    resources: ['tenants/status'],
    says: 'the status of a Tenant tells its state, its owners and its namespaces',
    source: 'tenant/status.go updateTenantStatus; capsule-core.md R2.2, R2.5',
  },
  {
    writer: tenants,
    resources: ['namespaces'],
    says: 'a namespace whose owner reference names a Tenant carries the Tenant’s label and metadata',
    source: 'tenant/namespaces.go reconcileNamespaceMetadata; capsule-core.md R4.6',
  },
  {
    writer: tenants,
    resources: ['globalresourcequotas'],
    says: 'the quotas of a Tenant’s rules are GlobalResourceQuotas',
    source: 'tenant/globalresourcequotas.go syncGlobalResourceQuotas; capsule-core.md R5.4',
  },
  {
    writer: tenants,
    verbs: ['delete', 'patch'],
    says: 'a namespace of a Tenant that terminates for ten seconds and has no pods is emptied, all finalizers taken off',
    source: 'pkg/tenant/namespaces.go NamespacedCascadingCleanup; capsule-core.md R4.8',
  },
  {
    writer: tenants,
    verbs: ['deletecollection'],
    says: 'what the operator manages and the Tenant does not want any more is deleted',
    source: 'tenant/utils.go pruningResources, runGarbageCollection; capsule-core.md R5.6, R5.7',
  },
  {
    writer: tenants,
    resources: ['rulestatuses'],
    says: 'every namespace of a Tenant has a RuleStatus',
    source: 'tenant/rulestatus.go ensureRuleStatus; capsule-core.md R4.5',
  },
  {
    writer: tenants,
    resources: ['rolebindings'],
    says: 'every namespace of a Tenant has RoleBindings for its owners and additional bindings',
    source: 'tenant/rolebindings.go syncRoleBindings; capsule-core.md R5.5',
  },
  {
    writer: tenants,
    resources: ['networkpolicies'],
    says: 'every namespace of a Tenant has the Tenant’s NetworkPolicies',
    source: 'tenant/networkpolicies.go; capsule-core.md R5.2',
  },
  {
    writer: tenants,
    resources: ['limitranges'],
    says: 'every namespace of a Tenant has the Tenant’s LimitRanges',
    source: 'tenant/limitranges.go; capsule-core.md R5.1',
  },
  {
    writer: tenants,
    resources: ['resourcequotas'],
    says: 'every namespace of a Tenant has its share of the Tenant’s ResourceQuotas',
    source: 'tenant/resourcequotas.go syncResourceQuotas; capsule-core.md R5.3',
  },
  {
    writer: 'capsule/tenants: ResourceQuota events',
    says: 'the ResourceQuotas of a Tenant share its limits by what is used',
    source: 'tenant/manager.go syncResourceQuotasForResourceQuota; capsule-core.md R1.10',
  },
  {
    writer: 'capsule/tenants: class events',
    says: 'the status of a Tenant names the classes that it may use',
    source: 'tenant/class_events.go; capsule-core.md R1.9',
  },
  {
    writer: 'capsule/rule-status',
    says: 'a RuleStatus tells which rules are in force in its namespace, and objects there carry the metadata that rules manage',
    source: 'rulestatus/manager.go reconcile; capsule-core.md M5.2',
  },
  {
    writer: 'capsule/configuration',
    says: 'the configuration’s status lists Capsule’s users and Tenants',
    source: 'internal/controllers/cfg/status; capsule-core.md B2.1',
  },
  {
    writer: 'capsule/rbac/roles',
    says: 'the ClusterRoles for creating and deleting namespaces are as the operator wants them',
    source: 'rbac/manager.go EnsureClusterRoleProvisioner; capsule-core.md B1.1',
  },
  {
    writer: 'capsule/rbac/bindings',
    says: 'Capsule’s users may create namespaces, by a ClusterRoleBinding',
    source: 'rbac/manager.go EnsureClusterRoleBindingsProvisioner; capsule-core.md B1.1, B1.3',
  },
  ...['mutating', 'validating'].map((kind) => ({
    writer: `capsule/admission/${kind}`,
    says: 'the operator’s webhook configurations are as its own configuration says',
    source: 'internal/controllers/admission; capsule-core.md W1',
  })),
  ...['pod', 'services', 'endpointslices'].map((kind) => ({
    writer: `capsule/${kind}`,
    says: 'objects in a Tenant’s namespaces carry the metadata of its pod and service options',
    source: 'internal/controllers/pod/metadata.go; capsule-core.md M4.2',
  })),
  {
    writer: 'capsule/persistentvolumes',
    says: 'a claimed volume carries the label of the Tenant of its claim',
    source: 'internal/controllers/pv; capsule-core.md M4.2',
  },
  {
    writer: 'capsule/tenantowner',
    says: 'the status of a TenantOwner tells which Tenants it owns',
    source: 'internal/controllers/tenantowner; capsule-core.md B3.1',
  },
  ...['capsule/global-tenant-resources', 'capsule/tenant-resources', 'capsule/namespace-trigger'].map(replicates),
  {
    writer: 'capsule/resourcepools/pools',
    says: 'a pool divides its quota between the claims that are bound to it',
    source: 'resourcepools/pool_controller.go reconcile; capsule-extended.md D2',
  },
  {
    writer: 'capsule/resourcepools/claims',
    says: 'a claim is assigned to the pool that it names',
    source: 'resourcepools/claim_controller.go Reconcile; capsule-extended.md D2.6',
  },
  {
    writer: 'capsule/global-resource-quotas',
    says: 'a GlobalResourceQuota counts what its namespaces use',
    source: 'internal/controllers/globalresourcequotas; capsule-extended.md D4',
  },
  ...['customquota', 'globalcustomquota'].map((writer) => ({
    writer,
    says: 'a custom quota counts what its sources use',
    source: 'internal/controllers/customquotas; capsule-extended.md D5',
  })),
]

/** The same for v0.7. */
export const capsule07Rules: readonly RuleOfWriter[] = [
  {
    writer: tenants,
    verbs: ['deletecollection'],
    says: 'what the operator manages and the Tenant does not want any more is deleted',
    source: 'controllers/tenant/utils.go pruningResources; capsule-0.7.md T5',
  },
  {
    writer: tenants,
    resources: ['tenants', 'tenants/status'],
    says: 'every pass writes the Tenant’s label, its state and its namespaces',
    source: 'controllers/tenant/manager.go Reconcile; capsule-0.7.md T2.1, T2.2, T2.4',
  },
  {
    writer: tenants,
    resources: ['namespaces'],
    says: 'a namespace that a Tenant’s status lists carries the Tenant’s metadata',
    source: 'controllers/tenant/namespaces.go syncNamespaceMetadata; capsule-0.7.md T3',
  },
  {
    writer: tenants,
    resources: ['networkpolicies', 'limitranges'],
    says: 'every namespace of a Tenant has the Tenant’s NetworkPolicies and LimitRanges',
    source: 'controllers/tenant/networkpolicies.go, limitranges.go; capsule-0.7.md T5',
  },
  {
    writer: tenants,
    resources: ['resourcequotas'],
    says: 'every namespace of a Tenant has its share of the Tenant’s ResourceQuotas',
    source: 'controllers/tenant/resourcequotas.go syncResourceQuotas; capsule-0.7.md T6',
  },
  {
    writer: tenants,
    resources: ['rolebindings'],
    says: 'every namespace of a Tenant has RoleBindings for its owners and additional bindings',
    source: 'controllers/tenant/rolebindings.go; capsule-0.7.md T7',
  },
  {
    writer: 'capsule/rbac',
    says: 'the ClusterRoles for namespaces, and who may use them, are as the operator wants them',
    source: 'controllers/rbac/manager.go Reconcile; capsule-0.7.md B1',
  },
  ...['pod', 'services', 'endpoints', 'endpointslices'].map((kind) => ({
    writer: `capsule/${kind}`,
    says: 'objects in a Tenant’s namespaces carry the metadata of its pod and service options',
    source: 'controllers/pod, controllers/servicelabels; capsule-0.7.md B6',
  })),
  {
    writer: 'capsule/persistentvolumes',
    says: 'a claimed volume carries the label of the Tenant of its claim',
    source: 'controllers/pv/controller.go; capsule-0.7.md B6',
  },
  ...['capsule/globaltenantresources', 'capsule/tenantresources'].map((writer) => ({
    ...replicates(writer),
    source: 'controllers/resources; capsule-0.7.md 8',
  })),
]

function replicates(writer: string): RuleOfWriter {
  return {
    writer,
    says: 'objects of a replication are in every namespace that it selects, and nowhere else',
    source: 'pkg/api/processor/processor_func.go Reconcile; capsule-extended.md C5',
  }
}
