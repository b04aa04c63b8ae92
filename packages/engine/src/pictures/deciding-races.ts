import type { Step } from '@capsule-whatif/model'
import type { ExploredSnapshot } from '../explore/explore-snapshot.ts'
import { type PlayedPath, playPath } from '../explore/path.ts'
import { type DecidedSchedule, windowBetween } from '../explore/verdicts.ts'
import { turnOf } from './moments.ts'
import { type DividingFacts, factsAbout, factsOfOutcome, factTexts, type OrderFact } from './order-facts.ts'

/** A race as steps of runs. */
export interface RaceOfSteps {
  readonly likely: TurnOfSteps
  readonly other: TurnOfSteps
  /** the run in which the other turn decides */
  readonly steps: readonly Step[]
  /** number of the outcome in which that run ends */
  readonly outcome: number
  /** what it decides */
  readonly facts: readonly OrderFact[]
}

export interface TurnOfSteps {
  /** the step that decides, in the run in which it does */
  readonly step: Step
  /** what becomes of whatever the race decides, in that run */
  readonly leadsTo: readonly string[]
}

/**
 * The two turns that decide whether it ends in one of these outcomes, each with the run in which it does. Undefined where
 * no two turns do.
 *
 * @param likely what the likely order has
 */
export function raceOf(
  explored: ExploredSnapshot,
  { outcomes, telling, ...division }: DividingFacts,
  likely: readonly OrderFact[],
): RaceOfSteps | undefined {
  const { exploration, classes, answer } = explored
  const facts = division.facts.toSorted((a, b) => a.rank - b.rank)
  const endsOf = (has: boolean): readonly number[] =>
    classes.flatMap(({ states }, index) => (outcomes.has(index + 1) === has ? states : []))
  const window = windowBetween(exploration, endsOf(true), endsOf(false))
  if (!window) return undefined
  const { withEffect, withoutEffect } = window
  const hasLikely = likely.some(({ key }) => key === telling.key)
  const otherSchedule = hasLikely ? withoutEffect : withEffect
  const first = played(explored, hasLikely ? withEffect : withoutEffect)
  const second = played(explored, otherSchedule)
  const end = answer.outcomes[classes.findIndex(({ states }) => states.includes(otherSchedule.end))]
  if (!first || !second || !end) return undefined
  const leading = (run: readonly OrderFact[]): readonly string[] => factTexts(factsAbout(facts, run))
  return {
    likely: { step: first.step, leadsTo: leading(likely) },
    other: { step: second.step, leadsTo: leading(factsOfOutcome(end, answer.actions)) },
    steps: second.steps,
    outcome: end.number,
    facts,
  }
}

/** Whether two races are decided by the same turns, and end in the same outcome where the other one comes first. */
export function isSameRace(one: RaceOfSteps, other: RaceOfSteps): boolean {
  const textOf = ({ likely, other, outcome }: RaceOfSteps): string =>
    JSON.stringify([turnOf(likely.step), eventsText(likely), turnOf(other.step), eventsText(other), outcome])
  return textOf(one) === textOf(other)
}

function eventsText({ step }: TurnOfSteps): readonly string[] {
  return step.events.map(eventKey)
}

interface PlayedSchedule {
  readonly steps: readonly Step[]
  readonly step: Step
}

function played({ stage }: ExploredSnapshot, { moves, decidedBy }: DecidedSchedule): PlayedSchedule | undefined {
  const run = playPath(stage.model, stage.base, stage.script, moves, stage.fine)
  const step = run && decidingStep(run, decidedBy)
  return run && step && { steps: run.steps, step }
}

/** The first step of a move that writes something, or else its first. */
function decidingStep({ steps, moveOf }: PlayedPath, move: number): Step | undefined {
  const own = steps.filter((_, index) => moveOf[index] === move)
  return own.find(({ events }) => events.length > 0) ?? own[0]
}

/** The step of another run that is most like one: somebody's turn at the same thing, with the most writes in common. */
export function sameTurn(steps: readonly Step[], { step }: TurnOfSteps): Step | undefined {
  const turn = JSON.stringify(turnOf(step))
  const wrote = new Set(step.events.map(eventKey))
  let best: { readonly step: Step; readonly score: number } | undefined
  for (const each of steps) {
    if (JSON.stringify(turnOf(each)) !== turn) continue
    const common = each.events.filter((event) => wrote.has(eventKey(event))).length
    const score = 2 * common - each.events.length
    if (best === undefined || score > best.score) best = { step: each, score }
  }
  return best?.step
}

/** Steps that come after one. */
export function after(steps: readonly Step[], step: Step | undefined): readonly Step[] {
  return step ? steps.slice(steps.indexOf(step) + 1) : []
}

function eventKey({ type, resource, object }: Step['events'][number]): string {
  return `${type} ${resource} ${object.metadata.namespace ?? ''}/${object.metadata.name}`
}
