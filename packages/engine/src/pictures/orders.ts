import type { KubeObject } from '@capsule-whatif/model'
import { type ExploredSnapshot, type ExploreSnapshotOptions, exploreSnapshot } from '../explore/explore-snapshot.ts'
import type { PredictedAction } from '../predict/predict.ts'
import type { Answer } from '../predict/prediction.ts'
import type { QuietOptions } from '../predict/quiet-cluster.ts'
import { isSameRace, type RaceOfSteps, raceOf } from './deciding-races.ts'
import { dividingFacts, factsOfAnswer, type OrderFact } from './order-facts.ts'
import { type OtherFates, otherFates } from './other-fates.ts'

/** Which orders a picture looks at, and within which limits: as for `exploreSnapshot`. */
export type PictureOrders = Pick<
  ExploreSnapshotOptions,
  'disturbances' | 'disturbancesMax' | 'tickMs' | 'delaysMax' | 'statesMax' | 'isOver' | 'isLate' | 'onProgress'
>

/** All orders of the actions, as far as they were looked at. */
export interface LookedAt {
  readonly explored: ExploredSnapshot
  readonly fates: OtherFates
  readonly races: readonly RaceOfSteps[]
  readonly moreRaces: number
}

/** So many races are told, each with a run of its own. */
const racesMax = 8
/** So many things that depend on the order are looked at: finding the race takes longer than the rest. */
const divisionsMax = 12

/** Looks at all orders within the limits, and finds what decides between how they end. */
export function lookAtOrders(
  objects: readonly KubeObject[],
  actions: readonly PredictedAction[],
  { capsule, operatorRunning, operators }: QuietOptions,
  orders: PictureOrders,
  likely: Answer,
): LookedAt {
  const explored = exploreSnapshot(objects, actions, {
    ...orders,
    ...(capsule === undefined ? {} : { capsule }),
    ...(operatorRunning === undefined ? {} : { operatorRunning }),
    ...(operators === undefined ? {} : { operators }),
    // the answer itself needs no windows: they are found here, the worst first
    asked: [],
  })
  const named = { ...explored, answer: { ...explored.answer, actions: actions.map(({ text }) => text) } }
  const fates = otherFates(explored.answer)
  return { explored, fates, ...decidingRaces(named, factsOfAnswer(likely)) }
}

/** What decides, the worst first: of things that the same race decides, one race. */
function decidingRaces(
  explored: ExploredSnapshot,
  likely: readonly OrderFact[],
): Pick<LookedAt, 'races' | 'moreRaces'> {
  const divisions = dividingFacts(explored.answer)
  const races: RaceOfSteps[] = []
  let told = 0
  for (const division of divisions.slice(0, divisionsMax)) {
    const race = raceOf(explored, division, likely)
    const index = race ? races.findIndex((each) => isSameRace(each, race)) : -1
    const known = races[index]
    if (race && known) {
      const joined = raceOf(explored, { ...division, facts: [...known.facts, ...race.facts] }, likely)
      races[index] = joined ?? known
    } else if (race && races.length < racesMax) races.push(race)
    else continue
    told++
  }
  return { races, moreRaces: divisions.length - told }
}
