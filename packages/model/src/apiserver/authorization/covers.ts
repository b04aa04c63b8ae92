import { compareTexts, goQuote } from '../../object/go-format.ts'
import { type PolicyRule, urlCovers } from './policy-rule.ts'

const nothing: PolicyRule = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] }

/**
 * Those single permissions of the wanted rules that no held rule covers by itself.
 * [component-helpers auth/rbac/validation/policy_comparator.go:Covers]
 */
export function uncoveredRules(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  return wanted.flatMap(breakDown).filter((single) => !held.some((rule) => covers(rule, single)))
}

/** A rule as rules of one verb and one resource or URL each. [BreakdownRule] */
function breakDown(rule: PolicyRule): readonly PolicyRule[] {
  const singles: PolicyRule[] = []
  const names = rule.resourceNames.length > 0 ? rule.resourceNames.map((name) => [name]) : [[]]
  for (const group of rule.apiGroups)
    for (const resource of rule.resources)
      for (const verb of rule.verbs)
        for (const resourceNames of names)
          singles.push({ ...nothing, apiGroups: [group], resources: [resource], verbs: [verb], resourceNames })
  for (const url of rule.nonResourceURLs)
    for (const verb of rule.verbs) singles.push({ ...nothing, nonResourceURLs: [url], verbs: [verb] })
  return singles
}

/** [ruleCovers] */
function covers(held: PolicyRule, single: PolicyRule): boolean {
  return (
    includesAllOrStar(held.verbs, single.verbs) &&
    includesAllOrStar(held.apiGroups, single.apiGroups) &&
    single.resources.every((resource) => resourceIsCovered(held.resources, resource)) &&
    (held.resourceNames.length === 0 || isNamedIn(held.resourceNames, single.resourceNames)) &&
    single.nonResourceURLs.every((url) => held.nonResourceURLs.some((heldUrl) => urlCovers(heldUrl, url)))
  )
}

function includesAllOrStar(held: readonly string[], wanted: readonly string[]): boolean {
  return held.includes('*') || wanted.every((value) => held.includes(value))
}

/** Rights to some names are none to all names. */
function isNamedIn(held: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && wanted.every((name) => held.includes(name))
}

function resourceIsCovered(held: readonly string[], resource: string): boolean {
  if (held.includes('*') || held.includes(resource)) return true
  const slash = resource.indexOf('/')
  return slash >= 0 && held.includes(`*/${resource.slice(slash + 1)}`)
}

/**
 * Rules as messages list them: one line for the verbs of a resource, in order of the lines.
 * [kubernetes pkg/registry/rbac/validation/policy_compact.go:CompactRules]
 */
export function describeRules(singles: readonly PolicyRule[]): readonly string[] {
  const compacted = new Map<string, PolicyRule>()
  for (const [index, rule] of singles.entries()) {
    const isOfUrl = rule.nonResourceURLs.length > 0
    const key = isOfUrl ? String(index) : JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames])
    const same = compacted.get(key)
    compacted.set(key, same ? { ...same, verbs: [...same.verbs, ...rule.verbs] } : rule)
  }
  return [...new Set([...compacted.values()].map(describeRule))].sort(compareTexts)
}

/** [kubernetes pkg/apis/rbac/v1/evaluation_helpers.go:CompactString] */
function describeRule(rule: PolicyRule): string {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ]
  const present = parts.filter(([, values]) => values.length > 0)
  return `{${present.map(([field, values]) => `${field}:${goQuoteList(values)}`).join(', ')}}`
}

/** A list of texts as Go prints it with %q: `["a" "b"]`. */
export function goQuoteList(texts: readonly string[]): string {
  return `[${texts.map(goQuote).join(' ')}]`
}
