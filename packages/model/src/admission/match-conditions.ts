import { aggregateErrors } from '../apiserver/authorization/rule-resolver.ts'
import type { Variables } from '../cel/evaluation.ts'
import { evaluateAdmission } from './cel/variables.ts'

/** All conditions hold, one does not, or none is false but some cannot be evaluated. */
export type ConditionsMet = { readonly met: boolean; readonly findings: readonly string[] } | { readonly error: string }

/**
 * The matchConditions of a webhook or a policy: one that is false decides, else one that fails does.
 * What only the model cannot evaluate is taken to hold, with a finding.
 * [apiserver pkg/admission/plugin/webhook/matchconditions/matcher.go; kubernetes.md 7.2.7]
 */
export function evaluateConditions(
  conditions: readonly { readonly expression: string }[],
  variables: () => Variables,
): ConditionsMet {
  if (conditions.length === 0) return { met: true, findings: [] }
  const given = variables()
  const errors: string[] = []
  const findings: string[] = []
  for (const { expression } of conditions) {
    const evaluation = evaluateAdmission(expression, given)
    if ('failed' in evaluation) errors.push(failedExpression(expression, evaluation.failed))
    else if ('notEvaluated' in evaluation) findings.push(notEvaluated(expression, evaluation.notEvaluated))
    else if (evaluation.value !== true) return { met: false, findings: [] }
  }
  return errors.length > 0 ? { error: aggregateErrors(errors) } : { met: true, findings }
}

/** [apiserver pkg/admission/plugin/cel/activation.go Evaluate] */
export function failedExpression(expression: string, because: string): string {
  return `expression '${expression}' resulted in error: ${because}`
}

function notEvaluated(expression: string, because: string): string {
  return `not modelled: match condition ${expression} (${because}), taken to hold`
}
