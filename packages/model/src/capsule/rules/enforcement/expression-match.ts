import { goQuote } from '../../../object/go-format.ts'
import { at, type Json, listAt, textAt } from '../../../object/json.ts'
import { compile } from '../../regular-expression.ts'

/** Whether a match fits, or what is wrong with it. */
export type Fit = boolean | { readonly error: string }

/**
 * A match fits a value that is among its `exact` ones, or in which its pattern is found anywhere; `negate` turns that
 * round. [pkg/api/runtime/expression.go:MatchesWithExpressionMatcher, internal/cache/regex.go; extended A10.9]
 */
export function fitsExpression(match: Json, value: string): Fit {
  const exact = exactOf(match)
  const expression = textAt(match, 'exp') ?? ''
  const negate = isNegated(match)
  if (exact.length === 0 && expression === '')
    return { error: 'expression match must define at least one of exact or exp' }
  if (exact.includes(value)) return !negate
  if (expression === '') return negate
  const found = findsPattern(expression.trim(), value)
  return typeof found === 'boolean' ? found !== negate : found
}

/** [internal/cache/regex.go:GetOrCompile] */
export function findsPattern(expression: string, value: string): Fit {
  if (expression === '') return { error: 'regex expression must not be empty' }
  const compiled = compile(expression)
  return 'error' in compiled
    ? { error: `invalid regex expression ${goQuote(expression)}: ${compiled.error}` }
    : compiled.pattern.matcher(value).find()
}

/** A match in words: `exact: a, b; exp: re`, each part with `not` before it where negated. [DescribeExpressionMatch] */
export function describeExpression(match: Json): string {
  const not = isNegated(match) ? 'not ' : ''
  const parts = partsOf(match).map((part) => `${not}${part}`)
  return parts.length === 0 && not !== '' ? 'not <empty>' : parts.join('; ')
}

/** The same for names of external services, where nothing tells that a match is negated. [services/validation/external_name.go] */
export function describeExternalName(match: Json): string {
  return partsOf(match).join('; ')
}

function partsOf(match: Json): readonly string[] {
  const exact = exactOf(match)
  const expression = textAt(match, 'exp') ?? ''
  return [
    ...(exact.length > 0 ? [`exact: ${exact.join(', ')}`] : []),
    ...(expression === '' ? [] : [`exp: ${expression}`]),
  ]
}

export function exactOf(match: Json): readonly string[] {
  return listAt(match, 'exact').map(String)
}

export function isNegated(match: Json): boolean {
  return at(match, 'negate') === true
}
