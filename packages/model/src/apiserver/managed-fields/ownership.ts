import { equalJson, isJsonObject, type JsonObject, withoutFields } from '../../object/json.ts'
import type { Conflict } from './conflicts.ts'
import { abandoned, compare, fieldSetOf, merge, remove } from './field-sets.ts'
import type { FieldShape } from './field-shape.ts'
import { difference, emptyTree, type FieldTree, intersection, isEmptyTree, union } from './field-tree.ts'
import {
  allManaged,
  type ManagedSet,
  type ManagedSets,
  type Manager,
  managerKey,
  takenFromOthers,
  withoutUnmanaged,
} from './managers.ts'

/** A write of somebody, as far as it bears on who manages what. */
export interface ManagedWrite {
  readonly manager: Manager
  readonly shape: FieldShape
  readonly time: string
}

export type AppliedConfiguration =
  | { readonly object: JsonObject; readonly sets: ManagedSets; readonly conflicts?: undefined }
  | { readonly conflicts: readonly Conflict[] }

/**
 * A configuration applied: its fields are laid over the object, fields that its manager had and left out go unless somebody
 * else has them, and what others have with another value conflicts or, by force, is taken from them.
 * [structured-merge-diff merge/update.go:Apply; managedfields managedfieldsupdater.go; kubernetes.md 7.7.2]
 */
export function applyConfiguration(
  live: JsonObject,
  configuration: JsonObject,
  sets: ManagedSets,
  write: ManagedWrite & { readonly force: boolean },
): AppliedConfiguration {
  const { shape, manager } = write
  const key = managerKey(manager)
  const last = sets.get(key)
  const fields = fieldSetOf(configuration, shape)
  const managed = new Map(sets).set(key, { manager, fields })
  const merged = merge(live, configuration, shape)
  const gone = last ? abandoned(last.fields, allManaged(managed)) : emptyTree
  const left = remove(merged, gone, shape)
  const object = isJsonObject(left) ? left : live
  const { changed, removed } = compare(live, object, shape)
  const conflicts = conflictsOf(managed, key, changed)
  const hard = conflicts.filter(({ with: set }) => set.manager.name !== beforeFirstApply)
  if (hard.length > 0 && !write.force) return { conflicts: hard }
  const others = takenFromOthers(managed, key, union(changed, removed))
  const time = isSameContent(live, object) ? last?.time : write.time
  const own: ManagedSet = { manager, fields: withoutUnmanaged(fields), ...(time === undefined ? {} : { time }) }
  return { object, sets: new Map(others).set(key, own) }
}

function conflictsOf(sets: ManagedSets, key: string, changed: FieldTree): readonly Conflict[] {
  return [...sets].flatMap(([other, set]) => {
    const places = other === key ? emptyTree : intersection(set.fields, changed)
    return isEmptyTree(places) ? [] : [{ with: set, places }]
  })
}

/** Apart from what every write changes. */
function isSameContent(a: JsonObject, b: JsonObject): boolean {
  return equalJson(withoutUnmanagedMetadata(a), withoutUnmanagedMetadata(b))
}

function withoutUnmanagedMetadata(object: JsonObject): JsonObject {
  const { metadata } = object
  const own = isJsonObject(metadata) ? withoutFields(metadata, 'creationTimestamp', 'generation', 'managedFields') : {}
  return { ...object, metadata: own }
}

/** Who has what is in an object when it is first applied to. [managedfields skipnonapplied.go] */
const beforeFirstApply = 'before-first-apply'

/**
 * An object that says nothing of its managers was written before anybody applied. A snapshot leaves managers out, so who
 * has its fields is not known, and nothing that is there conflicts.
 */
export function setsBeforeFirstApply(live: JsonObject, { shape, manager }: ManagedWrite): ManagedSets {
  const first: Manager = { ...manager, name: beforeFirstApply, operation: 'Update' }
  const fields = withoutUnmanaged(childrenOf(compare({}, live, shape).changed))
  return new Map([[managerKey(first), { manager: first, fields }]])
}

/** Who updates has what changed, besides what it had; others lose that. [merge/update.go:Update; managedfieldsupdater.go] */
export function updatedSets(
  before: JsonObject,
  after: JsonObject,
  sets: ManagedSets,
  write: ManagedWrite,
): ManagedSets {
  const { manager, shape, time } = write
  const key = managerKey(manager)
  const { changed, removed } = compare(before, after, shape)
  const taken = withoutUnmanaged(changed)
  const others = takenFromOthers(sets, key, union(taken, removed))
  const had = difference(sets.get(key)?.fields ?? emptyTree, removed)
  if (isEmptyTree(taken)) return sets.has(key) ? withFields(others, key, had) : others
  return new Map(others).set(key, { manager, time, fields: union(had, taken) })
}

function withFields(sets: ManagedSets, key: string, fields: FieldTree): ManagedSets {
  const set = sets.get(key)
  return set ? new Map(sets).set(key, { ...set, fields }) : sets
}

function childrenOf(tree: FieldTree): FieldTree {
  return { ...tree, member: false }
}
