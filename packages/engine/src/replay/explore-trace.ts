import {
  type Action,
  allObjects,
  type ClusterModel,
  type ClusterState,
  type KubeObject,
  type Response,
} from '@capsule-whatif/model'
import { type Exploration, type ExploreOptions, explore } from '../schedule/explore/explore.ts'
import { rounds } from '../schedule/explore/rounds.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { emptyDefinition } from './emptied.ts'
import { distinctOutcomes, type Outcome } from './outcome.ts'
import { PlaceholderError } from './placeholders.ts'
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

/** The ends of a recorded scenario over all orders. */
export interface ExploredTrace {
  readonly outcomes: readonly Outcome[]
  /** whether every order was looked at */
  readonly exhaustive: boolean
  readonly exploration: Exploration
}

/** Whether something is sent before all is at rest after what was sent before it. */
export function sendsWithoutWaiting({ steps }: TraceInput): boolean {
  const acting = steps.filter((step) => actionsOf(step).length > 0 || step.settled !== undefined)
  return acting.some(
    (step, index) =>
      step.settled === undefined && actionsOf(acting[index + 1] ?? step).length > 0 && index + 1 < acting.length,
  )
}

/** Every end of a recorded scenario that real timing allows, and where it never comes to rest all that it goes round in. */
export function exploreTrace(
  model: ClusterModel,
  start: ClusterState,
  trace: TraceInput,
  surroundings: Surroundings,
  options: ExploreOptions = {},
): ExploredTrace {
  const exploration = explore(model, start, scriptOf(trace.steps, surroundings), {
    quietMs: recorderPatience.quietMs,
    limitMs: recorderPatience.limitMs,
    ...options,
  })
  const { search } = exploration
  const outcomes = [...search.ends, ...search.restless, ...rounds(search).flat()].map((end): Outcome => {
    const { state, responses } = exploration.stateOf(end)
    return {
      responses: perStep(trace.steps, responses).map((response) =>
        recorded(response ?? undefined, surroundings.baseline),
      ),
      after: allObjects(state).map((object) => recordedObject(object, surroundings)),
    }
  })
  const exhaustive = search.limits.length === 0 && search.restless.length === 0 && exploration.delays === undefined
  return { outcomes: distinctOutcomes(outcomes, new Set(allObjects(start))), exhaustive, exploration }
}

function recordedObject(object: KubeObject, { baseline }: Surroundings): KubeObject {
  return isDefinition(object) ? emptyDefinition(object, baseline) : object
}

/** The answers to actions, an entry a step: null where it only waits or switches processes. */
function perStep(steps: readonly TraceStep[], responses: readonly (Response | null)[]): readonly (Response | null)[] {
  let next = 0
  return steps.map((step) => {
    const own = responses.slice(next, next + actionsOf(step).length)
    next += own.length
    return own.at(-1) ?? null
  })
}

/** The action with what its body names; as it was written where that is not there at the moment. */
function filledIfThere(action: Action, state: ClusterState, surroundings: Surroundings): Action {
  try {
    return filled(action, state, surroundings)
  } catch (error) {
    if (error instanceof PlaceholderError) return action
    throw error
  }
}

/** The steps of a recording: one that was waited for ends at rest, one that was not is followed by the next at once. */
export function scriptOf(steps: readonly TraceStep[], surroundings: Surroundings): readonly ScriptStep[] {
  const script: ScriptStep[] = []
  let patience = hastyPatience
  let settles = false
  let afterMs = 0
  for (const step of steps) {
    if (!isHasty(step)) patience = recorderPatience
    if ('wait' in step) afterMs += step.wait
    else if (actionsOf(step).length > 0) {
      script.push({
        actions: actionsOf(step),
        when: settles ? 'at rest' : 'promptly',
        ...(afterMs > 0 ? { afterMs } : {}),
        quietMs: patience.quietMs,
        prepare: (actions, state) => actions.map((action) => filledIfThere(action, state, surroundings)),
      })
      afterMs = 0
      settles = false
    } else {
      const last = script.pop()
      if (last) script.push({ ...last, quietMs: patience.quietMs })
    }
    if (step.settled !== undefined) settles = true
  }
  return script
}
