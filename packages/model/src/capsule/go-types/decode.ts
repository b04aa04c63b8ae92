import { decodeGo } from '../../object/go-types/decode.ts'
import type { GoType } from '../../object/go-types/go-type.ts'
import { isJsonArray, isJsonObject, type Json } from '../../object/json.ts'
import { fieldsOf } from './go-type.ts'

/**
 * What Go's decoder says of JSON that does not fit a type, or undefined where it fits. Of several misfits it tells the
 * first in the order of the fields' names, for so the API server sends them.
 */
export function decodeProblem(
  type: GoType,
  value: Json | undefined,
  field: string,
  struct: string,
): string | undefined {
  return decodeGo(fieldsOf, type, sorted(value ?? null), { struct, path: [field] }).problem
}

function sorted(value: Json): Json {
  if (isJsonArray(value)) return value.map(sorted)
  if (!isJsonObject(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]))
}
