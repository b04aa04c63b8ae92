import { goQuote } from '../../../object/go-format.ts'
import { type Json, textAt } from '../../../object/json.ts'
import { compile } from '../../regular-expression.ts'

/** The `exp` of a match compiles; none, or only space, is fine. [validateExpression; extended A10.9] */
export function expressionProblem(path: string, match: Json): string | undefined {
  const expression = textAt(match, 'exp') ?? ''
  if (expression.trim() === '') return undefined
  const compiled = compile(expression)
  return 'error' in compiled ? `${path}.exp ${goQuote(expression)} is invalid: ${compiled.error}` : undefined
}
