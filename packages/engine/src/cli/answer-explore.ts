import type { JsonObject } from '@capsule-whatif/model'
import { type ExploreSnapshotOptions, exploreSnapshot } from '../explore/explore-snapshot.ts'
import { huntSnapshot } from '../explore/hunt-snapshot.ts'
import type { MenuPart } from '../explore/menu.ts'
import { properties } from '../explore/properties.ts'
import { explorationText } from '../report/exploration-text.ts'
import { huntText } from '../report/hunt-text.ts'
import { allDisturbances, type Disturbance } from '../schedule/explore/script.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import type { ExploreInput, HuntInput, SnapshotAnswer } from './commands/wiring.ts'

/** A search that nobody stops ends after so many seconds. */
const secondsUsual = 60

/** The engine's answer behind `explore` and `explain`. */
export function answerExplore(input: ExploreInput): SnapshotAnswer {
  const { answer } = exploreSnapshot(input.snapshot.objects, input.steps, optionsOf(input))
  const hasFindings =
    answer.outcomes.length !== 1 ||
    answer.properties.some(({ verdict }) => verdict !== 'holds') ||
    answer.outcomes.some(({ stuck }) => stuck.length > 0) ||
    answer.findings.length > 0
  return { text: explorationText(answer), json: answer as unknown as JsonObject, hasFindings }
}

/** The engine's answer behind `explore --hunt`. */
export function answerHunt(input: HuntInput): SnapshotAnswer {
  const answer = huntSnapshot(input.snapshot.objects, {
    ...limitsOf(input),
    ...(input.numbers.deeds === undefined ? {} : { deedsMax: input.numbers.deeds }),
    ...(input.about.length > 0 ? { about: input.about as readonly MenuPart[] } : {}),
  })
  return { text: huntText(answer), json: answer as unknown as JsonObject, hasFindings: answer.surprises.length > 0 }
}

function optionsOf(input: ExploreInput): ExploreSnapshotOptions {
  let shownAt = input.now()
  return {
    ...limitsOf(input),
    now: input.now,
    when: input.when,
    mode: input.fine ? 'fine' : 'coarse',
    properties: properties.filter(({ name }) => input.properties.includes(name)),
    ...(input.effects.length > 0 ? { asked: input.effects } : {}),
    onProgress: ({ states, expanded, depth }) => {
      if (!input.onProgress || input.now() - shownAt < 500) return
      shownAt = input.now()
      input.onProgress(`${expanded} of ${states} states, depth ${depth} `)
    },
  }
}

type Limits = Pick<
  ExploreSnapshotOptions,
  'operatorRunning' | 'disturbances' | 'isOver' | 'capsule' | 'tickMs' | 'delaysMax' | 'disturbancesMax' | 'statesMax'
>

/** What exploring and hunting have in common. */
function limitsOf({ numbers, now, disturbances, operatorRunning, capsuleVersion }: Omit<HuntInput, 'about'>): Limits {
  const capsule = capsuleVersion === undefined ? undefined : parseCapsuleVersion(capsuleVersion)
  const until = now() + 1000 * (numbers['max-seconds'] ?? secondsUsual)
  return {
    operatorRunning,
    disturbances: disturbances.includes('all') ? allDisturbances : (disturbances as readonly Disturbance[]),
    isOver: () => now() > until,
    ...(capsule === undefined ? {} : { capsule }),
    ...(numbers.tick === undefined ? {} : { tickMs: 1000 * numbers.tick }),
    ...(numbers.delays === undefined ? {} : { delaysMax: numbers.delays }),
    ...(numbers.disturbances === undefined ? {} : { disturbancesMax: numbers.disturbances }),
    ...(numbers['max-states'] === undefined ? {} : { statesMax: numbers['max-states'] }),
  }
}
