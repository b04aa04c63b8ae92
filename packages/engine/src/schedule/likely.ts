import { type Action, type ClusterModel, type ClusterState, nextItem, type Step } from '@capsule-whatif/model'

/** When a run that follows the likely schedule ends. */
export interface Patience {
  /** a cluster is quiet when nothing was written for so long, in virtual milliseconds */
  readonly quietMs: number
  /** give up after so much virtual time */
  readonly limitMs: number
  /** give up after so many steps */
  readonly stepsMax: number
}

/** Quiet after 12 s, given up after 10 minutes or a million steps. */
export const usualPatience: Patience = { quietMs: 12_000, limitMs: 600_000, stepsMax: 1_000_000 }

/**
 * How late controllers begin their work: at once on a quiet cluster; on one where many namespaces are deleted at a time and
 * many tenants share the operator's one worker, seconds later. [delays seen in the recordings' writes]
 */
export const paces: Readonly<Record<'prompt' | 'busy', ClusterState['lagMs']>> = {
  prompt: { 'kube-apiserver': 0, 'kube-controller-manager': 0, capsule: 0 },
  busy: { 'kube-apiserver': 0, 'kube-controller-manager': 3_000, capsule: 4_000 },
}

/** A run: its steps in order, and the state it ended in. */
export interface Run {
  readonly state: ClusterState
  readonly steps: readonly Step[]
  /** whether it became quiet, or patience ran out */
  readonly settled: boolean
}

/**
 * Lets controllers work in the order in which their work is due, until nothing is written any more. Work that only fails
 * again and again, as for a namespace held by a finalizer, counts as quiet.
 */
export function settle(model: ClusterModel, state: ClusterState, patience: Patience = usualPatience): Run {
  const steps: Step[] = []
  const start = state.clock
  let current = state
  let lastWriteAt = start
  while (steps.length < patience.stepsMax) {
    const item = nextItem(current)
    if (!item || item.dueAt > lastWriteAt + patience.quietMs)
      return { state: advance(current, lastWriteAt + patience.quietMs), steps, settled: true }
    if (item.dueAt > start + patience.limitMs) break
    const step = model.apply(current, { type: 'work', controller: item.controller, key: item.key })
    steps.push(step)
    current = step.state
    if (step.events.length > 0) lastWriteAt = step.at
  }
  return { state: current, steps, settled: false }
}

function advance(state: ClusterState, until: number): ClusterState {
  return until > state.clock ? { ...state, clock: until } : state
}

/** Does an action; work that was due before it is done first. */
export function perform(model: ClusterModel, state: ClusterState, action: Action): Run {
  const step = model.apply(state, action)
  return { state: step.state, steps: [step], settled: true }
}

/** Lets time pass: all work that falls due until then is done. */
export function waitUntil(model: ClusterModel, state: ClusterState, until: number): Run {
  const steps: Step[] = []
  let current = state
  for (let item = nextItem(current); item && item.dueAt <= until; item = nextItem(current)) {
    const step = model.apply(current, { type: 'work', controller: item.controller, key: item.key })
    steps.push(step)
    current = step.state
  }
  return { state: model.apply(current, { type: 'wait', until }).state, steps, settled: true }
}
