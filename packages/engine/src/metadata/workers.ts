import {
  type Action,
  type ClusterModel,
  type ClusterState,
  itemsDueUntil,
  type Step,
  type WorkItem,
} from '@capsule-whatif/model'

/** A step that somebody's worker or request took, with the time that it took. */
export interface TimedStep {
  readonly step: Step
  readonly startMs: number
  readonly endMs: number
}

/**
 * A cluster in which every controller has one worker of its own and works beside the others.
 *
 * The model's `apply` has one clock: it lets everything happen one after the other, user requests included, so that a long
 * reconcile would hold up everybody. Here a step begins at the later of when its item is due and when its controller's worker
 * is free, and the worker is taken until its end; what it wrote counts from when it was written on, in order, evenly over that
 * time. The state itself holds a reconcile's writes from its beginning on.
 */
export interface Workers {
  readonly model: ClusterModel
  state: ClusterState
  /** until when the worker of a controller is taken, by controller */
  readonly takenUntil: Map<string, number>
  /** how long a write of a controller takes, in virtual milliseconds; the model itself counts 1 */
  readonly writeMs: number
  /** how much longer an item takes for what the model does not count: reads, and requests that would change nothing */
  readonly extraMs: (item: WorkItem, state: ClusterState) => number
}

/** The item that a worker takes first, and when. Of a busy controller's items only the first counts. */
export function nextStart({
  state,
  takenUntil,
}: Workers): { readonly item: WorkItem; readonly startMs: number } | undefined {
  const [first] = itemsDueUntil(state, Number.POSITIVE_INFINITY, 1)
  if (!first) return undefined
  const startOf = (item: WorkItem): number => Math.max(item.dueAt, takenUntil.get(item.controller) ?? 0)
  let best = { item: first, startMs: startOf(first) }
  if (best.startMs === first.dueAt) return best
  for (const item of itemsDueUntil(state, best.startMs, Number.POSITIVE_INFINITY)) {
    if (item.dueAt >= best.startMs) break
    const startMs = startOf(item)
    if (startMs < best.startMs) best = { item, startMs }
  }
  return best
}

/** A worker does its item from a moment on. */
export function work(workers: Workers, item: WorkItem, startMs: number): TimedStep {
  const { controller, key } = item
  const extraMs = workers.extraMs(item, workers.state)
  const step = applyAt(workers, { type: 'work', controller, key }, startMs)
  const endMs = startMs + (step.at - startMs) * workers.writeMs + extraMs
  workers.takenUntil.set(controller, endMs)
  return { step, startMs, endMs }
}

/** Somebody's action at a moment. */
export function act(workers: Workers, action: Action, startMs: number): TimedStep {
  const step = applyAt(workers, action, startMs)
  return { step, startMs, endMs: step.at }
}

function applyAt(workers: Workers, action: Action, startMs: number): Step {
  const step = workers.model.apply({ ...workers.state, clock: startMs }, action)
  workers.state = step.state
  return step
}

/** When each of a step's writes was made. */
export function writtenAt({ step, startMs, endMs }: TimedStep, index: number): number {
  return startMs + Math.round(((endMs - startMs) * (index + 1)) / step.events.length)
}
