import type { AdmissionRequest } from '../../apiserver/admission.ts'
import { isJsonObject, type Json, type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { readRule, type WebhookRule } from '../webhook-configuration.ts'
import { matchesNamespace, matchesObject, matchesRule } from '../webhook-matching.ts'

/** matchConstraints of a policy, or matchResources of a binding. */
export interface MatchResources {
  readonly isExact: boolean
  readonly namespaceSelector: JsonObject
  readonly objectSelector: JsonObject
  readonly rules: readonly NamedRule[]
  readonly excluded: readonly NamedRule[]
}

/** A rule that may be for objects of some names only. */
interface NamedRule extends WebhookRule {
  readonly resourceNames: readonly Json[]
}

export function readMatchResources(resources: JsonObject): MatchResources {
  const rulesIn = (field: string): readonly NamedRule[] =>
    listAt(resources, field)
      .filter(isJsonObject)
      .map((rule) => ({ ...readRule(rule), resourceNames: listAt(rule, 'resourceNames') }))
  return {
    isExact: resources.matchPolicy === 'Exact',
    namespaceSelector: objectAt(resources, 'namespaceSelector'),
    objectSelector: objectAt(resources, 'objectSelector'),
    rules: rulesIn('resourceRules'),
    excluded: rulesIn('excludeResourceRules'),
  }
}

/**
 * The version in which a request matches, undefined where it does not: the selectors have it, no rule excludes it, and one
 * of the rules names it, if there are rules. [apiserver pkg/admission/plugin/policy/matching/matching.go Matches; kubernetes.md 7.5.2]
 */
export function matchedVersion(
  resources: MatchResources,
  request: AdmissionRequest,
  state: ClusterState,
  served: readonly string[],
): string | undefined {
  const { namespaceSelector, objectSelector, rules, excluded, isExact } = resources
  if (!matchesNamespace(namespaceSelector, request, state) || !matchesObject(objectSelector, request)) return undefined
  const versions = isExact ? [] : served
  if (versionOfRules(excluded, request, versions) !== undefined) return undefined
  return rules.length === 0 ? request.type.version : versionOfRules(rules, request, versions)
}

/** That of the request if a rule names it, else the first other served one that a rule names. */
function versionOfRules(
  rules: readonly NamedRule[],
  request: AdmissionRequest,
  served: readonly string[],
): string | undefined {
  const { version } = request.type
  const matches = (candidate: string) => (rule: NamedRule) =>
    matchesRule(rule, request, [candidate]) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(request.name))
  if (rules.some(matches(version))) return version
  return rules.flatMap((rule) => served.filter((other) => other !== version && matches(other)(rule))).at(0)
}
