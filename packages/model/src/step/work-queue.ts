import type { Enqueue } from '../controllers/controller.ts'
import type { ClusterState, WorkItem } from '../state/cluster-state.ts'
import { mapEntries, mapFrom, mapGet, mapRemove, mapSet } from '../state/sorted-map.ts'

export function itemKey(controller: string, key: string): string {
  return `${controller}|${key}`
}

function timeKey(item: WorkItem): string {
  return `${String(Math.round(item.dueAt)).padStart(16, '0')}-${String(item.order).padStart(10, '0')}`
}

/** Puts work into the queue. Work that waits already keeps the earlier of the two times. */
export function enqueue(state: ClusterState, wanted: Enqueue, causedBy: number): ClusterState {
  const { controller, key, afterMs, restart = false } = wanted
  const waiting = mapGet(state.queue, itemKey(controller, key))
  const dueAt = state.clock + afterMs
  if (waiting && !restart && waiting.dueAt <= dueAt) return state
  const item: WorkItem = { controller, key, dueAt, order: state.queueCount, failures: waiting?.failures ?? 0, causedBy }
  return insert(waiting ? dequeue(state, waiting) : state, item)
}

export function insert(state: ClusterState, item: WorkItem): ClusterState {
  const key = itemKey(item.controller, item.key)
  return {
    ...state,
    queueCount: state.queueCount + 1,
    queue: mapSet(state.queue, key, item),
    queueByTime: mapSet(state.queueByTime, timeKey(item), key),
  }
}

export function dequeue(state: ClusterState, item: WorkItem): ClusterState {
  return {
    ...state,
    queue: mapRemove(state.queue, itemKey(item.controller, item.key)),
    queueByTime: mapRemove(state.queueByTime, timeKey(item)),
  }
}

/** The work that a controller has for a key; undefined where it has none. */
export function findItem(state: ClusterState, controller: string, key: string): WorkItem | undefined {
  return mapGet(state.queue, itemKey(controller, key))
}

/** The item that is due first. */
export function nextItem(state: ClusterState): WorkItem | undefined {
  for (const [, key] of mapEntries(state.queueByTime)) return mapGet(state.queue, key)
  return undefined
}

/** The items that are due until a moment, first those that are due first; no more than so many. */
export function itemsDueUntil(state: ClusterState, until: number, countMax: number): readonly WorkItem[] {
  const items: WorkItem[] = []
  for (const [, key] of mapEntries(state.queueByTime)) {
    const item = mapGet(state.queue, key)
    if (!item || item.dueAt > until || items.length >= countMax) break
    items.push(item)
  }
  return items
}

/** Without the work of these controllers: what happens to queues when a process ends. */
export function withoutWorkOf(state: ClusterState, controllers: ReadonlySet<string>): ClusterState {
  let rest = state
  for (const [, item] of mapEntries(state.queue)) if (controllers.has(item.controller)) rest = dequeue(rest, item)
  return rest
}

/** A queue of these items. */
export function queueOf(items: readonly WorkItem[]): Pick<ClusterState, 'queue' | 'queueByTime' | 'queueCount'> {
  const ordered = items.map((item, order) => ({ ...item, order }))
  return {
    queue: mapFrom(ordered.map((item) => [itemKey(item.controller, item.key), item])),
    queueByTime: mapFrom(ordered.map((item) => [timeKey(item), itemKey(item.controller, item.key)])),
    queueCount: items.length,
  }
}

/** The state with an item due at once, if it waits. */
export function bringForward(state: ClusterState, controller: string, key: string): ClusterState {
  const item = findItem(state, controller, key)
  if (!item || item.dueAt <= state.clock) return state
  return insert(dequeue(state, item), { ...item, dueAt: state.clock, order: state.queueCount })
}
