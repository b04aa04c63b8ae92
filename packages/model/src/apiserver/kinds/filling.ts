import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

/** Absent in the sense of API defaulting: not there, null or an empty text. */
export function isUnset(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}

/** The object with each field that it has not set taken from the defaults. */
export function fill<T extends JsonObject>(object: T, defaults: JsonObject): T {
  const missing = Object.entries(defaults).filter(([field]) => isUnset(object[field]))
  return missing.length === 0 ? object : ({ ...object, ...Object.fromEntries(missing) } as T)
}

/** The object with one field changed; the field's absence is passed on as undefined, and undefined leaves it out. */
export function change<T extends JsonObject>(
  object: T,
  field: string,
  by: (value: Json | undefined) => Json | undefined,
): T {
  const before = object[field]
  const after = by(before)
  if (after === before) return object
  if (after !== undefined) return { ...object, [field]: after }
  const { [field]: _, ...rest } = object
  return rest as T
}

/** The object with an object field changed, where it has it. */
export function changeObject<T extends JsonObject>(object: T, field: string, by: (value: JsonObject) => JsonObject): T {
  return change(object, field, (value) => (isJsonObject(value) ? by(value) : value))
}

/** The object with every object of a list field changed, where it has it. */
export function changeItems<T extends JsonObject>(object: T, field: string, by: (item: JsonObject) => JsonObject): T {
  return change(object, field, (value) => {
    if (!isJsonArray(value)) return value
    const after = value.map((item) => (isJsonObject(item) ? by(item) : item))
    return after.every((item, index) => item === value[index]) ? value : after
  })
}

/** The object with its spec changed; a missing spec is an empty one. */
export function changeSpec(object: KubeObject, by: (spec: JsonObject) => JsonObject): KubeObject {
  return change(object, 'spec', (spec) => by(isJsonObject(spec) ? spec : {}))
}
