import { isJsonArray, isJsonObject, type Json, type JsonObject, textAt } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { isSelected } from '../tenant/namespace-selector.ts'
import { fromTenant, type Tenant } from '../tenant/tenant.ts'

/**
 * The bodies of the rules that enforce something and select the namespace, in the order of the spec, without what is
 * only for the Tenant: the selector, quotas. [pkg/tenant/rules.go:BuildNamespaceRuleBodyStatus; core R4.4]
 *
 * not modelled: of Go's templates in rule bodies only paths, `{{ .tenant.metadata.name }}`; others stay as they are.
 */
export function namespaceRuleBodies(tenant: Tenant, namespace: KubeObject): readonly JsonObject[] {
  const context: JsonObject = { tenant: fromTenant(tenant), namespace }
  return (tenant.spec?.rules ?? [])
    .filter((rule) => rule.enforce !== undefined && isSelected(rule.namespaceSelector, labelsOf(namespace)))
    .map(({ audience, enforce }) => rendered({ audience, enforce } as JsonObject, context) as JsonObject)
}

function rendered(value: Json, context: JsonObject): Json {
  if (typeof value === 'string') return renderedText(value, context)
  if (isJsonArray(value)) return value.map((item) => rendered(item, context))
  if (!isJsonObject(value)) return value
  const fields = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return Object.fromEntries(fields.map(([field, item]) => [renderedText(field, context), rendered(item, context)]))
}

function renderedText(text: string, context: JsonObject): string {
  return text.replace(/\{\{-?\s*((?:\.\w+)+)\s*-?\}\}/g, (action: string, path: string) => {
    return textAt(context, ...path.slice(1).split('.')) ?? action
  })
}
