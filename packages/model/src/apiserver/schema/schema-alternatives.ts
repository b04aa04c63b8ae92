import { goQuote } from '../../object/go-format.ts'
import type { Json } from '../../object/json.ts'
import { addViolations, isValid, merge, newResult, type SchemaResult, type Violation } from './schema-result.ts'
import type { StructuralSchema } from './structural-schema.ts'

type ValidateNode = (schema: StructuralSchema, value: Json, path: string, old: undefined) => SchemaResult

/**
 * anyOf, oneOf, allOf, not, in this order. Of alternatives that all fail, the one that got furthest says why. Errors in
 * alternatives are not forgiven on update by themselves, only with the value that they are about.
 * [kube-openapi pkg/validation/validate/schema_props.go]
 */
export function validateAlternatives(
  schema: StructuralSchema,
  value: Json,
  path: string,
  validate: ValidateNode,
): SchemaResult {
  const result = newResult()
  const resultOf = (alternative: StructuralSchema): SchemaResult => validate(alternative, value, path, undefined)
  if (schema.anyOf && schema.anyOf.length > 0) mergeAnyOf(result, schema.anyOf, resultOf, path)
  if (schema.oneOf && schema.oneOf.length > 0) mergeOneOf(result, schema.oneOf.map(resultOf), path)
  if (schema.allOf && schema.allOf.length > 0) mergeAllOf(result, schema.allOf.map(resultOf), path)
  if (schema.not && isValid(resultOf(schema.not)))
    addViolations(result, plain(path, 'must not validate the schema (not)'))
  result.matchCount += 1
  return result
}

function plain(path: string, text: string): Violation {
  return { code: 'plain', name: path, message: `${goQuote(path)} ${text}` }
}

function mergeAnyOf(
  result: SchemaResult,
  alternatives: readonly StructuralSchema[],
  resultOf: (alternative: StructuralSchema) => SchemaResult,
  path: string,
): void {
  const failures: SchemaResult[] = []
  for (const alternative of alternatives) {
    const outcome = resultOf(alternative)
    if (isValid(outcome)) {
      merge(result, outcome)
      return
    }
    failures.push(outcome)
  }
  addViolations(result, plain(path, 'must validate at least one schema (anyOf)'))
  merge(result, ...furthest(failures))
}

function mergeOneOf(result: SchemaResult, outcomes: readonly SchemaResult[], path: string): void {
  const passed = outcomes.filter(isValid)
  if (passed.length === 1) {
    merge(result, ...passed)
    return
  }
  const found = passed.length === 0 ? 'Found none valid' : `Found ${passed.length} valid alternatives`
  addViolations(result, plain(path, `must validate one and only one schema (oneOf). ${found}`))
  if (passed.length === 0) merge(result, ...furthest(outcomes))
}

function mergeAllOf(result: SchemaResult, outcomes: readonly SchemaResult[], path: string): void {
  merge(result, ...outcomes)
  const passed = outcomes.filter(isValid).length
  if (passed === outcomes.length) return
  addViolations(result, plain(path, `must validate all the schemas (allOf)${passed === 0 ? '. None validated' : ''}`))
}

/** The first of the results with the highest count. */
function furthest(outcomes: readonly SchemaResult[]): readonly SchemaResult[] {
  const highest = Math.max(...outcomes.map(({ matchCount }) => matchCount))
  return outcomes.filter(({ matchCount }) => matchCount === highest).slice(0, 1)
}
