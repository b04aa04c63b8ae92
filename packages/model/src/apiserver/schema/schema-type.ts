import { goQuote } from '../../object/go-format.ts'
import { isJsonArray, type Json } from '../../object/json.ts'
import { isKnownFormat } from './formats.ts'
import { newResult, type SchemaResult, type Violation } from './schema-result.ts'
import type { StructuralSchema } from './structural-schema.ts'

const numberFormats: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
}

/** The types that a schema allows; x-kubernetes-int-or-string is two. [AE/pkg/apiserver/validation/validation.go:ConvertJSONSchemaProps] */
export function typesOf(schema: StructuralSchema): readonly string[] {
  if (schema['x-kubernetes-int-or-string']) return ['integer', 'string']
  return schema.type ? [schema.type] : []
}

/** The format, where it is one that counts for the type. [AE/pkg/apiserver/validation/formats.go:StripUnsupportedFormatsPostProcessorForVersion] */
export function formatOf(schema: StructuralSchema): string {
  const { format } = schema
  if (!format) return ''
  const types = typesOf(schema)
  const type = types.length === 1 ? (types[0] ?? '') : ''
  if (type === '' || type === 'string') return isKnownFormat(format) ? format : ''
  return numberFormats[type]?.includes(format) ? format : ''
}

/** Whether the API server holds a number as int64. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63
}

/** JSON type of a value and the format that Go's type for it stands for. [kube-openapi validate/type.go:schemaInfoForType] */
function typeOf(value: Json): { readonly type: string; readonly format: string } {
  if (typeof value === 'number')
    return isInt64(value) ? { type: 'integer', format: 'int64' } : { type: 'number', format: 'float64' }
  if (typeof value === 'string' || typeof value === 'boolean') return { type: typeof value, format: '' }
  return { type: isJsonArray(value) ? 'array' : 'object', format: '' }
}

/** `<path> in body must be of type <type>: "<actual>"`. [kube-openapi errors/schema.go:InvalidType] */
export function invalidType(path: string, type: string, actual: string): Violation {
  const message = `${path} in body must be of type ${type}: ${goQuote(actual)}`
  return { code: 'type', name: path, message, value: actual }
}

/**
 * A value is of one of the types. Null is of any type that is nullable; an integer is a number. A string or list passes
 * where a string with a format is wanted, what it holds is then for the format. [kube-openapi validate/type.go]
 */
export function validateType(schema: StructuralSchema, value: Json, path: string): SchemaResult {
  const types = typesOf(schema)
  if (value === null) {
    if (types.length > 0 && !schema.nullable) return newResult(invalidType(path, types.join(','), 'null'))
    return { ...newResult(), matchCount: 1 }
  }
  const violation = wrongType(schema, value, path, types)
  return violation ? newResult(violation) : { ...newResult(), matchCount: 1 }
}

function wrongType(
  schema: StructuralSchema,
  value: Json,
  path: string,
  types: readonly string[],
): Violation | undefined {
  const actual = typeOf(value)
  const format = formatOf(schema)
  const fits = types.includes(actual.type) || (actual.type === 'integer' && types.includes('number'))
  if (actual.type === 'string' || actual.type === 'array') {
    if (format !== '' && !types.includes('number') && !types.includes('integer')) return undefined
  } else if (format !== '' && !fits && actual.format !== format) return invalidType(path, format, actual.format)
  return fits ? undefined : invalidType(path, types.join(','), actual.type)
}
