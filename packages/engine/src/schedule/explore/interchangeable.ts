import {
  type ClusterState,
  emptyMap,
  type KubeObject,
  listObjects,
  listResources,
  mapEntries,
  type SortedMap,
} from '@capsule-whatif/model'
import type { ScriptStep } from './script.ts'
import { canonicalText } from './values.ts'
import { createDictionary, type Dictionary, type OwnWord } from './words.ts'

/** A name that others could bear just as well, with all that hangs on it alone. */
export interface Unit {
  readonly kind: string
  readonly name: string
  /** words that are the unit's: its name, the uids of its objects; with what each is, told without the name */
  readonly words: ReadonlyMap<string, string>
}

/** Units of which each could bear the names of any other, and nothing would be different. */
export type Group = readonly Unit[]

/** Why a unit that looks like others cannot take their place. */
export interface LeftOut {
  readonly unit: Unit
  readonly because: 'the script names it' | 'its name is part of other words' | 'something tells it from the others'
}

/** One thing that a state holds. */
interface Entry {
  readonly key: string
  readonly value: unknown
}

/**
 * Groups of units that are interchangeable in a state and for a script: namespaces with all that lies in them, objects of
 * one kind that have the same owners, tenants. How old they are is not looked at.
 */
export function interchangeable(
  base: ClusterState,
  script: readonly ScriptStep[],
): { readonly groups: readonly Group[]; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = []
  const entries = entriesOf(base)
  let groups = alike(candidates(base))
  for (;;) {
    const dropped = unfit(groups, base.clock, script, entries)
    if (dropped.length === 0) return { groups, leftOut }
    leftOut.push(...dropped)
    const out = new Set(dropped.map(({ unit }) => unit))
    groups = groups.map((group) => group.filter((unit) => !out.has(unit))).filter((group) => group.length > 1)
  }
}

/** The words of all units, by the number of the unit across groups. */
export function dictionaryOf(groups: readonly Group[], begun: number, places: () => Iterable<string>): Dictionary {
  const words = new Map<string, OwnWord>()
  const names = new Map<number, string>()
  const units = groups.flat()
  const wordOf = (unit: number, label: string): string =>
    [...(units[unit]?.words ?? [])].find(([, each]) => each === label)?.[0] ?? ''
  for (const [unit, { name, words: own }] of units.entries()) {
    names.set(unit, name)
    for (const [word, label] of own) words.set(word, { unit, label, of: (other) => wordOf(other, label) })
  }
  return createDictionary(words, names, begun, places)
}

interface Candidate {
  readonly unit: Unit
  /** the same for units that may be alike */
  readonly shape: string
}

function candidates(base: ClusterState): readonly Candidate[] {
  const namespaces = listObjects(base, '/namespaces').map((namespace) => candidate(base, namespace, true))
  const taken = new Set(alike(namespaces).flatMap((group) => group.map(({ name }) => name)))
  const others = listResources(base)
    .filter((resource) => resource !== '/namespaces')
    .flatMap((resource) => listObjects(base, resource).filter((object) => isSingle(object, taken)))
    .map((object) => candidate(base, object, false))
  return [...namespaces, ...others]
}

function isSingle({ kind, metadata }: KubeObject, taken: ReadonlySet<string>): boolean {
  if (taken.has(metadata.namespace ?? '')) return false
  return kind === 'Tenant' || (metadata.ownerReferences?.length ?? 0) > 0
}

function candidate(base: ClusterState, object: KubeObject, isNamespace: boolean): Candidate {
  const { name, namespace = '' } = object.metadata
  const held = isNamespace ? objectsIn(base, name) : []
  const words = new Map([[name, 'name']])
  const own: readonly (readonly [string, KubeObject])[] = [['self', object], ...held]
  for (const [label, { metadata }] of own) if (metadata.uid !== undefined) words.set(metadata.uid, `uid of ${label}`)
  const { parse } = createDictionary(
    new Map([...words].map(([word, label]) => [word, { unit: 0, label, of: () => word }])),
    new Map(),
    base.clock,
    () => [],
  )
  const shapes = own.map(([label, each]) => `${label}=${parse(fullText(each)).render(() => '')}`)
  // where the older comes first no two are alike
  const age = own.some(([, { kind }]) => orderedByAge.has(kind)) ? name : ''
  return { unit: { kind: object.kind, name, words }, shape: [object.kind, namespace, age, ...shapes].join('\n') }
}

/** Kinds of which controllers and quotas take the older first. */
const orderedByAge: ReadonlySet<string> = new Set([
  'ControllerRevision',
  'CustomQuota',
  'Job',
  'Pod',
  'ReplicaSet',
  'ResourcePoolClaim',
])

function objectsIn(base: ClusterState, namespace: string): readonly (readonly [string, KubeObject])[] {
  return listResources(base).flatMap((resource) =>
    listObjects(base, resource, namespace).map((object) => [`${resource} ${object.metadata.name}`, object] as const),
  )
}

function alike(all: readonly Candidate[]): readonly Group[] {
  const byShape = groupBy(all, ({ shape }) => shape)
  return [...byShape.values()].filter((each) => each.length > 1).map((each) => each.map(({ unit }) => unit))
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item) ?? ''
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** Units that cannot change places with the others of their group. */
function unfit(
  groups: readonly Group[],
  begun: number,
  script: readonly ScriptStep[],
  entries: readonly Entry[],
): readonly LeftOut[] {
  const units = groups.flat()
  const dictionary = dictionaryOf(groups, begun, () => [])
  const found = new Map<Unit, LeftOut['because']>()
  const drop = (numbers: Iterable<number>, because: LeftOut['because']): void => {
    for (const number of numbers) {
      const unit = units[number]
      if (unit && !found.has(unit)) found.set(unit, because)
    }
  }
  const named = dictionary.parse(JSON.stringify(script.map(({ actions }) => actions)))
  drop([...named.units, ...named.unclear], 'the script names it')
  const own = units.map((): string[] => [])
  for (const { key, value } of entries) {
    const text = `${key}=${fullText(value)}`
    const { units: mentioned, unclear, render } = dictionary.parse(text)
    drop(unclear, 'its name is part of other words')
    const [only] = mentioned
    if (mentioned.length === 1 && only !== undefined) own[only]?.push(render(() => ''))
    if (mentioned.length > 1 && !staysTheSame({ key, value }, mentioned, groups, dictionary))
      drop(mentioned, 'something tells it from the others')
  }
  const shapes = own.map((texts) => texts.sort().join('\n'))
  for (const group of numbered(groups)) drop(fewest(group, shapes), 'something tells it from the others')
  return [...found].map(([unit, because]) => ({ unit, because }))
}

/** Numbers of the units of each group. */
export function numbered(groups: readonly Group[]): readonly (readonly number[])[] {
  let next = 0
  return groups.map((group) => group.map(() => next++))
}

/** Those of a group that are unlike most of it. */
function fewest(group: readonly number[], shapes: readonly string[]): readonly number[] {
  const byShape = [...groupBy(group, (unit) => shapes[unit]).values()]
  const most = byShape.toSorted((one, other) => other.length - one.length)[0]
  return group.filter((unit) => !most?.includes(unit))
}

/** Whether what names several units says the same when any two of a group change places. */
function staysTheSame(
  { key, value }: Entry,
  mentioned: readonly number[],
  groups: readonly Group[],
  dictionary: Dictionary,
): boolean {
  const before = renamedText(key, value, dictionary, String)
  return numbered(groups)
    .filter((group) => group.some((unit) => mentioned.includes(unit)))
    .every((group) =>
      group.slice(1).every((unit, index) => {
        const other = group[index] as number
        const swapped = (each: number): string => String(each === unit ? other : each === other ? unit : each)
        return renamedText(key, value, dictionary, swapped) === before
      }),
    )
}

/** A key and a value under other names for units. Lists in which units stand count as sets. */
export function renamedText(
  key: string,
  value: unknown,
  dictionary: Dictionary,
  nameOf: (unit: number) => string,
): string {
  return `${dictionary.parse(key).render(nameOf)}=${dictionary.ageless(fullText(renamed(value, dictionary, nameOf)))}`
}

function renamed(value: unknown, dictionary: Dictionary, nameOf: (unit: number) => string): unknown {
  if (typeof value === 'string') return dictionary.parse(value).render(nameOf)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => renamed(item, dictionary, nameOf))
    const isSet = dictionary.parse(fullText(value)).units.length > 0
    return isSet ? items.map((item) => dictionary.ageless(fullText(item))).sort() : items
  }
  if ('chunks' in value) return dictionary.parse(fullText(value)).render(nameOf)
  return Object.fromEntries(
    Object.entries(value).map(([field, content]) => [
      dictionary.parse(field).render(nameOf),
      renamed(content, dictionary, nameOf),
    ]),
  )
}

/** The text of a value with all that it holds. */
export function fullText(value: unknown): string {
  return canonicalText(value, fullText)
}

/** All that a state holds which can name something. */
function entriesOf(base: ClusterState): readonly Entry[] {
  const tables: [string, SortedMap<unknown>][] = [
    ['queue', base.queue],
    ['uids', base.uidsGiven],
    ...listResources(base).map((resource): [string, SortedMap<unknown>] => [
      resource,
      base.objects[resource] ?? emptyMap,
    ]),
  ]
  const plain: Entry[] = [{ key: 'lagging', value: base.lagging }]
  for (const [controller, memory] of Object.entries(base.memory)) {
    for (const [field, value] of Object.entries(memory ?? {})) {
      if (isTable(value)) tables.push([`memory ${controller} ${field}`, value])
      else plain.push({ key: `memory ${controller} ${field}`, value })
    }
  }
  const rows = tables.flatMap(([name, table]) =>
    [...mapEntries(table)].map(([key, value]) => ({ key: `${name} ${key}`, value: withoutOrder(value) })),
  )
  return [...plain, ...rows]
}

function isTable(value: unknown): value is SortedMap<unknown> {
  return typeof value === 'object' && value !== null && 'chunks' in value && 'size' in value
}

/** A work item without what tells only when it was put into the queue. */
function withoutOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('causedBy' in value)) return value
  return { ...value, causedBy: 0, order: 0 }
}
