import { at, listAt } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { labelSelectorRequirements, matchesRequirements } from '../../object/label-selector.ts'
import { parseResources, type ResourceList } from '../../object/resource-list.ts'
import { sha256 } from '../controllers/sha256.ts'

/** What all namespaces of the quota may use together. */
export function globalHard(quota: KubeObject): ResourceList {
  return parseResources(at(quota.spec, 'quota', 'hard'))
}

/** The ResourceQuota of the quota in each namespace. [globalresourcequota_func.go:GetResourceQuotaName; extended D4.1] */
export function projectedQuotaName(quota: KubeObject): string {
  return `capsule-global-quota-${sha256(quota.metadata.name).slice(0, 20)}`
}

/** [GetLedgerName; extended D4.2] */
export function ledgerName(quota: KubeObject): string {
  const { name, uid = '' } = quota.metadata
  return `global-resource-quota-${sha256(`${name}/${uid}`).slice(0, 32)}`
}

/**
 * Whether any selector of the quota selects the namespace, or what is wrong with one. An empty one selects nothing, for it
 * is nil in Go. [namespaced_selectors.go:GetNamespacesMatchingSelectors]
 */
export function selectsForQuota(quota: KubeObject, namespace: KubeObject): boolean | { readonly error: string } {
  for (const selector of listAt(quota.spec, 'namespaceSelectors')) {
    if (at(selector, 'matchLabels') === undefined && at(selector, 'matchExpressions') === undefined) continue
    const requirements = labelSelectorRequirements(selector)
    if (requirements && 'error' in requirements) return requirements
    if (requirements && matchesRequirements(requirements, labelsOf(namespace))) return true
  }
  return false
}
