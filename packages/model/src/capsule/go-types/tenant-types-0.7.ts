/**
 * The Go types of a Tenant's spec in v0.7.4 that are not those of v0.14, in the notation of tenant-types.ts and with its
 * version before their names. Structs that are no pointers are always written: omitempty never leaves out a struct.
 * [api/v1beta2/{tenant_types,namespace_options,owner}.go, pkg/api/{service_options,additional_role_bindings}.go; 0.7 A2, A3]
 */
export const tenantTypes07: Readonly<Record<string, readonly string[]>> = {
  'v0.7/v1beta2.TenantSpec': [
    'owners []#v0.7/v1beta2.OwnerSpec',
    'namespaceOptions? *#v0.7/v1beta2.NamespaceOptions',
    'serviceOptions? *#v0.7/api.ServiceOptions',
    'podOptions? *#api.PodOptions',
    'storageClasses? *#api.DefaultAllowedListSpec',
    'ingressOptions #v1beta2.IngressOptions',
    'containerRegistries? *#api.AllowedListSpec',
    'nodeSelector? map:string',
    'networkPolicies #api.NetworkPolicySpec',
    'limitRanges #api.LimitRangesSpec',
    'resourceQuotas #api.ResourceQuotaSpec',
    'additionalRoleBindings? []#v0.7/api.AdditionalRoleBindingsSpec',
    'imagePullPolicies? []string@api.ImagePullPolicySpec',
    'runtimeClasses? *#api.DefaultAllowedListSpec',
    'priorityClasses? *#api.DefaultAllowedListSpec',
    'cordoned? bool',
    'preventDeletion? bool',
    'forceTenantPrefix? *bool',
  ],
  'v0.7/v1beta2.OwnerSpec': [
    'kind string@v1beta2.OwnerKind',
    'name string',
    'clusterRoles? []string',
    'proxySettings? []#rbac.ProxySettings',
  ],
  'v0.7/v1beta2.NamespaceOptions': [
    'quota? *int32',
    'additionalMetadata? *#api.AdditionalMetadataSpec',
    'forbiddenLabels #api.ForbiddenListSpec',
    'forbiddenAnnotations #api.ForbiddenListSpec',
  ],
  'v0.7/api.ServiceOptions': [
    'additionalMetadata? *#api.AdditionalMetadataSpec',
    'allowedServices? *#api.AllowedServices',
    'externalIPs? *#api.ExternalServiceIPsSpec',
    'forbiddenLabels #api.ForbiddenListSpec',
    'forbiddenAnnotations #api.ForbiddenListSpec',
  ],
  'v0.7/api.AdditionalRoleBindingsSpec': ['clusterRoleName string', 'subjects []#v1.Subject'],
}
