import { allObjects, type CapsuleVersion, type ClusterModel, controlPlane, tickTiming } from '@capsule-whatif/model'
import { exploreTrace, sendsWithoutWaiting } from './explore-trace.ts'
import { likelyOutcomes } from './likely-outcomes.ts'
import { distinctOutcomes, type Outcome } from './outcome.ts'
import { type Surroundings, startOf } from './scenario.ts'
import type { TraceInput } from './trace.ts'

/** What a prediction says of one trace. [TRACES.md, Predictions] */
export interface Prediction {
  readonly name: string
  readonly outcomes: readonly Outcome[]
  /** whether all orders that were asked for were followed */
  readonly exhaustive: boolean
}

/** A control plane in real time, and the same in ticks. */
export interface TracedModels {
  readonly likely: ClusterModel
  readonly explored: ClusterModel
}

/** Within so many milliseconds what is due has no order. */
export const tickMs = 1000

export function tracedModels(capsule: CapsuleVersion): TracedModels {
  return { likely: controlPlane({ capsule }), explored: controlPlane({ capsule, timing: tickTiming(tickMs) }) }
}

/** A trace has no more outcomes than that; the likely ones come first. */
const outcomesMax = 32
/** So many states of one scenario are looked at; where there are more, orders with few delays. */
const statesMax = 1_000

/**
 * Predicts a recorded scenario: along the likely schedule, and where steps were sent without waiting also over all orders.
 *
 * @param orders `likely`: along the likely schedule alone
 */
export function predictTrace(
  models: TracedModels,
  trace: TraceInput,
  surroundings: Surroundings,
  orders: 'likely' | 'all' = 'all',
): Prediction {
  const start = startOf(models.likely, trace, surroundings)
  const likely = likelyOutcomes(models.likely, start, trace, surroundings)
  const races = orders === 'all' && sendsWithoutWaiting(trace)
  const explored = races ? exploreTrace(models.explored, start, trace, surroundings, { statesMax }) : undefined
  const all: readonly Outcome[] = distinctOutcomes(
    [...likely, ...(explored?.outcomes ?? [])],
    new Set(allObjects(start)),
  )
  return {
    name: trace.name,
    outcomes: all.slice(0, outcomesMax),
    exhaustive: explored?.exhaustive === true && all.length <= outcomesMax,
  }
}
