import type { ClusterState, Step } from '@capsule-whatif/model'
import { after, type RaceOfSteps, sameTurn, type TurnOfSteps } from './deciding-races.ts'
import { type Moments, turnOf } from './moments.ts'
import type { LookedAt } from './orders.ts'
import { ordersText } from './orders-text.ts'
import { missingIn, type OtherFates } from './other-fates.ts'
import type { DecidingRace, OtherRun, PicturedOrders, PicturedRun, RaceTurn } from './picture.ts'
import { runOf, withNames } from './run-of.ts'

/** The steps along the likely order that are the turns of a race, where they come. */
export interface LikelyTurns {
  readonly likely: Step | undefined
  readonly other: Step | undefined
}

/** Both turns along the likely order: the other one after that which decides, where it comes after it at all. */
export function likelyTurns(steps: readonly Step[], { likely, other }: RaceOfSteps): LikelyTurns {
  const first = sameTurn(steps, likely)
  return { likely: first, other: sameTurn(after(steps, first), other) ?? sameTurn(steps, other) }
}

/** All orders as data: the races with their turns as moments of the likely run, each with the run in the other order. */
export function picturedOrders(
  { explored, fates, races, moreRaces }: LookedAt,
  run: PicturedRun,
  turns: readonly LikelyTurns[],
  byStep: Moments['byStep'],
): PicturedOrders {
  const { summary, outcomes } = explored.answer
  const { states, complete, leftOut } = summary
  const named = withNames(run.objects)
  const turnOfRace = ({ step, leadsTo }: TurnOfSteps, same: Step | undefined): RaceTurn => {
    const { actor, what } = turnOf(step)
    const moment = byStep.get(same?.number ?? -1)
    return { actor, what: named(what), ...(moment === undefined ? {} : { moment }), leadsTo }
  }
  const orders = {
    outcomes: outcomes.length,
    states,
    complete,
    leftOut,
    races: races.map((race, index): DecidingRace => {
      const likely = turnOfRace(race.likely, turns[index]?.likely)
      const other = turnOfRace(race.other, turns[index]?.other)
      const [first, second] = [run.moments[likely.moment ?? -1], run.moments[other.moment ?? -1]]
      const apart = first && second ? { apartMs: second.atMs - first.atMs } : {}
      return { likely, other, ...apart, run: otherRun(explored.stage.base, race, fates) }
    }),
    moreRaces,
    elsewhere: missingIn(run.objects, fates),
  }
  return { says: ordersText(orders), ...orders }
}

function otherRun(base: ClusterState, { likely, other, steps }: RaceOfSteps, fates: OtherFates): OtherRun {
  const beaten = sameTurn(after(steps, other.step), likely)
  const { byStep, ...run } = runOf(base, steps, [other.step, beaten], fates)
  const late = byStep.get(beaten?.number ?? -1)
  return {
    ...run,
    turns: { ...(late === undefined ? {} : { likely: late }), other: byStep.get(other.step.number) ?? 0 },
  }
}
