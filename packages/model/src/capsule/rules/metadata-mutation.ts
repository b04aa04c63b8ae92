import { isJsonObject, type Json, listAt, objectAt, textAt } from '../../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import type { RuleBody } from '../tenant/rule-bodies.ts'
import { concernsKind, type GroupVersionKind } from './version-kinds.ts'

type TextMap = Readonly<Record<string, string>>

/**
 * Rules give metadata: `default` where the key is absent, `managed` always; a later rule replaces an earlier of one key.
 * [rules/generic/mutation/metadata.go:MutateMetadata; core N3.8, extended A10.23]
 */
export function mutateMetadata(object: KubeObject, gvk: GroupVersionKind, bodies: readonly RuleBody[]): KubeObject {
  const rules = bodies.flatMap((body) => listAt(body, 'enforce', 'metadata')).filter((rule) => concernsKind(rule, gvk))
  if (rules.length === 0) return object
  return withMetadata(object, {
    labels: apply(labelsOf(object), rules, 'labels'),
    annotations: apply(annotationsOf(object), rules, 'annotations'),
  })
}

function apply(current: TextMap, rules: readonly Json[], field: 'labels' | 'annotations'): TextMap {
  return { ...collect(rules, field, 'default'), ...current, ...collect(rules, field, 'managed') }
}

function collect(rules: readonly Json[], field: string, kind: 'default' | 'managed'): TextMap {
  const out: Record<string, string> = {}
  for (const rule of rules)
    for (const [key, policy] of Object.entries(objectAt(rule, field))) {
      const value = isJsonObject(policy) ? textAt(policy, kind) : undefined
      if (value !== undefined) out[key] = value
    }
  return out
}
