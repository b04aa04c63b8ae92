import { compareTexts } from '../../object/go-format.ts'
import { isJsonObject, type Json, type JsonObject, listAt } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { labelSelectorRequirements, matchesSelector } from '../../object/label-selector.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import { clusterRolesKey } from './bindings.ts'
import { type PolicyRule, rulesOf } from './policy-rule.ts'

/** The rules as they are written to the ClusterRole, or why its selectors cannot be read. */
export type AggregatedRules = { readonly rules: readonly JsonObject[] } | { readonly error: string }

/**
 * A ClusterRole that aggregates has the rules of all others that its selectors choose: selector by selector, within one
 * in order of the roles' names, each rule once.
 * [kubernetes pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go:syncClusterRole; kubernetes.md 6.2.6]
 */
export function aggregateRules(state: ClusterState, clusterRole: KubeObject): AggregatedRules {
  const rules = new Map<string, JsonObject>()
  const others = listObjects(state, clusterRolesKey).filter(
    ({ metadata }) => metadata.name !== clusterRole.metadata.name,
  )
  for (const selector of listAt(clusterRole, 'aggregationRule', 'clusterRoleSelectors')) {
    const error = selectorError(selector)
    if (error !== undefined) return { error }
    for (const rule of selectedRules(others, selector)) {
      const printed = printRule(rule)
      rules.set(JSON.stringify(printed), printed)
    }
  }
  return { rules: [...rules.values()] }
}

function selectedRules(roles: readonly KubeObject[], selector: Json): readonly PolicyRule[] {
  return roles
    .filter((role) => matchesSelector(selector, labelsOf(role)))
    .sort((a, b) => compareTexts(a.metadata.name, b.metadata.name))
    .flatMap(rulesOf)
}

function selectorError(selector: Json): string | undefined {
  const requirements = labelSelectorRequirements(selector)
  return isJsonObject(requirements) && typeof requirements.error === 'string' ? requirements.error : undefined
}

/** A rule with only those lists that are not empty, always in the same order. */
function printRule(rule: PolicyRule): JsonObject {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule
  const lists = { verbs, apiGroups, resources, resourceNames, nonResourceURLs }
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}

export function isAggregating(clusterRole: KubeObject): boolean {
  return isJsonObject(clusterRole.aggregationRule)
}

/** Whether a ClusterRole has just these rules already, in this order. */
export function hasRules(clusterRole: KubeObject, rules: readonly JsonObject[]): boolean {
  return JSON.stringify(rulesOf(clusterRole).map(printRule)) === JSON.stringify(rules)
}
