import { goNumber } from '../../object/go-format.ts'
import { isJsonArray, isJsonObject, type Json } from '../../object/json.ts'
import { parseQuantity } from '../../object/quantity.ts'
import { fieldsOf, type GoType } from './go-type.ts'

/** Where in the Go value the decoder is: the innermost struct, and the fields that led there. */
interface Place {
  readonly struct: string
  readonly path: readonly string[]
}

/**
 * What Go's decoder says of JSON that does not fit a type, or undefined where it fits. Of several misfits it tells the
 * first in the order of the fields' names, for so the API server sends them; list positions are not told.
 * [sigs.k8s.io/json internal/golang/encoding/json/decode.go]
 */
export function decodeProblem(
  type: GoType,
  value: Json | undefined,
  field: string,
  struct: string,
): string | undefined {
  return visit(type, value, { struct, path: [field] })
}

function visit(type: GoType, value: Json | undefined, place: Place): string | undefined {
  if (value === undefined || value === null) return undefined
  switch (type.kind) {
    case 'custom':
      return visitCustom(type, value)
    case 'struct':
      return visitStruct(type, value, place)
    case 'list':
      if (!isJsonArray(value)) return mismatch(type, value, place)
      return first(value, (item) => visit(type.element, item, place))
    case 'map':
      if (!isJsonObject(value)) return mismatch(type, value, place)
      return first(Object.keys(value).sort(), (key) => visit(type.element, value[key], place))
    case 'int':
      return visitInteger(type, value, place)
    default:
      return (type.kind === 'bool' ? 'boolean' : type.kind) === typeof value ? undefined : mismatch(type, value, place)
  }
}

function visitStruct(type: GoType, value: Json, place: Place): string | undefined {
  if (!isJsonObject(value)) return mismatch(type, value, place)
  const fields = new Map(fieldsOf(type.name).map((field) => [field.name, field]))
  const struct = type.name.split('.').at(-1) ?? type.name
  return first(Object.keys(value).sort(), (key) => {
    const field = fields.get(key)
    return field && visit(field.type, value[key], { struct, path: [...place.path, key] })
  })
}

function visitInteger(type: GoType, value: Json, place: Place): string | undefined {
  if (typeof value !== 'number') return mismatch(type, value, place)
  const isIn32 = Math.abs(value) < 2 ** 31 || value === -(2 ** 31)
  if (Number.isInteger(value) && (isIn32 || !type.name.endsWith('32'))) return undefined
  return unmarshalProblem(`number ${goNumber(value)}`, type, place)
}

const quantityProblem = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

function visitCustom(type: GoType, value: Json): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number'
  if (type.name === 'resource.Quantity') return isScalar && parseQuantity(value) ? undefined : quantityProblem
  if (type.name === 'intstr.IntOrString' && !isScalar)
    return `json: cannot unmarshal ${kindOf(value)} into Go value of type int32`
  return undefined
}

function mismatch(type: GoType, value: Json, place: Place): string {
  return unmarshalProblem(kindOf(value), type, place)
}

function unmarshalProblem(what: string, type: GoType, place: Place): string {
  return `json: cannot unmarshal ${what} into Go struct field ${place.struct}.${place.path.join('.')} of type ${type.name}`
}

function kindOf(value: Json): string {
  if (isJsonArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function first<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = check(item)
    if (problem !== undefined) return problem
  }
  return undefined
}
