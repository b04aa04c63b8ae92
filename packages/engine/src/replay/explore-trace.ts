import { allObjects, type ClusterModel, type KubeObject, type Response } from '@capsule-whatif/model'
import { type Exploration, type ExploreOptions, explore } from '../schedule/explore/explore.ts'
import { rounds } from '../schedule/explore/rounds.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { emptyDefinition } from './emptied.ts'
import { type Outcome, outcomeSignature } from './outcome.ts'
import type { Prediction } from './predict-trace.ts'
import {
  actionsOf,
  filled,
  hastyPatience,
  isDefinition,
  isHasty,
  recorded,
  recorderPatience,
  type Surroundings,
  startOf,
} from './scenario.ts'
import type { TraceInput, TraceStep } from './trace.ts'

/** Predicts a recorded scenario over all orders: every end that real timing allows. */
export function exploreTrace(
  model: ClusterModel,
  trace: TraceInput,
  surroundings: Surroundings,
  options: ExploreOptions = {},
): Prediction & { readonly exploration: Exploration } {
  const start = startOf(model, trace, surroundings)
  const known = new Set(allObjects(start))
  const exploration = explore(model, start, scriptOf(trace.steps, surroundings), {
    quietMs: recorderPatience.quietMs,
    limitMs: recorderPatience.limitMs,
    ...options,
  })
  const { search } = exploration
  const outcomes = new Map<string, Outcome>()
  for (const end of [...search.ends, ...search.restless, ...rounds(search).flat()]) {
    const { state, responses } = exploration.stateOf(end)
    const outcome: Outcome = {
      responses: perStep(trace.steps, responses).map((response) =>
        recorded(response ?? undefined, surroundings.baseline),
      ),
      after: allObjects(state).map((object) => recordedObject(object, surroundings)),
    }
    const signature = outcomeSignature(outcome, known)
    if (!outcomes.has(signature)) outcomes.set(signature, outcome)
  }
  const exhaustive = search.limits.length === 0 && search.restless.length === 0
  return { name: trace.name, outcomes: [...outcomes.values()], exhaustive, exploration }
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
        prepare: (actions, state) => actions.map((action) => filled(action, state, surroundings)),
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
