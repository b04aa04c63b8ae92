import type { Requirement } from '../../object/label-requirement.ts'
import { labelSelectorRequirements } from '../../object/label-selector.ts'
import type { ClusterResource } from './proxy-settings.ts'
import type { ProxyTenant } from './proxy-tenants.ts'

/** A resource as rules of ClusterResources name it. */
export interface RuledResource {
  readonly group: string
  readonly version: string
  /** plural */
  readonly resource: string
}

/**
 * The requirements of all rules that cover the resource and the operation; a rule whose selector is absent or invalid
 * gives none, and one that selects everything gives none either.
 * [capsule-proxy internal/modules/clusterscoped/utils.go:GetClusterScopeRequirements; extended E7.4]
 */
export function clusterScopeRequirements(
  resource: RuledResource,
  operation: 'List' | 'Get',
  tenants: readonly ProxyTenant[],
): readonly Requirement[] {
  return tenants
    .flatMap(({ clusterResources }) => clusterResources)
    .filter((rule) => coversResource(rule, resource) && allowsOperation(rule, operation))
    .flatMap(({ selector }) => {
      const requirements = labelSelectorRequirements(selector)
      return requirements === undefined || 'error' in requirements ? [] : requirements
    })
}

/** Both operations where none is named; the right to list is one to get. */
function allowsOperation({ operations = [] }: ClusterResource, operation: 'List' | 'Get'): boolean {
  return operations.length === 0 || operations.includes(operation) || operations.includes('List')
}

function coversResource(
  { apiGroups = [], resources = [] }: ClusterResource,
  { group, version, resource }: RuledResource,
): boolean {
  if (!resources.includes('*') && !resources.includes(resource)) return false
  return apiGroups.some((pattern) => matchesPattern(pattern, pattern.includes('/') ? `${group}/${version}` : group))
}

/** `*` stands for any text; with several in a pattern its ends are not held to those of the value. [utils.go:matchPattern] */
function matchesPattern(pattern: string, value: string): boolean {
  const parts = pattern.split('*')
  const [start = '', end = ''] = parts
  if (parts.length === 1) return pattern === value
  if (parts.length === 2 && start === '') return value.endsWith(end)
  if (parts.length === 2 && end === '') return value.startsWith(start)
  let index = 0
  for (const part of parts.filter((each) => each !== '')) {
    const at = value.indexOf(part, index)
    if (at < 0) return false
    index = at + part.length
  }
  return true
}
