import { Environment, EvaluationError, Optional } from '@marcbachmann/cel-js'
import type { ValidationRule } from './structural-schema.ts'

/** What a CEL expression came to. `failed`: upstream fails there too, with this text; `notEvaluated`: only the model does. */
export type Evaluation = { readonly value: unknown } | { readonly failed: string } | { readonly notEvaluated: string }

type Program = (variables: { readonly self: unknown; readonly oldSelf: unknown }) => unknown

const environment: Environment = new Environment({ enableOptionalTypes: true })
  .registerVariable('self', 'dyn')
  .registerVariable('oldSelf', 'dyn')

const programs = new Map<string, Program | string>()

/** Expressions are parsed once, when they are first needed. A text says why one cannot be. */
function programOf(expression: string): Program | string {
  const known = programs.get(expression)
  if (known !== undefined) return known
  const made = parse(expression)
  programs.set(expression, made)
  return made
}

function parse(expression: string): Program | string {
  try {
    return environment.parse(expression)
  } catch (error) {
    return textOf(error)
  }
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n')[0] ?? text
}

/**
 * Evaluates a CEL expression. Missing: what Kubernetes adds to CEL (quantity, url, regex find, ip, format).
 * [k8s.io/apiserver pkg/cel/library]
 */
export function evaluate(expression: string, self: unknown, oldSelf: unknown): Evaluation {
  const program = programOf(expression)
  if (typeof program === 'string') return { notEvaluated: program }
  try {
    return { value: program({ self, oldSelf }) }
  } catch (error) {
    if (error instanceof EvaluationError && error.code === 'no_such_key')
      return { failed: textOf(error).replace(/^N/, 'n') }
    return { notEvaluated: textOf(error) }
  }
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
