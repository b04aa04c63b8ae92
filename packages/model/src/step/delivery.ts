import type { Controller, Observation } from '../controllers/controller.ts'
import { type ClusterState, isRunning, type ProcessName } from '../state/cluster-state.ts'
import { mapGet, mapRemove, mapSet } from '../state/sorted-map.ts'
import { putObject, removeObject } from '../state/store.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import type { Parts } from './parts.ts'
import { enqueue } from './work-queue.ts'

/** Tells every process that runs of what was written; one whose watches lag hears of it when they have caught up. */
export function deliver(
  parts: Parts,
  state: ClusterState,
  events: readonly WatchEvent[],
  causedBy: number,
): ClusterState {
  let next = state
  for (const [process, withheld] of Object.entries(state.lagging) as [ProcessName, readonly WatchEvent[]][]) {
    if (events.length > 0) next = { ...next, lagging: { ...next.lagging, [process]: [...withheld, ...events] } }
  }
  const hearing = parts.controllers.filter(({ process }) => isRunning(state, process) && !state.lagging[process])
  return tell(parts, next, hearing, events, causedBy)
}

/** A process whose watches lag keeps what it knew; when they catch up, it hears of everything in order. */
export function switchWatches(parts: Parts, state: ClusterState, process: ProcessName, lags: boolean): ClusterState {
  const withheld = state.lagging[process]
  if (lags) return withheld ? state : { ...state, lagging: { ...state.lagging, [process]: [] } }
  if (!withheld) return state
  const caughtUp = { ...state, lagging: without(state.lagging, process) }
  const own = parts.controllers.filter((controller) => controller.process === process)
  return tell(parts, caughtUp, own, withheld, state.stepCount)
}

/** Without the lag of a process: when it starts it lists everything anew. */
export function withoutLag(state: ClusterState, process: ProcessName): ClusterState {
  return state.lagging[process] ? { ...state, lagging: without(state.lagging, process) } : state
}

function without(lagging: ClusterState['lagging'], process: ProcessName): ClusterState['lagging'] {
  return Object.fromEntries(Object.entries(lagging).filter(([name]) => name !== process))
}

/** Hands a controller that was in the middle of its work what came meanwhile. */
export function deliverWithheld(parts: Parts, state: ClusterState, controller: Controller): ClusterState {
  const events = mapGet(state.withheld, controller.name)
  if (!events) return state
  const freed = { ...state, withheld: mapRemove(state.withheld, controller.name) }
  return tell(parts, freed, [controller], events, state.stepCount)
}

function tell(
  parts: Parts,
  state: ClusterState,
  controllers: readonly Controller[],
  events: readonly WatchEvent[],
  causedBy: number,
): ClusterState {
  let next = state
  for (const event of events) {
    for (const controller of controllers) next = tellOne(parts, next, controller, event, causedBy)
  }
  return next
}

function tellOne(
  parts: Parts,
  state: ClusterState,
  controller: Controller,
  event: WatchEvent,
  causedBy: number,
): ClusterState {
  if (state.inProgress.size > 0 && isInProgress(state, controller)) {
    const before = mapGet(state.withheld, controller.name) ?? []
    return { ...state, withheld: mapSet(state.withheld, controller.name, [...before, event]) }
  }
  const memory = state.memory[controller.name] as object | undefined
  return take(parts, state, controller, controller.observe(event, memory, state), causedBy)
}

/** Whether the controller is in the middle of an item: of each controller one worker is modelled. */
export function isInProgress(state: ClusterState, controller: Controller): boolean {
  return mapGet(state.inProgress, controller.name) !== undefined
}

/** Takes what a controller saw into its memory and the queue. */
export function take(
  { timing }: Parts,
  state: ClusterState,
  controller: Controller,
  observation: Observation,
  causedBy: number,
): ClusterState {
  let next = state
  if (observation.memory) next = { ...next, memory: { ...next.memory, [controller.name]: observation.memory } }
  const lag = state.lagMs[controller.process] ?? 0
  for (const wanted of observation.enqueue)
    next = enqueue(next, { ...wanted, afterMs: timing.delay(wanted.afterMs + lag) }, causedBy)
  return next
}

/** The state as a process sees it through its caches: without the writes that it has not heard of. */
export function seenBy(state: ClusterState, process: ProcessName): ClusterState {
  const withheld = state.lagging[process]
  if (!withheld) return state
  return withheld.reduceRight((seen, { resource, object, oldObject }) => {
    if (oldObject) return putObject(seen, resource, oldObject)
    return removeObject(seen, resource, object.metadata.namespace, object.metadata.name)
  }, state)
}
