import { isJsonArray, isJsonObject, type Json } from '../object/json.ts'

const converted = new WeakMap<object, unknown>()

/**
 * JSON as CEL sees it where no schema says more: whole numbers are ints, all else is what it is, times are texts.
 * [apimachinery pkg/runtime/converter.go ToUnstructured]
 */
export function celValueOfJson(value: Json | undefined): unknown {
  if (value === undefined) return null
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (typeof value !== 'object' || value === null) return value
  let made = converted.get(value)
  if (made === undefined) {
    made = isJsonArray(value) ? value.map(celValueOfJson) : celFieldsOf(value)
    converted.set(value, made)
  }
  return made
}

function celFieldsOf(value: { readonly [field: string]: Json | undefined }): unknown {
  const defined = Object.entries(value).filter(([, content]) => content !== undefined)
  return Object.fromEntries(defined.map(([field, content]) => [field, celValueOfJson(content)]))
}

/** Back from CEL: ints become numbers; undefined where something is no JSON, as durations and types. */
export function jsonOfCelValue(value: unknown): Json | undefined {
  if (typeof value === 'bigint') return Number(value)
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (Array.isArray(value)) {
    const items = value.map(jsonOfCelValue)
    return items.every((item) => item !== undefined) ? items : undefined
  }
  const fields = value instanceof Map ? Object.fromEntries(value) : value
  return isJsonObject(fields) && isPlain(fields) ? jsonOfFields(fields) : undefined
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function jsonOfFields(value: object): Json | undefined {
  const fields = Object.entries(value).map(([field, content]) => [field, jsonOfCelValue(content)] as const)
  return fields.every(([, content]) => content !== undefined) ? Object.fromEntries(fields) : undefined
}
