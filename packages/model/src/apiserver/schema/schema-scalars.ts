import { RE2JS } from 're2js'
import { goNumber, goPrint } from '../../object/go-format.ts'
import { equalJson, type Json } from '../../object/json.ts'
import { matchesFormat } from './formats.ts'
import { merge, newResult, type SchemaResult, type Violation } from './schema-result.ts'
import { formatOf, invalidType, isInt64, typesOf } from './schema-type.ts'
import type { StructuralSchema } from './structural-schema.ts'

function violation(code: Violation['code'], name: string, text: string, value: Json): Violation {
  return { code, name, message: `${name} in body ${text}`, value }
}

/** Length, then pattern; the first that fails is named. Lengths count code points. [kube-openapi validate/validator.go:stringValidator] */
export function validateString(schema: StructuralSchema, value: string, path: string): SchemaResult {
  const { maxLength, minLength, pattern } = schema
  if (maxLength !== undefined || minLength !== undefined) {
    const length = [...value].length
    if (maxLength !== undefined && length > maxLength) {
      const tooLong = violation('tooLong', path, `should be at most ${maxLength} chars long`, value)
      return newResult({ ...tooLong, limit: maxLength })
    }
    if (minLength !== undefined && length < minLength)
      return newResult(violation('value', path, `should be at least ${minLength} chars long`, value))
  }
  if (pattern && !compiled(pattern).test(value))
    return newResult(violation('value', path, `should match '${pattern}'`, value))
  return newResult()
}

const patterns = new Map<string, RE2JS>()

/** Patterns are Go's. Compiling one is costly and the definitions repeat them. */
function compiled(pattern: string): RE2JS {
  const known = patterns.get(pattern)
  if (known) return known
  const made = RE2JS.compile(pattern)
  patterns.set(pattern, made)
  return made
}

/** [kube-openapi validate/formats.go] */
export function validateFormat(schema: StructuralSchema, value: string, path: string): SchemaResult {
  const format = formatOf(schema)
  return matchesFormat(format, value) ? newResult() : newResult(invalidType(path, format, value))
}

/** Range of the type, then multipleOf, minimum, maximum. [kube-openapi validate/validator.go:numberValidator] */
export function validateNumber(schema: StructuralSchema, value: number, path: string): SchemaResult {
  const range = (number: number, prefix: string) => outOfRange(schema, number, prefix, path)
  const result = newResult(range(value, 'Checked'))
  const { multipleOf, minimum, maximum } = schema
  const bound = (limit: number, prefix: string, check: (limit: number) => Violation | undefined): SchemaResult => {
    const mismatch = range(limit, prefix)
    const native = mismatch === undefined && isInt64(value) ? Math.trunc(limit) : limit
    return newResult(mismatch, check(native))
  }
  const { exclusiveMinimum, exclusiveMaximum } = schema
  if (multipleOf !== undefined)
    merge(
      result,
      bound(multipleOf, 'MultipleOf', (factor) => notMultiple(value, factor, path)),
    )
  if (minimum !== undefined)
    merge(
      result,
      bound(minimum, 'Minimum boundary', (limit) => below(value, limit, exclusiveMinimum === true, path)),
    )
  if (maximum !== undefined)
    merge(
      result,
      bound(maximum, 'Maximum boundary', (limit) => above(value, limit, exclusiveMaximum === true, path)),
    )
  result.matchCount += 1
  return result
}

function below(value: number, limit: number, exclusive: boolean, path: string): Violation | undefined {
  if (exclusive ? value > limit : value >= limit) return undefined
  return violation('value', path, `should be greater than ${exclusive ? '' : 'or equal to '}${goNumber(limit)}`, value)
}

function above(value: number, limit: number, exclusive: boolean, path: string): Violation | undefined {
  if (exclusive ? value < limit : value <= limit) return undefined
  return violation('value', path, `should be less than ${exclusive ? '' : 'or equal to '}${goNumber(limit)}`, value)
}

function notMultiple(value: number, factor: number, path: string): Violation | undefined {
  if (factor <= 0) {
    const message = `factor MultipleOf declared for ${path} must be positive: ${goNumber(factor)}`
    return { code: 'value', name: path, message, value: factor }
  }
  const quotient = factor < 1 ? (1 / factor) * value : value / factor
  if (isInt64(value) ? value % factor === 0 : Number.isSafeInteger(quotient)) return undefined
  return violation('value', path, `should be a multiple of ${goNumber(factor)}`, value)
}

/** Whether a number lies beyond what its type and format hold. [kube-openapi validate/values.go:IsValueValidAgainstRange] */
function outOfRange(schema: StructuralSchema, value: number, prefix: string, path: string): Violation | undefined {
  const types = typesOf(schema)
  const type = types.length === 1 ? types[0] : undefined
  const format = formatOf(schema)
  const fits =
    type === 'integer'
      ? isInt64(value) && (format !== 'int32' || value === (value | 0))
      : type !== 'number' || format !== 'float' || Number.isFinite(Math.fround(value))
  if (fits) return undefined
  const kind = format === '' ? '(default format)' : `with format ${format}`
  return { code: 'plain', name: path, message: `${prefix} value must be of type ${type} ${kind} in ${path}` }
}

/**
 * A value is one of those listed; null never is. A fraction is held against whole numbers without what is after its point.
 * [kube-openapi validate/validator.go:basicCommonValidator]
 */
export function validateEnum(schema: StructuralSchema, value: Json, path: string): SchemaResult {
  const allowed = schema.enum ?? []
  const isOne = (one: Json): boolean =>
    equalJson(one, value) || (typeof value === 'number' && Math.trunc(value) === one)
  if (allowed.length === 0 || (value !== null && allowed.some(isOne))) return newResult()
  return newResult({ ...violation('enum', path, `should be one of ${goPrint(allowed)}`, value), allowed })
}
