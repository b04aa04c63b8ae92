import { goPrint } from './go-format.ts'
import { isJsonArray, isJsonObject, type Json } from './json.ts'

/** A patch that cannot be applied, on its way to the answer. It never leaves the strategic merge. */
export class PatchFailure extends Error {
  readonly answer: 'bad request' | 'unappliable' | 'internal'

  constructor(message: string, answer: 'bad request' | 'unappliable' | 'internal' = 'internal') {
    super(message)
    this.answer = answer
  }
}

/** The merge key of an item; an item without one is an error. [mergepatch/errors.go ErrNoMergeKey] */
export function mergeKeyOf(item: Json | undefined, mergeKey: string): Json {
  if (!isJsonObject(item))
    throw new PatchFailure(`expected a map[string]interface {}, but received a ${typeName(item)}`)
  const key = item[mergeKey]
  if (key === undefined)
    throw new PatchFailure(`map: ${goPrint(item)} does not contain declared merge key: ${mergeKey}`)
  return key
}

/** Whether an item of a patch's list only deletes another. */
export function isDelete(item: Json): boolean {
  return isJsonObject(item) && item.$patch === 'delete'
}

/** The type all items share. Lists of lists and mixed lists cannot be merged. [patch.go sliceElementType] */
export function sameTypes(items: readonly Json[], lists: readonly (readonly Json[])[]): string {
  const [first] = items
  if (first === undefined) throw new PatchFailure('no elements in any of the given slices')
  if (isJsonArray(first)) throw new PatchFailure('lists of lists are not supported', 'unappliable')
  const type = typeName(first)
  if (items.some((item) => typeName(item) !== type))
    throw new PatchFailure(`list element types are not identical: ${goPrint(lists)}`)
  return isJsonObject(first) ? 'object' : type
}

function typeName(value: Json | undefined): string {
  if (isJsonArray(value)) return '[]interface {}'
  if (isJsonObject(value)) return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (value === null || value === undefined) return '%!s(<nil>)'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

/** Without the items that a parallel deletion list names. [patch.go deleteFromSlice] */
export function deleteScalars(list: readonly Json[], deleted: readonly Json[]): readonly Json[] {
  return list.filter((item) => !deleted.includes(item))
}

/** Both lists, each item once: where one comes again the last item takes its place. [patch.go deduplicateScalars] */
export function mergeScalars(original: readonly Json[], patch: readonly Json[]): readonly Json[] {
  const items = [...original, ...patch]
  for (let i = 0; i < items.length - 1; i++)
    for (let j = i + 1; j < items.length; j++) {
      if (items[i] !== items[j]) continue
      const last = items.pop()
      if (j < items.length && last !== undefined) items[j] = last
      j--
    }
  return items
}

export function withoutMatching(list: readonly Json[], mergeKey: string, key: Json): readonly Json[] {
  return list.filter((item) => {
    if (!isJsonObject(item)) throw new PatchFailure('value for key 0 is not a map')
    return item[mergeKey] !== key
  })
}

/**
 * The server's order after a merge, where an order is given: upstream changes its list in place, so that what the patch adds
 * takes the places that what it deletes leaves free. [patch.go mergePatchIntoOriginal, deleteMatchingEntries]
 */
export function orderKept(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string | undefined,
): readonly Json[] {
  if (mergeKey === undefined) return original
  const keyOf = (item: Json): Json | undefined => (isJsonObject(item) ? item[mergeKey] : undefined)
  const deleted = new Set(patch.filter(isDelete).map(keyOf))
  const kept = original.filter((item) => !deleted.has(keyOf(item)))
  const keptKeys = new Set(kept.map(keyOf))
  const added = patch.filter((item) => isJsonObject(item) && item.$patch === undefined && !keptKeys.has(keyOf(item)))
  return [...kept, ...added.slice(0, original.length - kept.length)]
}

/**
 * The items in the order that is asked for, with those the server alone has between them as near as can be to where they
 * were. [patch.go normalizeElementOrder, mergeSortedSlice; partition…ByPresentInList]
 */
export function inElementOrder(
  merged: readonly Json[],
  order: readonly Json[],
  serverOrder: readonly Json[],
  mergeKey: string | undefined,
): readonly Json[] {
  const keyOf = (item: Json): Json | undefined => (isJsonObject(item) && mergeKey ? item[mergeKey] : item)
  const keys = (items: readonly Json[]): readonly (Json | undefined)[] => items.map(keyOf)
  const orderKeys = keys(order)
  const serverKeys = keys(serverOrder)
  if (mergeKey !== undefined) for (const item of [...merged, ...order, ...serverOrder]) mergeKeyOf(item, mergeKey)
  const asked = sortedBy(
    merged.filter((item) => orderKeys.includes(keyOf(item))),
    orderKeys,
    keyOf,
  )
  const others = sortedBy(
    merged.filter((item) => !orderKeys.includes(keyOf(item))),
    serverKeys,
    keyOf,
  )
  return interleave(others, asked, (item) => serverKeys.indexOf(keyOf(item)))
}

function sortedBy(
  items: readonly Json[],
  order: readonly (Json | undefined)[],
  keyOf: (item: Json) => Json | undefined,
): readonly Json[] {
  const kept = items.filter((item) => !isDelete(item))
  const place = (item: Json): number => order.indexOf(keyOf(item))
  return [...kept.toSorted((a, b) => place(a) - place(b)), ...items.filter(isDelete)]
}

/** An item of the left goes before the next of the right where the server had it there. [patch.go mergeSortedSlice] */
function interleave(left: readonly Json[], right: readonly Json[], place: (item: Json) => number): readonly Json[] {
  const result: Json[] = []
  let taken = 0
  for (const item of right) {
    const position = place(item)
    while (taken < left.length && position >= 0) {
      const next = left[taken]
      if (next === undefined || place(next) < 0 || place(next) >= position) break
      result.push(next)
      taken++
    }
    result.push(item)
  }
  return [...result, ...left.slice(taken)]
}
