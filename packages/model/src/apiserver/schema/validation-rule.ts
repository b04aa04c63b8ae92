import { Optional } from '@marcbachmann/cel-js'
import { kubernetesEnvironment } from '../../cel/environment.ts'
import { type Evaluate, type Evaluation, evaluatorIn } from '../../cel/evaluation.ts'
import type { ValidationRule } from './structural-schema.ts'

export type { Evaluation }

const evaluateRule: Evaluate = evaluatorIn(
  kubernetesEnvironment().registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn'),
)

/** Evaluates a rule of a schema, or its messageExpression. */
export function evaluate(expression: string, self: unknown, oldSelf: unknown): Evaluation {
  return evaluateRule(expression, { self, oldSelf })
}

/** oldSelf as rules with optionalOldSelf see it. */
export function optionalOf(oldSelf: unknown): unknown {
  return oldSelf === undefined ? Optional.none() : Optional.of(oldSelf)
}

/** Whether a rule compares with the old value, so that it is left out where there is none. */
export function usesOldSelf(rule: ValidationRule): boolean {
  const withoutTexts = rule.rule.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '')
  return /\boldSelf\b/.test(withoutTexts)
}
