/** JSON values as they travel to and from the API server. All of the model's data is of this shape, frozen and shared. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A JSON object. `undefined` never is a value of one, it is what reading an absent field gives. */
export type JsonObject = { readonly [field: string]: Json | undefined }

/** Whether it is an object, neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether it is a list. */
export function isJsonArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** The value at a path of field names and list indexes, or undefined where the path leaves the document. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = value
  for (const part of path) {
    if (typeof part === 'number') current = isJsonArray(current) ? current[part] : undefined
    else current = isJsonObject(current) && Object.hasOwn(current, part) ? current[part] : undefined
  }
  return current
}

/** The text at a path, or undefined where there is none. */
export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The list at a path; empty where there is none. */
export function listAt(value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(value, ...path)
  return isJsonArray(found) ? found : []
}

/** The object at a path; empty where there is none. */
export function objectAt(value: Json | undefined, ...path: readonly (string | number)[]): JsonObject {
  const found = at(value, ...path)
  return isJsonObject(found) ? found : {}
}

/** The fields of an object whose values are texts: labels, annotations, selectors. */
export function textMap(value: Json | undefined): Readonly<Record<string, string>> {
  const out: Record<string, string> = {}
  if (!isJsonObject(value)) return out
  for (const [field, text] of Object.entries(value)) if (typeof text === 'string') out[field] = text
  return out
}

/** Whether two JSON values are the same document; the order of fields does not count, the order of lists does. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (isJsonArray(a))
    return isJsonArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const fields = definedFields(a)
  return (
    fields.length === definedFields(b).length &&
    fields.every((field) => Object.hasOwn(b, field) && equalJson(a[field], b[field]))
  )
}

function definedFields(value: JsonObject): readonly string[] {
  return Object.keys(value).filter((field) => value[field] !== undefined)
}

/** Without the fields named. Gives the same object back where it has none of them. */
export function withoutFields<T extends JsonObject>(value: T, ...fields: readonly string[]): T {
  if (!fields.some((field) => Object.hasOwn(value, field))) return value
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field))) as T
}
