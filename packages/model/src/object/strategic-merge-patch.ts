import { goPrint } from './go-format.ts'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts'
import { type PatchField, type PatchFields, patchFields } from './patch-schema.ts'
import { goTypeWord, type Patched } from './patched.ts'
import { badRequest, plainError, type Refusal, unappliablePatch } from './status-errors.ts'
import {
  deleteScalars,
  inElementOrder,
  isDelete,
  mergeKeyOf,
  mergeScalars,
  orderKept,
  PatchFailure,
  sameTypes,
  withoutMatching,
} from './strategic-merge-lists.ts'

const ELEMENT_ORDER = '$setElementOrder'
const PRIMITIVE_DELETION = '$deleteFromPrimitiveList'
const RETAIN_KEYS = '$retainKeys'

/**
 * A strategic merge patch of a built-in kind: objects are merged, lists as the tags of the kind say, and directives in the
 * patch (`$patch`, `$retainKeys`, `$setElementOrder/…`, `$deleteFromPrimitiveList/…`) are obeyed.
 * [apimachinery pkg/util/strategicpatch/patch.go; endpoints/handlers/patch.go strategicPatchObject; kubernetes.md 7.6.4]
 *
 * A list and its `$deleteFromPrimitiveList` in one patch are taken in the order of the patch, where Go's order is random.
 */
export function applyStrategicMergePatch(document: JsonObject, patch: Json, group: string, kind: string): Patched {
  if (patch !== null && !isJsonObject(patch)) {
    const type = 'Go value of type map[string]interface {}'
    return { refusal: badRequest(`json: cannot unmarshal ${goTypeWord(patch)} into ${type}`) }
  }
  try {
    return { value: mergeMap(document, patch ?? {}, patchFields(group, kind)) }
  } catch (failure) {
    if (failure instanceof PatchFailure) return { refusal: refusalOf(failure) }
    throw failure
  }
}

/** [endpoints/handlers/patch.go interpretStrategicMergePatchError] */
function refusalOf(failure: PatchFailure): Refusal {
  if (failure.answer === 'bad request') return badRequest(failure.message)
  return failure.answer === 'unappliable' ? unappliablePatch() : plainError(failure.message)
}

/** A document that is being put together; not yet seen by anyone else. */
type Draft = Record<string, Json | undefined>

function mergeMap(original: JsonObject, patch: JsonObject, fields: PatchFields): JsonObject {
  if (patch.$patch !== undefined) return mergeByDirective(patch)
  const draft: Draft = { ...retained(original, patch) }
  const ordered = mergeOrderedLists(draft, patch, fields)
  for (const [key, value] of Object.entries(patch)) {
    if (key === RETAIN_KEYS || key.startsWith(ELEMENT_ORDER) || ordered.has(key) || value === undefined) continue
    const deletion = key.startsWith(PRIMITIVE_DELETION)
    mergeField(draft, deletion ? suffixOf(key, PRIMITIVE_DELETION) : key, value, fields, deletion)
  }
  return draft
}

/** [patch.go handleDirectiveInMergeMap] */
function mergeByDirective(patch: JsonObject): JsonObject {
  const { $patch: directive, ...rest } = patch
  if (directive === 'replace') return rest
  if (directive === 'delete') return {}
  throw new PatchFailure(`unknown patch type: ${goPrint(directive)} in map: ${goPrint(patch)}`)
}

/** `$retainKeys` names all fields that stay; a patch that sets others is wrong. [patch.go applyRetainKeysDirective] */
function retained(original: JsonObject, patch: JsonObject): JsonObject {
  const keys = patch[RETAIN_KEYS]
  if (keys === undefined) return original
  const wrong = new PatchFailure('invalid patch format of retainKeys', 'bad request')
  if (!isJsonArray(keys)) throw wrong
  for (const [key, value] of Object.entries(patch)) {
    if (key === RETAIN_KEYS || value === null || key.startsWith(PRIMITIVE_DELETION) || key.startsWith(ELEMENT_ORDER))
      continue
    if (!keys.includes(key)) throw wrong
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)))
}

/** The name of the field that a directive such as `$setElementOrder/containers` is about. [patch.go extractKey] */
function suffixOf(key: string, prefix: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1)
  const list = prefix === ELEMENT_ORDER ? 'setElementOrder list' : 'primitive list'
  throw new PatchFailure(`invalid patch format of ${list}`, 'bad request')
}

/** Lists whose order is given are merged first. Gives the fields done with. [patch.go mergePatchIntoOriginal] */
function mergeOrderedLists(draft: Draft, patch: JsonObject, fields: PatchFields): ReadonlySet<string> {
  const done = new Set<string>()
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(ELEMENT_ORDER)) continue
    const listed = listOf(order)
    const key = suffixOf(directive, ELEMENT_ORDER)
    const originalList = draft[key] === undefined ? undefined : listOf(draft[key])
    const patchList = patch[key] === undefined ? undefined : listOf(patch[key])
    if (originalList === undefined && patchList === undefined) continue
    const field = fields[key] ?? {}
    checkOrder(patchList ?? [], listed, field.mergeKey)
    sameTypes([...(originalList ?? []), ...(patchList ?? [])], [originalList ?? [], patchList ?? []])
    const merged = mergedForOrder(originalList, patchList, field)
    const serverOrder = orderKept(originalList ?? [], patchList ?? [], field.mergeKey)
    draft[key] = inElementOrder(merged, listed, serverOrder, field.mergeKey)
    done.add(key)
  }
  return done
}

function mergedForOrder(
  original: readonly Json[] | undefined,
  patch: readonly Json[] | undefined,
  field: PatchField,
): readonly Json[] {
  if (original === undefined) return withoutDirectivesInList(patch ?? [])
  return patch === undefined ? original : mergeList(original, patch, field, false)
}

function listOf(value: Json | undefined): readonly Json[] {
  if (isJsonArray(value)) return value
  throw new PatchFailure(`expected a []interface {}, but received a ${goType(value)}`)
}

function goType(value: Json | undefined): string {
  if (isJsonObject(value)) return 'map[string]interface {}'
  if (value === null || value === undefined) return '%!s(<nil>)'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

/** What the patch lists stands in the order in the same sequence. [patch.go validatePatchWithSetOrderList] */
function checkOrder(patch: readonly Json[], order: readonly Json[], mergeKey: string | undefined): void {
  if (order.length === 0 || patch.length === 0) return
  const items = mergeKey === undefined ? patch : patch.filter((item) => !isDelete(item))
  let position = 0
  for (const item of items) {
    if (isJsonObject(item) && item.$patch !== undefined) continue
    while (position < order.length && !sameKey(item, order[position], mergeKey)) position++
    if (position === order.length)
      throw new PatchFailure(
        `The order in patch list:\n${goPrint(patch)}\n doesn't match $setElementOrder list:\n${goPrint(order)}\n`,
      )
    position++
  }
}

function sameKey(left: Json, right: Json | undefined, mergeKey: string | undefined): boolean {
  return mergeKey === undefined ? left === right : mergeKeyOf(left, mergeKey) === mergeKeyOf(right, mergeKey)
}

/** [patch.go mergeMap] */
function mergeField(draft: Draft, key: string, patch: Json, fields: PatchFields, deletion: boolean): void {
  const original = draft[key]
  if (patch === null) delete draft[key]
  else if (original !== undefined && bothLists(original, patch)) {
    draft[key] = mergeList(listOf(original), listOf(patch), fields[key] ?? {}, deletion)
  } else if (isJsonObject(original) && isJsonObject(patch)) {
    const field = fields[key] ?? {}
    draft[key] = field.strategy === 'replace' ? patch : mergeMap(original, patch, field.fields ?? {})
  } else if (!deletion || (original !== undefined && goType(original) === goType(patch))) {
    takeOver(draft, key, patch)
  }
}

function bothLists(original: Json, patch: Json): boolean {
  return isJsonArray(original) && isJsonArray(patch)
}

/** A value that is new: without nulls and directives; an object that is a directive is not taken at all. */
function takeOver(draft: Draft, key: string, patch: Json): void {
  const value = withoutDirectives(withoutNulls(patch))
  if (value === undefined) delete draft[key]
  else draft[key] = value
}

/** [patch.go discardNullValuesFromPatch] */
function withoutNulls(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutNulls)
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).flatMap(([field, inner]) =>
    inner === null || inner === undefined ? [] : [[field, withoutNulls(inner)] as const],
  )
  return Object.fromEntries(kept)
}

/** [patch.go removeDirectives] */
function withoutDirectives(value: Json): Json | undefined {
  if (isJsonArray(value)) return withoutDirectivesInList(value)
  if (!isJsonObject(value)) return value
  if (value.$patch !== undefined) return undefined
  const kept = Object.entries(value).flatMap(([field, inner]) => {
    const clean = inner === undefined ? undefined : withoutDirectives(inner)
    return clean === undefined ? [] : [[field, clean] as const]
  })
  return Object.fromEntries(kept)
}

function withoutDirectivesInList(list: readonly Json[]): readonly Json[] {
  return list.map(withoutDirectives).filter((item) => item !== undefined)
}

/** A list that is not merged is replaced by the patch. [patch.go mergeSliceHandler, mergeSlice] */
function mergeList(
  original: readonly Json[],
  patch: readonly Json[],
  field: PatchField,
  deletion: boolean,
): readonly Json[] {
  if (field.strategy !== 'merge' && !deletion) return patch
  if (original.length === 0 && patch.length === 0) return original
  const { mergeKey } = field
  if (sameTypes([...original, ...patch], [original, patch]) !== 'object') {
    if (deletion) return deleteScalars(original, patch)
    return inElementOrder(mergeScalars(original, patch), patch, original, mergeKey)
  }
  if (mergeKey === undefined) throw new PatchFailure('cannot merge lists without merge key for struct')
  const special = obeyDirectives(original, patch, mergeKey)
  const merged = mergeItems(special.original, special.patch, mergeKey, field.fields ?? {})
  return inElementOrder(merged, special.patch, special.original, mergeKey)
}

interface Lists {
  readonly original: readonly Json[]
  readonly patch: readonly Json[]
}

/** Items with `$patch` delete what they name, or have the whole list replaced. [patch.go mergeSliceWithSpecialElements] */
function obeyDirectives(original: readonly Json[], patch: readonly Json[], mergeKey: string): Lists {
  let kept = original
  let replaced = false
  const plain: Json[] = []
  for (const item of patch) {
    const directive = isJsonObject(item) ? item.$patch : undefined
    if (directive === undefined) plain.push(item)
    else if (directive === 'delete') kept = withoutMatching(kept, mergeKey, mergeKeyOf(item, mergeKey))
    else if (directive === 'replace') replaced = true
    else if (directive === 'merge') throw new PatchFailure('merging lists cannot yet be specified in the patch')
    else throw new PatchFailure(`unknown patch type: ${goPrint(directive)} in map: ${goPrint(item)}`)
  }
  return replaced ? { original: plain, patch: [] } : { original: kept, patch: plain }
}

/** Items with the same merge key are merged, others appended. [patch.go mergeSliceWithoutSpecialElements] */
function mergeItems(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
  fields: PatchFields,
): readonly Json[] {
  const merged = [...original]
  for (const item of patch) {
    const key = mergeKeyOf(item, mergeKey)
    const index = merged.findIndex((other) => isJsonObject(other) && other[mergeKey] === key)
    const found = merged[index]
    if (isJsonObject(found) && isJsonObject(item)) merged[index] = mergeMap(found, item, fields)
    else merged.push(item)
  }
  return merged
}
