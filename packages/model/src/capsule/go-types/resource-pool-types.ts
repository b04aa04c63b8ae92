/** The Go types of pools and claims, in the notation of tenant-types.ts. [api/v1beta2, k8s.io/api at v0.14.0] */
export const resourcePoolTypes: Readonly<Record<string, readonly string[]>> = {
  'v1beta2.ResourcePoolSpec': [
    'selectors? []#selectors.NamespaceSelector',
    'quota #v1.ResourceQuotaSpec',
    'defaults~ map:!resource.Quantity@v1.ResourceList',
    'config~ #v1beta2.ResourcePoolSpecConfiguration',
  ],
  'selectors.NamespaceSelector': [
    'LabelSelector.matchLabels? map:string',
    'LabelSelector.matchExpressions? []#v1.LabelSelectorRequirement',
  ],
  'v1.ResourceQuotaSpec': [
    'hard? map:!resource.Quantity@v1.ResourceList',
    'scopes? []string@v1.ResourceQuotaScope',
    'scopeSelector? *#v1.ScopeSelector',
  ],
  'v1beta2.ResourcePoolSpecConfiguration': [
    'defaultsZero? *bool',
    'orderedQueue? *bool',
    'deleteBoundResources? *bool',
  ],
  'v1beta2.ResourcePoolClaimSpec': ['pool string', 'claim map:!resource.Quantity@v1.ResourceList'],
}
