import type { GoField, GoType } from '../../object/go-types/go-type.ts'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { formatQuantity, parseQuantity } from '../../object/quantity.ts'
import { fieldsOf } from './go-type.ts'

/**
 * A value as it comes out of a Go type that it was decoded into: what the type omits when empty is gone, what it always
 * writes is there, quantities are canonical. Nulls that it would write are left out: the API server drops them.
 * [encoding/json encode.go; core V2]
 */
export function reencode(type: GoType, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return type.pointer ? undefined : zeroOf(type)
  switch (type.kind) {
    case 'custom':
      return type.name === 'resource.Quantity' ? canonical(value) : value
    case 'struct':
      return isJsonObject(value) ? reencodeStruct(type, value) : value
    case 'list':
      return isJsonArray(value) ? value.map((item) => reencode(type.element, item) ?? null) : value
    case 'map':
      return isJsonObject(value) ? mapValues(value, (item) => reencode(type.element, item)) : value
    default:
      return value
  }
}

function reencodeStruct(type: GoType, value: JsonObject): JsonObject {
  const out: Record<string, Json | undefined> = {}
  for (const field of fieldsOf(type.name)) {
    if (isOmitted(field, value[field.name])) continue
    const encoded = reencode(field.type, value[field.name])
    if (encoded !== undefined) out[field.name] = encoded
  }
  return out
}

function isOmitted(field: GoField, value: Json | undefined): boolean {
  if (field.omit === 'zero') return isZero(field.type, value)
  return field.omit === 'empty' && isEmpty(field.type, value)
}

/** omitempty: false, 0, an empty text, list or map, a nil pointer; never a struct. */
function isEmpty(type: GoType, value: Json | undefined): boolean {
  if (value === undefined || value === null) return type.pointer || type.kind !== 'struct'
  if (type.pointer) return false
  if (type.kind === 'list') return isJsonArray(value) && value.length === 0
  if (type.kind === 'map') return isJsonObject(value) && Object.keys(value).length === 0
  return value === false || value === 0 || value === ''
}

/** Whether omitzero leaves it out: the zero value, deep; a list or map that is there is none, be it empty. */
export function isZero(type: GoType, value: Json | undefined): boolean {
  if (value === undefined || value === null) return true
  if (type.pointer || type.kind === 'list' || type.kind === 'map' || type.kind === 'custom') return false
  if (type.kind === 'struct' && isJsonObject(value))
    return fieldsOf(type.name).every((field) => isZero(field.type, value[field.name]))
  return value === false || value === 0 || value === ''
}

/** What a field that is never omitted becomes where it was absent. */
function zeroOf(type: GoType): Json | undefined {
  if (type.kind === 'struct') return reencodeStruct(type, {})
  if (type.kind === 'string') return ''
  if (type.kind === 'bool') return false
  if (type.kind === 'int') return 0
  return type.name === 'resource.Quantity' ? '0' : undefined
}

function canonical(value: Json): Json {
  const quantity = typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined
  return quantity ? formatQuantity(quantity) : value
}

function mapValues(map: JsonObject, change: (value: Json | undefined) => Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]))
}
