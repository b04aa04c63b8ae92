import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts'
import { goTypeWord, type Patched } from './patched.ts'
import { badRequest } from './status-errors.ts'

/**
 * A JSON merge patch: objects are merged, null takes a field away, everything else replaces.
 * [RFC 7386 as gopkg.in/evanphx/json-patch.v4 merge.go does it; endpoints/handlers/patch.go applyJSPatch; kubernetes.md 7.6.3]
 */
export function applyMergePatch(document: JsonObject, patch: Json): Patched {
  if (patch === null) return { refusal: badRequest('Invalid JSON Patch') }
  if (!isJsonObject(patch)) {
    const type = 'Go value of type map[string]interface {}'
    return { refusal: badRequest(`error decoding patch: json: cannot unmarshal ${goTypeWord(patch)} into ${type}`) }
  }
  return { value: mergeObjects(document, patch) }
}

/** The merge itself, without the API server around it. */
export function mergeObjects(document: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...document }
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field]
    else if (value !== undefined) merged[field] = mergeValue(merged[field], value)
  }
  return merged
}

/** Nulls are left out of what is new, but not out of lists that replace an object. */
function mergeValue(current: Json | undefined, patch: Json): Json {
  if (!isJsonObject(current)) return withoutNulls(patch)
  return isJsonObject(patch) ? mergeObjects(current, patch) : patch
}

/** Without fields that are null, at any depth; nulls in lists stay. [merge.go pruneNulls] */
function withoutNulls(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutNulls)
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).flatMap(([field, inner]) =>
    inner === null || inner === undefined ? [] : [[field, withoutNulls(inner)] as const],
  )
  return Object.fromEntries(kept)
}
