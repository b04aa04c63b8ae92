import { equalJson, isJsonObject, type Json, type JsonObject } from '@capsule-whatif/model'

type Draft = Record<string, Json>

/** The JSON merge patch that leads from one document to another: lists as a whole, null for what goes. [evanphx/json-patch merge.go CreateMergePatch] */
export function mergePatchBetween(from: JsonObject, to: JsonObject): JsonObject {
  const patch: Draft = {}
  for (const [field, wanted] of Object.entries(to)) {
    const had = Object.hasOwn(from, field) ? from[field] : undefined
    if (wanted === undefined || equalJson(had, wanted)) continue
    if (!isJsonObject(had) || !isJsonObject(wanted)) patch[field] = wanted
    else patch[field] = mergePatchBetween(had, wanted)
  }
  for (const field of Object.keys(from)) if (to[field] === undefined && from[field] !== undefined) patch[field] = null
  return patch
}

/**
 * What kubectl sends for a kind that it has no type of: what differs from what is there, and null for what was applied
 * last and is wanted no more. Fields of others stay. [apimachinery pkg/util/jsonmergepatch/patch.go CreateThreeWayJSONMergePatch]
 */
export function threeWayMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const changes = withoutNulls(mergePatchBetween(current, modified))
  const deletions = onlyNulls(mergePatchBetween(original, modified))
  return overlaid(deletions, changes)
}

function withoutNulls(patch: JsonObject): JsonObject {
  return kept(patch, (value) => value !== null, withoutNulls)
}

function onlyNulls(patch: JsonObject): JsonObject {
  return kept(patch, (value) => value === null, onlyNulls)
}

/** Fields that are to be kept, in objects those of their fields; an object that keeps none goes, one that had none stays only with changes. */
function kept(
  patch: JsonObject,
  isKept: (value: Json) => boolean,
  inner: (patch: JsonObject) => JsonObject,
): JsonObject {
  const out: Draft = {}
  for (const [field, value] of Object.entries(patch)) {
    if (value === undefined) continue
    if (!isJsonObject(value)) {
      if (isKept(value)) out[field] = value
      continue
    }
    const part = inner(value)
    const isEmpty = Object.keys(value).length === 0
    if (Object.keys(part).length > 0 || (isEmpty && isKept(value))) out[field] = part
  }
  return out
}

/** One patch laid over another; nulls of the lower stay nulls. */
function overlaid(lower: JsonObject, upper: JsonObject): JsonObject {
  const out: Draft = {}
  for (const [field, value] of Object.entries(lower)) if (value !== undefined) out[field] = value
  for (const [field, value] of Object.entries(upper)) {
    const under = out[field]
    if (value === undefined) continue
    out[field] = isJsonObject(under) && isJsonObject(value) ? overlaid(under, value) : value
  }
  return out
}
