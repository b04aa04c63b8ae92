import { type Environment, EvaluationError, type ParseResult } from '@marcbachmann/cel-js'

/** What a CEL expression came to. `failed`: upstream fails there too, with this text; `notEvaluated`: only the model does. */
export type Evaluation = { readonly value: unknown } | { readonly failed: string } | { readonly notEvaluated: string }

export type Variables = Readonly<Record<string, unknown>>

/** Evaluates an expression with values for the variables that its environment declares. */
export type Evaluate = (expression: string, variables: Variables) => Evaluation

/** An evaluator; every expression is parsed and checked once, when it is first needed. */
export function evaluatorIn(environment: Environment): Evaluate {
  const programs = new Map<string, ParseResult | string>()
  return (expression, variables) => {
    let program = programs.get(expression)
    if (program === undefined) {
      program = compile(environment, expression)
      programs.set(expression, program)
    }
    return typeof program === 'string' ? { notEvaluated: program } : run(program, variables)
  }
}

/** The program, or why there is none: what upstream does not compile either never gets into a stored object. */
function compile(environment: Environment, expression: string): ParseResult | string {
  try {
    const program = environment.parse(expression)
    const { valid, error } = program.check()
    return valid ? program : (error?.summary ?? 'the types do not fit')
  } catch (error) {
    return summaryOf(error)
  }
}

function run(program: ParseResult, variables: Variables): Evaluation {
  try {
    return { value: program(variables) }
  } catch (error) {
    const failed = error instanceof EvaluationError ? upstreamText(error) : undefined
    return failed === undefined ? { notEvaluated: summaryOf(error) } : { failed }
  }
}

function summaryOf(error: unknown): string {
  if (error instanceof EvaluationError) return error.summary
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n')[0] ?? text
}

const upstreamFailure = 'upstream_failure'
const notEvaluatedHere = 'not_evaluated'

/** For functions and lazy values: what reading them came to, if it was no value. */
export function throwUnlessValue(evaluation: Evaluation): unknown {
  if ('value' in evaluation) return evaluation.value
  if ('failed' in evaluation) throw celFailure(evaluation.failed)
  throw new EvaluationError({ code: notEvaluatedHere, message: evaluation.notEvaluated })
}

/** A failure in upstream's words, to be thrown by functions of a library. */
export function celFailure(text: string): Error {
  return new EvaluationError({ code: upstreamFailure, message: text })
}

const noSuchOverload = 'no such overload'

/** The texts of cel-go for the failures that have one there; undefined where only this library fails. [cel-go common/types] */
const texts: Readonly<Record<string, (summary: string) => string>> = {
  [upstreamFailure]: (summary) => summary,
  no_such_key: (summary) => summary.replace(/^N/, 'n'),
  index_out_of_bounds: (summary) => `index out of bounds: ${/index (-?\d+)/.exec(summary)?.[1] ?? ''}`,
  division_by_zero: () => 'division by zero',
  modulo_by_zero: () => 'modulus by zero',
  no_such_overload: () => noSuchOverload,
  no_matching_overload: () => noSuchOverload,
  invalid_logical_operand: () => noSuchOverload,
  invalid_condition_type: () => noSuchOverload,
  int_conversion_error: () => "type conversion error from 'string' to 'int'",
  invalid_timestamp: () => "type conversion error from 'string' to 'google.protobuf.Timestamp'",
}

function upstreamText(error: EvaluationError): string | undefined {
  return texts[error.code]?.(error.summary)
}
