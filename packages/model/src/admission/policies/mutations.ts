import type { Variables } from '../../cel/evaluation.ts'
import { jsonOfCelValue } from '../../cel/json-value.ts'
import { isJsonArray, isJsonObject, type Json, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import { evaluateAdmission } from '../cel/variables.ts'
import { failedExpression } from '../match-conditions.ts'
import { applyConfiguration } from './apply-configuration.ts'
import { applyOperations } from './json-patch-operations.ts'
import type { Mutated } from './mutated.ts'
import { withoutObjectLiterals } from './object-literals.ts'

/** The expression of a mutation, which computes a JSON patch or a configuration to apply. */
export function expressionOf(mutation: Json): string {
  const field = isJsonPatch(mutation) ? 'jsonPatch' : 'applyConfiguration'
  return textAt(objectAt(mutation, field), 'expression') ?? ''
}

function isJsonPatch(mutation: Json): boolean {
  return textAt(mutation, 'patchType') === 'JSONPatch'
}

/** Computes one mutation of a policy and applies it. [apiserver pkg/admission/plugin/policy/mutating/patch; kubernetes.md 7.5.7] */
export function mutate(mutation: Json, object: KubeObject, type: ResourceType, variables: Variables): Mutated {
  const expression = expressionOf(mutation)
  const evaluation = evaluateAdmission(withoutObjectLiterals(expression), variables)
  if ('failed' in evaluation) return { failed: failedExpression(expression, evaluation.failed) }
  if ('notEvaluated' in evaluation) return evaluation
  const patch = jsonOfCelValue(evaluation.value)
  if (isJsonPatch(mutation) && isJsonArray(patch)) return applyOperations(object, patch)
  if (!isJsonPatch(mutation) && isJsonObject(patch)) return applyConfiguration(object, patch, type)
  return { notEvaluated: 'it gives no patch' }
}
