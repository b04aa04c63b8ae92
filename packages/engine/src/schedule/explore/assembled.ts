import {
  type ClusterState,
  mapChanges,
  mapEntries,
  mapGet,
  mapRemove,
  mapSet,
  queueOf,
  type ReadListener,
  type ResourceKey,
  type SortedMap,
  type WorkItem,
} from '@capsule-whatif/model'
import type { Cells, Space } from './cells.ts'
import { canonicalText, type Values } from './values.ts'

/** What a step changed: cells and what they hold after it. */
export interface Change {
  readonly cell: number
  readonly value: number
}

/** A state as cells, and back. */
export interface Assembled {
  /** the current state of the cells, put together; what it holds is shared with others that are alike */
  state(): ClusterState
  /** the changes from a state that `state` gave to one that a step made of it */
  changes(from: ClusterState, to: ClusterState): readonly Change[]
  /** hears of reads from a state that `state` gave, as cells and ranges */
  listener(onCell: (cell: number) => void, onRange: (range: number) => void): ReadListener
  /** the state with an item as it is not in its cell */
  stateWith(state: ClusterState, item: WorkItem): ClusterState
  /** the cell of a work item */
  itemCell(controller: string, key: string): number
  readonly queue: Space
  /** counts of names and uids that were given out */
  readonly uids: Space
  readonly memory: Space
  readonly single: Space
  readonly inProgress: Space
}

type Table = SortedMap<unknown>
type Fields = Readonly<Record<string, unknown>>

const singles = ['clock', 'running', 'lagging'] as const

export function assembled(base: ClusterState, cells: Cells, values: Values, orderOnly: ReadonlySet<string>): Assembled {
  const spaceOfTable = new WeakMap<object, Space>()
  const tables = new Map<string, Table>()

  const itemText = (value: unknown): string => {
    const { controller, key, dueAt, failures } = value as WorkItem
    // failed work tries again whenever that could come to something else: when and how often it failed is all one
    return `item ${controller}|${key} ${failures > 0 ? 'failing' : dueAt}`
  }
  const plainText = (name: string, value: unknown): string => {
    if (typeof value !== 'object' || value === null) return canonicalText(value, values.idOf)
    const kept = Object.entries(value).filter(([field]) => !orderOnly.has(`${name}|${field}`))
    return `memory ${name} ${canonicalText(Object.fromEntries(kept), values.idOf)}`
  }

  /** a space whose cells are the entries of a table of the beginning */
  const tableSpace = (name: string, table: Table | undefined, within?: number): Space => {
    const space = cells.space(name, (key) => (table ? mapGet(table, key) : undefined), within)
    cells.range(space, '')
    return space
  }
  const single = cells.space('single', (name) => base[name as keyof ClusterState])
  const queue = tableSpace('queue', base.queue)
  const uids = tableSpace('uids', base.uidsGiven)
  const inProgress = tableSpace('in progress', base.inProgress)
  const withheld = tableSpace('withheld', base.withheld)
  const plainBase = new Map(Object.entries(base.memory).map(([name, all]) => [name, plainFields(all)]))
  const memory = cells.space('memory', (name) => plainBase.get(name))
  cells.range(memory, '')
  const everyObject = cells.wideRange()
  const objectSpaces = new Map<string, Space>()
  const objects = (resource: ResourceKey): Space => {
    const known = objectSpaces.get(resource)
    if (known) return known
    const space = tableSpace(`objects ${resource}`, base.objects[resource], everyObject)
    objectSpaces.set(resource, space)
    return space
  }
  const fieldSpaces = new Map<string, { readonly controller: string; readonly field: string; readonly space: Space }>()
  const fieldSpace = (controller: string, field: string): Space => {
    const name = `memory ${controller}|${field}`
    const known = fieldSpaces.get(name)
    if (known) return known.space
    const held = (base.memory[controller] as Fields | undefined)?.[field]
    const space = tableSpace(name, isTable(held) ? held : undefined)
    fieldSpaces.set(name, { controller, field, space })
    return space
  }
  for (const [controller, held] of Object.entries(base.memory))
    for (const field of tableFields(held)) fieldSpace(controller, field)

  const table = (space: Space, start: Table | undefined): Table => {
    const hash = cells.rangeHash(cells.range(space, ''))
    const key = `${space.name} ${hash}`
    const known = tables.get(key)
    if (known) return known
    let built: Table = start && start.size > 0 ? start : { size: 0, chunks: [] }
    for (const [place, cell] of space.cells) {
      const value = cells.get(cell)
      if (value === cells.baseValue(cell)) continue
      built = value === 0 ? mapRemove(built, place) : mapSet(built, place, values.valueOf(value))
    }
    if (tables.size > tablesMax) tables.clear()
    tables.set(key, built)
    spaceOfTable.set(built, space)
    return built
  }

  const held = (space: Space, key: string): unknown => values.valueOf(cells.get(cells.cell(space, key)))

  const memoryState = (): ClusterState['memory'] => {
    const all: Record<string, object | undefined> = {}
    for (const name of memory.cells.keys()) {
      const plain = held(memory, name)
      if (plain !== undefined) all[name] = plain as object
    }
    for (const { controller, field, space } of fieldSpaces.values()) {
      const start = (base.memory[controller] as Fields | undefined)?.[field]
      if (all[controller])
        all[controller] = { ...all[controller], [field]: table(space, isTable(start) ? start : undefined) }
    }
    return all
  }
  for (const [name, plain] of plainBase) {
    values.idOf(plain, (given) => plainText(name, given))
    cells.cell(memory, name)
  }

  const queueStates = new Map<number, Pick<ClusterState, 'queue' | 'queueByTime' | 'queueCount'>>()
  const queueState = (): Pick<ClusterState, 'queue' | 'queueByTime' | 'queueCount'> => {
    const hash = cells.rangeHash(cells.range(queue, ''))
    const known = queueStates.get(hash)
    if (known) return known
    const items: WorkItem[] = []
    for (const cell of queue.cells.values()) {
      const item = values.valueOf(cells.get(cell)) as WorkItem | undefined
      if (item) items.push(item)
    }
    const built = queueOf(items)
    if (queueStates.size > tablesMax) queueStates.clear()
    queueStates.set(hash, built)
    spaceOfTable.set(built.queue, queue)
    return built
  }
  for (const [key, item] of mapEntries(base.queue)) {
    values.idOf(item, itemText)
    cells.cell(queue, key)
  }

  const objectState = (): ClusterState['objects'] => {
    const all: Record<string, SortedMap<unknown>> = {}
    for (const resource of Object.keys(base.objects)) objects(resource as ResourceKey)
    for (const [resource, space] of objectSpaces) {
      const built = table(space, base.objects[resource as ResourceKey])
      if (built.size > 0 || base.objects[resource as ResourceKey]) all[resource] = built
    }
    return all as ClusterState['objects']
  }

  let revisions = base.revision
  const state = (): ClusterState => {
    revisions += 10_000
    return {
      ...base,
      objects: objectState(),
      revision: revisions,
      uidsGiven: table(uids, base.uidsGiven) as ClusterState['uidsGiven'],
      clock: held(single, 'clock') as number,
      running: held(single, 'running') as ClusterState['running'],
      lagging: held(single, 'lagging') as ClusterState['lagging'],
      inProgress: table(inProgress, base.inProgress) as ClusterState['inProgress'],
      withheld: table(withheld, base.withheld) as ClusterState['withheld'],
      memory: memoryState(),
      ...queueState(),
      choicesGiven: [],
      choicesMade: [],
    }
  }

  const tableChanges = (space: Space, from: Table | undefined, to: Table | undefined, found: Change[]): void => {
    if (from === to) return
    const isOrder = orderOnly.has(space.name.slice('memory '.length))
    const textOf = space === queue ? itemText : isOrder ? () => `used ${space.name}` : undefined
    for (const [key, , after] of mapChanges(from ?? nothing, to ?? nothing)) {
      const cell = cells.cell(space, key)
      const value = values.idOf(space === inProgress ? values.represented(after) : after, textOf)
      if (value !== cells.get(cell)) found.push({ cell, value })
    }
  }

  const changes = (from: ClusterState, to: ClusterState): readonly Change[] => {
    const found: Change[] = []
    for (const resource of new Set([...Object.keys(from.objects), ...Object.keys(to.objects)]) as Set<ResourceKey>)
      tableChanges(objects(resource), from.objects[resource], to.objects[resource], found)
    tableChanges(queue, from.queue, to.queue, found)
    tableChanges(uids, from.uidsGiven, to.uidsGiven, found)
    tableChanges(inProgress, from.inProgress, to.inProgress, found)
    tableChanges(withheld, from.withheld, to.withheld, found)
    for (const name of new Set([...Object.keys(from.memory), ...Object.keys(to.memory)])) {
      const [before, after] = [from.memory[name], to.memory[name]]
      if (before === after) continue
      for (const field of new Set([...tableFields(before), ...tableFields(after)])) {
        const [old, now] = [(before as Fields | undefined)?.[field], (after as Fields | undefined)?.[field]]
        tableChanges(fieldSpace(name, field), old as Table | undefined, now as Table | undefined, found)
      }
      const cell = cells.cell(memory, name)
      const value = values.idOf(plainFields(after), (given) => plainText(name, given))
      if (value !== cells.get(cell)) found.push({ cell, value })
    }
    for (const name of singles) {
      const cell = cells.cell(single, name)
      const value = from[name] === to[name] ? cells.get(cell) : values.idOf(to[name])
      if (value !== cells.get(cell)) found.push({ cell, value })
    }
    return found
  }

  // a cell that is new looks at what the beginning held there: that is no read of the step's
  let deaf = false
  const unheard = (make: () => number): number => {
    deaf = true
    const cell = make()
    deaf = false
    return cell
  }
  const listener = (onCell: (cell: number) => void, onRange: (range: number) => void): ReadListener => ({
    key(map, key) {
      if (deaf) return
      const space = spaceOfTable.get(map)
      if (space) onCell(space.cells.get(key) ?? unheard(() => cells.cell(space, key)))
    },
    prefix(map, prefix) {
      const space = spaceOfTable.get(map)
      if (space) onRange(cells.range(space, prefix))
    },
    absent(resource) {
      onRange(cells.range(objects(resource), ''))
    },
    resources() {
      onRange(everyObject)
    },
    derived(from, to) {
      const space = spaceOfTable.get(from)
      if (space) spaceOfTable.set(to, space)
    },
  })

  return {
    state,
    stateWith(given, item) {
      const changed = mapSet(given.queue, `${item.controller}|${item.key}`, item)
      spaceOfTable.set(changed, queue)
      return { ...given, queue: changed }
    },
    changes,
    listener,
    itemCell: (controller, key) => cells.cell(queue, `${controller}|${key}`),
    queue,
    uids,
    memory,
    single,
    inProgress,
  }
}

const tablesMax = 20_000
const nothing: Table = { size: 0, chunks: [] }

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'chunks' in value && 'size' in value
}

function tableFields(held: unknown): readonly string[] {
  if (typeof held !== 'object' || held === null) return []
  return Object.entries(held).flatMap(([field, value]) => (isTable(value) ? [field] : []))
}

/** A memory without its tables: what is left is one cell. */
function plainFields(held: unknown): unknown {
  if (typeof held !== 'object' || held === null) return held
  const fields = tableFields(held)
  if (fields.length === 0) return held
  return Object.fromEntries(Object.entries(held).filter(([field]) => !fields.includes(field)))
}
