import { isJsonObject, type JsonObject, listAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { type Attributes, isResourceAttributes } from './attributes.ts'

/** A rule of a Role or ClusterRole; lists that it does not have are empty. */
export interface PolicyRule {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

const parsedRules = new WeakMap<KubeObject, readonly PolicyRule[]>()

export function rulesOf(role: KubeObject): readonly PolicyRule[] {
  const known = parsedRules.get(role)
  if (known) return known
  const rules = listAt(role, 'rules').filter(isJsonObject).map(parsePolicyRule)
  parsedRules.set(role, rules)
  return rules
}

function parsePolicyRule(rule: JsonObject): PolicyRule {
  return {
    verbs: textsAt(rule, 'verbs'),
    apiGroups: textsAt(rule, 'apiGroups'),
    resources: textsAt(rule, 'resources'),
    resourceNames: textsAt(rule, 'resourceNames'),
    nonResourceURLs: textsAt(rule, 'nonResourceURLs'),
  }
}

function textsAt(rule: JsonObject, field: keyof PolicyRule): readonly string[] {
  return listAt(rule, field).filter((text) => typeof text === 'string')
}

/**
 * A rule allows what its verbs, and its groups, resources and names or its URLs, cover.
 * [kubernetes plugin/pkg/auth/authorizer/rbac/rbac.go:RuleAllows; kubernetes.md 6.1.3-6.1.5]
 */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!includesOrAll(rule.verbs, attributes.verb)) return false
  if (!isResourceAttributes(attributes)) return rule.nonResourceURLs.some((url) => urlCovers(url, attributes.path))
  return (
    includesOrAll(rule.apiGroups, attributes.group) &&
    rule.resources.some((resource) => resourceCovers(resource, attributes.resource, attributes.subresource)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(attributes.name))
  )
}

function includesOrAll(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value)
}

// `*` is everything, `pods` is not `pods/log`, and `*/scale` is that subresource of every resource.
function resourceCovers(rule: string, resource: string, subresource: string): boolean {
  if (rule === '*') return true
  if (subresource === '') return rule === resource
  return rule === `${resource}/${subresource}` || rule === `*/${subresource}`
}

/** The URL itself, or all that start with it where it ends with `*`. */
export function urlCovers(rule: string, path: string): boolean {
  return rule === path || (rule.endsWith('*') && path.startsWith(rule.replace(/\*+$/, '')))
}
