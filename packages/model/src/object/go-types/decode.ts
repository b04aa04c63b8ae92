import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts'
import { customProblem, isInt32, wordFor, wordForInteger } from './custom-decoders.ts'
import type { GoField, GoStructs, GoType } from './go-type.ts'

/** Where in the Go value the decoder is: the innermost struct, and the fields that led there. */
export interface GoPlace {
  readonly struct: string
  readonly path: readonly string[]
}

/** What became of a document that was decoded into a Go type. */
export interface Decoded {
  /** without what the type does not have, and without what it would leave out when it is written again */
  readonly value: Json | undefined
  /** what the decoder says of what does not fit, if anything does not */
  readonly problem: string | undefined
  /** fields that the type does not have, in order, with the positions in lists */
  readonly unknownFields: readonly string[]
}

interface Decoding {
  readonly fieldsOf: GoStructs
  readonly unknown: string[]
  /** the first misfit: decoding goes on after it */
  misfit: string | undefined
  /** what a type with its own decoder said: that ends the decoding, and is told in place of any misfit */
  failure: string | undefined
}

/**
 * Decodes JSON as Go does: of several misfits the first is told; list positions are not, nor keys of maps, but embedded
 * structs are.
 * [sigs.k8s.io/json internal/golang/encoding/json/decode.go]
 */
export function decodeGo(fieldsOf: GoStructs, type: GoType, value: Json, place: GoPlace): Decoded {
  const run: Decoding = { fieldsOf, unknown: [], misfit: undefined, failure: undefined }
  const decoded = visit(run, type, value, place, '')
  return { value: decoded, problem: run.failure ?? run.misfit, unknownFields: run.unknown }
}

/** @param at the same place for messages of unknown fields: from the top of the document, with positions */
function visit(run: Decoding, type: GoType, value: Json, place: GoPlace, at: string): Json | undefined {
  if (value === null) return undefined
  switch (type.kind) {
    case 'custom':
      if (type.name === '[]uint8' && typeof value !== 'string' && !isJsonArray(value))
        return misfit(run, type, value, place)
      run.failure ??= customProblem(type.name, value, (word, type) => unmarshalProblem(word, type, place))
      return value
    case 'struct':
      return isJsonObject(value) ? visitStruct(run, type, value, at, place) : misfit(run, type, value, place)
    case 'list':
      return isJsonArray(value) ? visitList(run, type.element, value, place, at) : misfit(run, type, value, place)
    case 'map':
      return isJsonObject(value) ? visitMap(run, type.element, value, place, at) : misfit(run, type, value, place)
    case 'int':
      return isInteger(type, value) ? value : misfit(run, type, value, place)
    default:
      return isOf(type, value) ? value : misfit(run, type, value, place)
  }
}

function visitStruct(run: Decoding, type: GoType, value: JsonObject, at: string, { path }: GoPlace): JsonObject {
  const fields = run.fieldsOf(type.name)
  const struct = type.name.split('.').at(-1) ?? type.name
  return mapped(value, (key, item) => {
    const field = fields.find(({ name }) => name === key)
    if (!field) {
      run.unknown.push(`${at}${key}`)
      return undefined
    }
    const decoded = visit(run, field.type, item, { struct, path: [...path, ...field.embedded, key] }, `${at}${key}.`)
    return isLeftOut(field, decoded) ? undefined : decoded
  })
}

function visitList(run: Decoding, element: GoType, value: readonly Json[], place: GoPlace, at: string): Json {
  const list = at.replace(/\.$/, '')
  const items = value.map((item, index) => visit(run, element, item, place, `${list}[${index}].`) ?? zeroOf(element))
  return items.every((item, index) => item === value[index]) ? value : items
}

function visitMap(run: Decoding, element: GoType, value: JsonObject, place: GoPlace, at: string): JsonObject {
  return mapped(value, (key, item) => visit(run, element, item, place, `${at}${key}.`) ?? zeroOf(element))
}

/** The object with every field changed; a field that becomes undefined goes. The same object where nothing changes. */
function mapped(value: JsonObject, change: (key: string, item: Json) => Json | undefined): JsonObject {
  let isSame = true
  const out: Record<string, Json> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    const after = change(key, item)
    if (after !== item) isSame = false
    if (after !== undefined) out[key] = after
  }
  return isSame ? value : out
}

/** Lists that are empty are none when they come back from storage, whatever the type says. [protobuf] */
function isLeftOut({ omit, type }: GoField, value: Json | undefined): boolean {
  if (value === undefined) return true
  if (type.kind === 'list') return isJsonArray(value) && value.length === 0
  if (type.kind === 'map') return isJsonObject(value) && Object.keys(value).length === 0
  return omit === 'empty' && !type.pointer && (value === '' || value === 0 || value === false)
}

/** What null is where Go has no nil. */
function zeroOf(type: GoType): Json {
  if (type.pointer) return null
  if (type.kind === 'string') return ''
  if (type.kind === 'struct') return {}
  return type.kind === 'custom' ? '0' : null
}

function isInteger(type: GoType, value: Json): boolean {
  return type.name.endsWith('32') ? isInt32(value) : Number.isInteger(value)
}

function isOf(type: GoType, value: Json): boolean {
  return typeof value === (type.kind === 'bool' ? 'boolean' : type.kind)
}

function misfit(run: Decoding, type: GoType, value: Json, place: GoPlace): undefined {
  const what = type.kind === 'int' ? wordForInteger(value) : wordFor(value)
  run.misfit ??= unmarshalProblem(what, type.name, place)
  return undefined
}

function unmarshalProblem(what: string, type: string, { struct, path }: GoPlace): string {
  return `json: cannot unmarshal ${what} into Go struct field ${struct}.${path.join('.')} of type ${type}`
}
