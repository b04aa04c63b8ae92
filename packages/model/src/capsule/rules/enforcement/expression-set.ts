import type { Json } from '../../../object/json.ts'
import type { EnforceBody } from './enforce-body.ts'
import type { Match, RuleSet, Value } from './evaluate.ts'
import { describeExpression, fitsExpression } from './expression-match.ts'

/** A set whose items are matches by exact values and patterns. */
export function expressionSet(
  name: string,
  allowedLabel: string,
  items: (body: EnforceBody) => readonly Json[],
): RuleSet<Json> {
  return { name, allowedLabel, items, matches: matchExpression, describe: describeExpression }
}

export function matchExpression(item: Json, { value }: Value): Match | undefined | { readonly error: string } {
  const fit = fitsExpression(item, value)
  if (typeof fit !== 'boolean') return fit
  return fit ? {} : undefined
}
