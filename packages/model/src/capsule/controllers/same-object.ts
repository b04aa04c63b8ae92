import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'

/** Fields that are pointers in Go: absent and empty mean different things there. */
const pointers: ReadonlySet<string> = new Set(['namespaceSelector', 'podSelector', 'scopeSelector', 'ipBlock'])

/**
 * Whether two objects are equal as Go types: absent and empty texts, lists and maps are the same.
 * [apimachinery equality.Semantic.DeepEqual]
 */
export function sameObject(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || (isZero(a) && isZero(b))) return true
  if (isJsonArray(a)) return isJsonArray(b) && a.length === b.length && a.every((item, i) => sameObject(item, b[i]))
  if (!isJsonObject(a) && !isJsonObject(b)) return false
  return sameFields(isJsonObject(a) ? a : {}, isJsonObject(b) ? b : {})
}

function sameFields(a: JsonObject, b: JsonObject): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)])
  for (const field of fields) {
    if (pointers.has(field) && (a[field] === undefined) !== (b[field] === undefined)) return false
    if (!sameObject(a[field], b[field])) return false
  }
  return true
}

function isZero(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  if (isJsonArray(value)) return value.length === 0
  return isJsonObject(value) && Object.keys(value).length === 0
}
