import { compareTexts } from '../../object/go-format.ts'
import { type JsonObject, textAt } from '../../object/json.ts'
import { difference, emptyTree, type FieldTree, isEmptyTree, treeFromJson, treeToJson, union } from './field-tree.ts'

/** Who manages fields. Appliers are the same whatever version they use. [managedfields BuildManagerIdentifier] */
export interface Manager {
  readonly name: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string
}

/** One entry of metadata.managedFields. */
export interface ManagedSet {
  readonly manager: Manager
  readonly time?: string
  readonly fields: FieldTree
}

/** By identity of the manager. */
export type ManagedSets = ReadonlyMap<string, ManagedSet>

export function managerKey({ name, operation, apiVersion, subresource }: Manager): string {
  return JSON.stringify([operation, name, subresource, operation === 'Apply' ? '' : apiVersion])
}

export function readManagedFields(entries: readonly JsonObject[]): ManagedSets {
  return new Map(entries.map(readEntry).map((set) => [managerKey(set.manager), set]))
}

function readEntry(entry: JsonObject): ManagedSet {
  const manager: Manager = {
    name: textAt(entry, 'manager') ?? '',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: textAt(entry, 'apiVersion') ?? '',
    subresource: textAt(entry, 'subresource') ?? '',
  }
  const time = textAt(entry, 'time')
  const fields = treeFromJson(entry.fieldsV1)
  return time === undefined ? { manager, fields } : { manager, time, fields }
}

/** Appliers come first, then the earlier. Those who manage nothing any more are left out. [managedfields.go sortEncodedManagedFields] */
export function writeManagedFields(sets: ManagedSets): readonly JsonObject[] {
  return [...sets.values()]
    .filter(({ fields }) => !isEmptyTree(fields))
    .sort((a, b) => compareTexts(orderOf(a), orderOf(b)))
    .map(writeEntry)
}

function orderOf({ manager, time = '' }: ManagedSet): string {
  return [manager.operation, time, manager.name, manager.apiVersion, manager.subresource].join('\0')
}

function writeEntry({ manager, time, fields }: ManagedSet): JsonObject {
  const { name, operation, apiVersion, subresource } = manager
  return {
    manager: name,
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: treeToJson(fields),
    ...(subresource === '' ? {} : { subresource }),
  }
}

/** All that anybody manages. */
export function allManaged(sets: ManagedSets): FieldTree {
  return [...sets.values()].reduce((all, { fields }) => union(all, fields), emptyTree)
}

/** Everyone else gives up these places. */
export function takenFromOthers(sets: ManagedSets, key: string, places: FieldTree): ManagedSets {
  return new Map(
    [...sets].map(([other, set]) => [other, other === key ? set : { ...set, fields: difference(set.fields, places) }]),
  )
}

/** Fields of metadata that nobody manages: the API server's own, and those that name the object. [managedfields stripmeta.go] */
const unmanagedMetadata = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
]

const stripped: FieldTree = treeFromJson({
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': { '.': {}, ...Object.fromEntries(unmanagedMetadata.map((field) => [`f:${field}`, {}])) },
})

export function withoutUnmanaged(fields: FieldTree): FieldTree {
  return difference(fields, stripped)
}
