import type { ClusterModel, ClusterState, Json, KubeObject, Response, Step } from '@capsule-whatif/model'
import { allObjects, listAt, textAt } from '@capsule-whatif/model'
import { type ChosenRun, everyChoice } from '../schedule/choices.ts'
import { paces, perform, settle, waitUntil } from '../schedule/likely.ts'
import { emptyDefinition } from './emptied.ts'
import { lastMoments } from './moments.ts'
import type { Outcome } from './outcome.ts'
import {
  actionsOf,
  filled,
  hastyPatience,
  isDefinition,
  isHasty,
  recorded,
  recorderPatience,
  type Surroundings,
} from './scenario.ts'
import type { TraceInput, TraceStep } from './trace.ts'

/** So many ways are tried that chance may take in one scenario. */
const runsMax = 16

/**
 * The ends of a recorded scenario along the likely schedule: for every way that chance may take on it with controllers that
 * are free, and for the likely one with busy ones.
 */
export function likelyOutcomes(
  model: ClusterModel,
  start: ClusterState,
  trace: TraceInput,
  surroundings: Surroundings,
): readonly Outcome[] {
  const run = (lagMs: ClusterState['lagMs'], choicesGiven: readonly number[]): ChosenRun<Followed> =>
    follow(model, { ...start, lagMs, choicesGiven }, trace, surroundings)
  const free = everyChoice((given) => run(paces.prompt, given), runsMax)
  const whenBusy = free.results.some(({ heldNamespace }) => heldNamespace) ? run(paces.busy, []).result.ends : []
  return [...free.results.flatMap(({ ends }) => ends), ...whenBusy]
}

/** What a scenario came to: its ends, more than one where it never comes to rest. */
interface Followed {
  readonly ends: readonly Outcome[]
  /** whether a namespace was held by finalizers: then the operator's ten-second rule, and so its pace, may decide */
  readonly heldNamespace: boolean
}

/** Follows the likely schedule with what chance is given to decide. */
function follow(
  model: ClusterModel,
  start: ClusterState,
  trace: TraceInput,
  surroundings: Surroundings,
): ChosenRun<Followed> {
  const { baseline } = surroundings
  const responses: (Response | null)[] = []
  let current = start
  let ends: readonly ClusterState[] = []
  let patience = hastyPatience
  let heldNamespace = false
  for (const step of trace.steps) {
    if (!isHasty(step)) patience = recorderPatience
    const done = play(model, current, step, surroundings)
    responses.push(done.response)
    if (step.settled === undefined) {
      current = done.state
      ends = []
      continue
    }
    const run = settle(model, done.state, patience)
    heldNamespace ||= run.steps.some(holdsNamespace)
    current = run.state
    ends = run.settled || step.settled ? [current] : lastMoments(run)
  }
  if (ends.length === 0) ends = [settle(model, current, recorderPatience).state]
  const recordedObject = (object: KubeObject): KubeObject =>
    isDefinition(object) ? emptyDefinition(object, baseline) : object
  const outcomes = ends.map((end) => ({ responses, after: allObjects(end).map(recordedObject) }))
  return { result: { ends: outcomes, heldNamespace }, made: (ends.at(-1) ?? current).choicesMade }
}

/** Whether a namespace was found to wait for finalizers of its content. */
function holdsNamespace({ events }: Step): boolean {
  return events.some(
    ({ resource, object }) => resource === '/namespaces' && listAt(object, 'status', 'conditions').some(isHeld),
  )
}

function isHeld(condition: Json): boolean {
  return textAt(condition, 'type') === 'NamespaceFinalizersRemaining' && textAt(condition, 'status') === 'True'
}

interface Played {
  readonly state: ClusterState
  readonly response: Response | null
}

function play(model: ClusterModel, state: ClusterState, step: TraceStep, surroundings: Surroundings): Played {
  if ('wait' in step) return { state: waitUntil(model, state, state.clock + step.wait).state, response: null }
  let current = state
  let response: Response | null = null
  for (const action of actionsOf(step)) {
    const run = perform(model, current, filled(action, current, surroundings))
    current = run.state
    response = recorded(run.steps[0]?.response, surroundings.baseline)
  }
  return { state: current, response }
}
