import { goNumber } from '../../object/go-format.ts'
import { isJsonArray, isJsonObject, type Json } from '../../object/json.ts'
import { parseQuantity } from '../../object/quantity.ts'
import { fieldsOf, type GoType } from './go-type.ts'

/** Where in the Go value the decoder is: the innermost struct, and the fields that led there. */
interface Place {
  readonly struct: string
  readonly path: readonly string[]
}

/** What does not fit. Where a type reads its JSON itself, its error ends the decoding. */
interface Misfit {
  readonly message: string
  readonly isFinal: boolean
}

/**
 * What Go's decoder says of JSON that does not fit a type, or undefined where it fits. Of several misfits it tells the
 * first one of a type that reads its JSON itself, else the first, in the order of the fields' names, for so the API server
 * sends them; list positions are not told, embedded structs are. [sigs.k8s.io/json internal/golang/encoding/json/decode.go]
 */
export function decodeProblem(
  type: GoType,
  value: Json | undefined,
  field: string,
  struct: string,
): string | undefined {
  const misfits = [...visit(type, value, { struct, path: [field] })]
  return (misfits.find(({ isFinal }) => isFinal) ?? misfits[0])?.message
}

function* visit(type: GoType, value: Json | undefined, place: Place): Generator<Misfit> {
  if (value === undefined || value === null) return
  switch (type.kind) {
    case 'custom':
      return yield* visitCustom(type, value, place)
    case 'struct':
      return yield* visitStruct(type, value, place)
    case 'list':
      if (!isJsonArray(value)) return yield mismatch(type, value, place)
      for (const item of value) yield* visit(type.element, item, place)
      return
    case 'map':
      if (!isJsonObject(value)) return yield mismatch(type, value, place)
      for (const key of Object.keys(value).sort()) yield* visit(type.element, value[key], place)
      return
    case 'int':
      return yield* visitInteger(type, value, place)
    default:
      if ((type.kind === 'bool' ? 'boolean' : type.kind) !== typeof value) yield mismatch(type, value, place)
  }
}

function* visitStruct(type: GoType, value: Json, place: Place): Generator<Misfit> {
  if (!isJsonObject(value)) return yield mismatch(type, value, place)
  const fields = new Map(fieldsOf(type.name).map((field) => [field.name, field]))
  const struct = type.name.split('.').at(-1) ?? type.name
  for (const key of Object.keys(value).sort()) {
    const field = fields.get(key)
    if (field) yield* visit(field.type, value[key], { struct, path: [...place.path, ...field.embedded, key] })
  }
}

function* visitInteger(type: GoType, value: Json, place: Place): Generator<Misfit> {
  if (typeof value !== 'number') return yield mismatch(type, value, place)
  const isIn32 = Math.abs(value) < 2 ** 31 || value === -(2 ** 31)
  if (!Number.isInteger(value) || (!isIn32 && type.name.endsWith('32')))
    yield unmarshalProblem(`number ${goNumber(value)}`, type, place)
}

const int32: GoType = { kind: 'int', name: 'int32', pointer: false }

function* visitCustom(type: GoType, value: Json, place: Place): Generator<Misfit> {
  if (type.name === 'resource.Quantity') {
    const message = quantityProblem(value)
    if (message !== undefined) yield { message, isFinal: true }
  }
  if (type.name === 'intstr.IntOrString' && typeof value !== 'string')
    for (const misfit of visitInteger(int32, value, place)) yield { ...misfit, isFinal: true }
}

const wellFormed = /^[+-]?[0-9]*(\.[0-9]*)?[eEinumkKMGTP]*[-+]?[0-9]*$/

/** [apimachinery pkg/api/resource/quantity.go:ParseQuantity] */
function quantityProblem(value: Json): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number'
  if (isScalar && parseQuantity(value)) return undefined
  return isScalar && value !== '' && wellFormed.test(String(value).trim())
    ? "unable to parse quantity's suffix"
    : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
}

function mismatch(type: GoType, value: Json, place: Place): Misfit {
  return unmarshalProblem(kindOf(value), type, place)
}

function unmarshalProblem(what: string, type: GoType, place: Place): Misfit {
  const field = `${place.struct}.${place.path.join('.')}`
  return {
    message: `json: cannot unmarshal ${what} into Go struct field ${field} of type ${type.name}`,
    isFinal: false,
  }
}

function kindOf(value: Json): string {
  if (isJsonArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
