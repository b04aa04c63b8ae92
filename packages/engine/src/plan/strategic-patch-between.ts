import {
  equalJson,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  type PatchField,
  type PatchFields,
  patchFields,
} from '@capsule-whatif/model'

type Draft = Record<string, Json>

/** Of the two halves of a three-way patch: what is new and other, or what was there and goes. */
type Half = 'changes' | 'deletions'

/**
 * What kubectl sends for a built-in kind: what differs from what is there, and the deletion of what was applied last and is
 * wanted no more; lists item by item where the kind merges them. [apimachinery pkg/util/strategicpatch/patch.go
 * CreateThreeWayMergePatch]
 */
export function threeWayStrategicPatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  group: string,
  kind: string,
): JsonObject {
  const fields = patchFields(group, kind)
  const changes = diffMaps(current, modified, fields, 'changes')
  const deletions = diffMaps(original, modified, fields, 'deletions')
  return laidOver(deletions, changes, fields)
}

/** Fields with the tag `retainKeys`: a union, of which what is not named goes. [api apps/v1 DeploymentSpec, core/v1 PodSpec] */
const unions: ReadonlySet<string> = new Set(['strategy', 'volumes'])

/** [patch.go diffMaps] */
function diffMaps(from: JsonObject, to: JsonObject, fields: PatchFields, half: Half, isUnion = false): Draft {
  const patch = diffFields(from, to, fields, half)
  const retained = Object.keys(to).filter((field) => to[field] !== undefined && to[field] !== null)
  const leaves = Object.keys(from).some((field) => from[field] !== undefined && to[field] === undefined)
  if (isUnion && retained.length > 0 && (Object.keys(patch).length > 0 || leaves)) patch.$retainKeys = retained.sort()
  return patch
}

function diffFields(from: JsonObject, to: JsonObject, fields: PatchFields, half: Half): Draft {
  const patch: Draft = {}
  for (const [field, wanted] of Object.entries(to)) {
    if (wanted === undefined) continue
    const had = Object.hasOwn(from, field) ? from[field] : undefined
    if (had !== undefined && isJsonObject(had) && isJsonObject(wanted))
      diffField(patch, field, had, wanted, fields[field] ?? {}, half)
    else if (isJsonArray(had) && isJsonArray(wanted)) diffSlices(patch, field, had, wanted, fields[field] ?? {}, half)
    else if (half === 'changes' && !equalJson(had, wanted)) patch[field] = wanted
  }
  if (half === 'deletions')
    for (const field of Object.keys(from)) if (from[field] !== undefined && to[field] === undefined) patch[field] = null
  return patch
}

/** An object that is replaced as a whole is sent whole, changed or not. [patch.go handleMapDiff] */
function diffField(
  patch: Draft,
  field: string,
  had: JsonObject,
  wanted: JsonObject,
  { strategy, fields }: PatchField,
  half: Half,
): void {
  if (strategy === 'replace') {
    if (half === 'changes') patch[field] = wanted
    return
  }
  const inner = diffMaps(had, wanted, fields ?? {}, half, unions.has(field))
  if (Object.keys(inner).length > 0) patch[field] = inner
}

/** [patch.go handleSliceDiff] */
function diffSlices(
  patch: Draft,
  field: string,
  had: readonly Json[],
  wanted: readonly Json[],
  about: PatchField,
  half: Half,
): void {
  if (about.strategy !== 'merge') {
    if (half === 'changes' && !equalJson(had, wanted)) patch[field] = wanted
    return
  }
  const { added, deleted, order } = diffLists(had, wanted, about, half, unions.has(field))
  if (added.length > 0) patch[field] = added
  if (deleted.length > 0) patch[`$deleteFromPrimitiveList/${field}`] = deleted
  if (order.length > 0) patch[`$setElementOrder/${field}`] = order
}

interface ListDiff {
  readonly added: readonly Json[]
  readonly deleted: readonly Json[]
  readonly order: readonly Json[]
}

const same: ListDiff = { added: [], deleted: [], order: [] }

/** [patch.go diffLists] */
function diffLists(
  had: readonly Json[],
  wanted: readonly Json[],
  about: PatchField,
  half: Half,
  isUnion: boolean,
): ListDiff {
  if (had.length === 0) return half === 'changes' ? { ...same, added: wanted } : same
  const { mergeKey } = about
  return mergeKey === undefined
    ? diffScalars(had, wanted, half)
    : diffItems(had, wanted, mergeKey, about, half, isUnion)
}

function diffScalars(had: readonly Json[], wanted: readonly Json[], half: Half): ListDiff {
  const added = half === 'changes' ? wanted.filter((item) => !had.includes(item)) : []
  const deleted = half === 'deletions' ? [...new Set(had.filter((item) => !wanted.includes(item)))] : []
  const isOrdered = half === 'changes' ? !equalJson(had, wanted) : deleted.length > 0
  return { added, deleted, order: isOrdered ? wanted : [] }
}

function diffItems(
  had: readonly Json[],
  wanted: readonly Json[],
  mergeKey: string,
  { fields = {} }: PatchField,
  half: Half,
  isUnion: boolean,
): ListDiff {
  const [before, after] = [had.filter(isJsonObject), wanted.filter(isJsonObject)]
  const keyOf = (item: JsonObject): string => String(item[mergeKey])
  const present = new Map(before.map((item) => [keyOf(item), item]))
  const kept = new Set(after.map(keyOf))
  const changed = after.flatMap((item) => {
    const old = present.get(keyOf(item))
    if (old === undefined) return half === 'changes' ? [item] : []
    const inner = diffMaps(old, item, fields, half, isUnion)
    return Object.keys(inner).length === 0 ? [] : [{ ...inner, [mergeKey]: item[mergeKey] ?? null }]
  })
  const gone = half === 'deletions' ? before.filter((item) => !kept.has(keyOf(item))) : []
  const added = [...changed, ...gone.map((item) => ({ $patch: 'delete', [mergeKey]: item[mergeKey] ?? null }))]
  const isReordered = half === 'changes' && !equalJson(before.map(keyOf), after.map(keyOf))
  const order = added.length > 0 || isReordered ? after.map((item) => ({ [mergeKey]: item[mergeKey] ?? null })) : []
  return { added, deleted: [], order }
}

/** Changes over deletions; the items of both lists stay, for both are orders to the API server. [patch.go mergeMap without MergeParallelList] */
function laidOver(deletions: JsonObject, changes: JsonObject, fields: PatchFields): JsonObject {
  const out: Draft = {}
  for (const [field, value] of Object.entries(deletions)) if (value !== undefined) out[field] = value
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined) continue
    const under = out[field]
    const about = fields[field] ?? {}
    if (isJsonObject(under) && isJsonObject(value)) out[field] = laidOver(under, value, about.fields ?? {})
    else if (isJsonArray(under) && isJsonArray(value) && about.mergeKey !== undefined)
      out[field] = joined(value, under, about.mergeKey, about.fields ?? {})
    else out[field] = value
  }
  return out
}

/** Items of both halves; where both are about one item, it is one order. */
function joined(
  changes: readonly Json[],
  deletions: readonly Json[],
  mergeKey: string,
  fields: PatchFields,
): readonly Json[] {
  const left = [...deletions]
  const both = changes.map((item) => {
    const index = left.findIndex(
      (other) => isJsonObject(other) && isJsonObject(item) && other[mergeKey] === item[mergeKey],
    )
    const [other] = index < 0 ? [] : left.splice(index, 1)
    return isJsonObject(item) && isJsonObject(other) ? laidOver(other, item, fields) : item
  })
  return [...both, ...left]
}
