import { type GoType, parseType } from '../../object/go-types/go-type.ts'
import { at, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'
import { reencode } from '../go-types/encode.ts'
import { managedRulesName, namespacesKey, ruleStatusesKey } from './constants.ts'
import { isSelected } from './namespace-selector.ts'
import { fromTenant, type Tenant } from './tenant.ts'

/** A rule as it applies in one namespace: `enforce` and perhaps `audience`, without selector and quota. */
export type RuleBody = JsonObject

const enforceType: GoType = parseType('#rules.NamespaceRuleEnforceBody')

export type RuleBodies =
  | { readonly bodies: readonly RuleBody[]; readonly error?: undefined }
  | { readonly error: string }

/**
 * The rules of a Tenant that select a Namespace and enforce something, in their order, rendered for it.
 * [pkg/tenant/rules.go:BuildNamespaceRuleBodyStatus; core R4.4, extended A10.2]
 */
export function namespaceRuleBodies(namespace: KubeObject, tenant: Tenant): RuleBodies {
  const context = { tenant: fromTenant(tenant), namespace }
  const bodies: RuleBody[] = []
  for (const rule of tenant.spec?.rules ?? []) {
    if (!isSelected(rule.namespaceSelector, labelsOf(namespace)) || rule.enforce === undefined) continue
    const body: RuleBody = {
      ...(rule.audience === undefined ? {} : { audience: rule.audience }),
      enforce: reencode(enforceType, rule.enforce),
    }
    const rendered = render(body, context)
    if (rendered.missing !== undefined) return { error: missingKey(rendered.missing) }
    bodies.push(rendered.value as RuleBody)
  }
  return { bodies }
}

/**
 * The rules in force in a namespace: those that its RuleStatus has published, and only without one the Tenant's own.
 * [handlers/typed_tenant_ruleset.go; extended A0.9]
 */
export function rulesInForce(state: ClusterState, namespace: string, tenant: Tenant): RuleBodies {
  const published = findObject(state, ruleStatusesKey, namespace, managedRulesName)
  if (published) {
    const rules = at(published, 'status', 'rules')
    return { bodies: isJsonArray(rules) ? rules.filter(isJsonObject) : [] }
  }
  const found = findObject(state, namespacesKey, undefined, namespace)
  return found ? namespaceRuleBodies(found, tenant) : { error: `Namespace "${namespace}" not found` }
}

/** Whether a text is a template that is not rendered here: one with more in it than paths of fields. */
export function hasTemplateFunction(text: string): boolean {
  return text.replace(fieldPath, '').includes('{{')
}

type Rendered = { readonly value: Json | undefined; readonly missing?: string }

/** Field paths such as `{{ .tenant.metadata.name }}` in texts; the functions of Go's templates are not modelled. */
const fieldPath = /\{\{-?\s*\.([A-Za-z0-9_.]+)\s*-?\}\}/g

function render(value: Json | undefined, context: JsonObject): Rendered {
  let missing: string | undefined
  const visit = (node: Json | undefined): Json | undefined => {
    if (typeof node === 'string')
      return node.replace(fieldPath, (_, path: string) => {
        const found = at(context, ...path.split('.'))
        if (found === undefined || isJsonObject(found) || isJsonArray(found)) missing ??= path
        return String(found)
      })
    if (isJsonArray(node)) return node.map((item) => visit(item) ?? null)
    if (!isJsonObject(node)) return node
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, visit(item)]))
  }
  const rendered = visit(value)
  return missing === undefined ? { value: rendered } : { value: rendered, missing }
}

function missingKey(path: string): string {
  const key = path.split('.').at(-1) ?? path
  return `render namespace rule bodies: render namespace rule bodies template: execute template: template: tpl: executing "tpl" at <.${path}>: map has no entry for key "${key}"`
}
