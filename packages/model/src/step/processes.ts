import type { Controller } from '../controllers/controller.ts'
import { type ClusterState, isRunning, type ProcessName } from '../state/cluster-state.ts'
import { mapRemove } from '../state/sorted-map.ts'
import { take, withoutLag } from './delivery.ts'
import type { Parts } from './parts.ts'
import { withoutWorkOf } from './work-queue.ts'

/** A process ends, and its memory, its queues and what it was in the middle of are gone; or it starts and looks at everything. */
export function switchProcess(parts: Parts, state: ClusterState, process: ProcessName, running: boolean): ClusterState {
  if (running && isGoingDown(parts, state, process)) return state
  const own = parts.controllers.filter((controller) => controller.process === process)
  const names = new Set(own.map(({ name }) => name))
  const memory = Object.fromEntries(Object.entries(state.memory).filter(([name]) => !names.has(name)))
  const idle = withoutLag(withoutProgressOf(withoutWorkOf(state, names), names), process)
  const switched = { ...idle, memory, running: { ...state.running, [process]: running } }
  if (running) return startProcesses(parts, switched, own, 'started')
  return { ...switched, memory: { ...memory, [stoppedAt(process)]: state.clock } }
}

function withoutProgressOf(state: ClusterState, controllers: ReadonlySet<string>): ClusterState {
  if (state.inProgress.size === 0) return state
  let { inProgress, withheld } = state
  for (const name of controllers) {
    inProgress = mapRemove(inProgress, name)
    withheld = mapRemove(withheld, name)
  }
  return { ...state, inProgress, withheld }
}

/** Where the time is remembered at which a process was told to end. */
function stoppedAt(process: ProcessName): string {
  return `${process}/stopped-at`
}

function isGoingDown({ exitMs }: Parts, { memory, clock }: ClusterState, process: ProcessName): boolean {
  const at = memory[stoppedAt(process)]
  return typeof at === 'number' && clock < at + (exitMs[process] ?? 0)
}

/**
 * Controllers begin. `started`: their process starts now, and they look at everything. `observed`: they have been running
 * and had looked at everything that is there; only their memory is built.
 */
export function startProcesses(
  parts: Parts,
  state: ClusterState,
  controllers: readonly Controller[],
  how: 'started' | 'observed',
): ClusterState {
  let next = state
  for (const controller of controllers) {
    if (!isRunning(next, controller.process)) continue
    const seen = controller.start(next)
    const keeps = how === 'started' || controller.resumes
    next = take(parts, next, controller, keeps ? seen : { ...seen, enqueue: [] }, next.stepCount)
  }
  return next
}
