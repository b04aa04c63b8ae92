import { equalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { type FieldShape, type Part, partsOf } from './field-shape.ts'
import { childOf, emptyTree, type FieldTree, isEmptyTree, leaf, withChildren } from './field-tree.ts'
import { inMergedOrder } from './merged-order.ts'

/** All places of a value: scalars, atomic values and items. [typed/tofieldset.go] */
export function fieldSetOf(value: Json, shape: FieldShape | undefined): FieldTree {
  const parts = partsOf(value, shape)
  if (!parts) return leaf
  return withChildren(
    false,
    parts.map((part) => [part.element, partSet(part)] as const),
  )
}

function partSet({ value, shape, isItem }: Part): FieldTree {
  const inner = fieldSetOf(value, shape)
  const isHollow = isJsonObject(value) && Object.keys(value).length === 0
  return isItem || isHollow ? { ...inner, member: true } : inner
}

/** What two versions of a value differ in. [typed/compare.go] */
export interface Comparison {
  /** places that are new, or have another value */
  readonly changed: FieldTree
  readonly removed: FieldTree
}

const same: Comparison = { changed: emptyTree, removed: emptyTree }

export function compare(before: Json | undefined, after: Json | undefined, shape: FieldShape | undefined): Comparison {
  if (before === after) return same
  if (before === undefined) return { changed: whole(after, shape), removed: emptyTree }
  if (after === undefined) return { changed: emptyTree, removed: whole(before, shape) }
  const [old, now] = [partsOf(before, shape), partsOf(after, shape)]
  if (!old || !now || isJsonArray(before) !== isJsonArray(after))
    return equalJson(before, after) ? same : { changed: leaf, removed: emptyTree }
  const was = new Map(old.map((part) => [part.element, part]))
  const is = new Map(now.map((part) => [part.element, part]))
  const elements = [...new Set([...was.keys(), ...is.keys()])]
  const inner = elements.map((element) => {
    const [a, b] = [was.get(element), is.get(element)]
    return [element, compare(a?.value, b?.value, (b ?? a)?.shape)] as const
  })
  return {
    changed: withChildren(
      false,
      inner.map(([element, { changed }]) => [element, changed] as const),
    ),
    removed: withChildren(
      false,
      inner.map(([element, { removed }]) => [element, removed] as const),
    ),
  }
}

/** A value that is new, or gone: itself and every place in it. */
function whole(value: Json | undefined, shape: FieldShape | undefined): FieldTree {
  const parts = value === undefined ? [] : (partsOf(value, shape) ?? [])
  return withChildren(
    true,
    parts.map((part) => [part.element, whole(part.value, part.shape)] as const),
  )
}

/** The value with another laid over it: objects field by field, lists as their shape says, the rest replaced. [typed/merge.go] */
export function merge(value: Json | undefined, over: Json, shape: FieldShape | undefined): Json {
  const [parts, overParts] = [partsOf(value, shape), partsOf(over, shape)]
  if (!parts || !overParts || isJsonArray(value) !== isJsonArray(over)) return over
  const was = new Map(parts.map((part) => [part.element, part]))
  const merged = overParts.map((part) => ({
    ...part,
    value: merge(was.get(part.element)?.value, part.value, part.shape),
  }))
  return assemble(inMergedOrder(parts, merged), isJsonArray(over))
}

function assemble(parts: readonly Part[], isList: boolean): Json {
  if (isList) return parts.map(({ value }) => value)
  return Object.fromEntries(parts.map(({ element, value }) => [element.slice(2), value])) as JsonObject
}

/** The value without the places of a set; what that empties goes too. [typed/remove.go] */
export function remove(value: Json, places: FieldTree, shape: FieldShape | undefined): Json | undefined {
  if (isEmptyTree(places)) return value
  const parts = partsOf(value, shape)
  if (!parts) return value
  const kept = parts.flatMap((part) => {
    const below = childOf(places, part.element)
    const left = below.member ? undefined : remove(part.value, below, part.shape)
    return left === undefined ? [] : [{ ...part, value: left }]
  })
  return kept.length === 0 && parts.length > 0 ? undefined : assemble(kept, isJsonArray(value))
}

/**
 * What an applier takes away: all that it had and nobody has now. A field of an object counts as had by those who have
 * anything below it. [merge/update.go:prune; fieldpath EnsureNamedFieldsAreMembers]
 */
export function abandoned(last: FieldTree, owned: FieldTree): FieldTree {
  return withChildren(
    false,
    Object.keys(last.children).map((element) => {
      const [mine, theirs] = [childOf(last, element), childOf(owned, element)]
      return [element, isHad(element, mine) && !isHad(element, theirs) ? leaf : abandoned(mine, theirs)] as const
    }),
  )
}

function isHad(element: string, tree: FieldTree): boolean {
  return tree.member || (element.startsWith('f:') && !isEmptyTree(tree))
}
