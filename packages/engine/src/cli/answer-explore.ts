import type { JsonObject } from '@capsule-whatif/model'
import { effectKeysOf } from '../explore/asked-effects.ts'
import { type ExploreSnapshotOptions, exploreSnapshot } from '../explore/explore-snapshot.ts'
import { properties } from '../explore/properties.ts'
import { explorationText } from '../report/exploration-text.ts'
import { allDisturbances, type Disturbance } from '../schedule/explore/script.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import type { ExploreInput, SnapshotAnswer } from './commands/wiring.ts'

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

function optionsOf(input: ExploreInput): ExploreSnapshotOptions {
  const { numbers, now } = input
  const capsule = input.capsuleVersion === undefined ? undefined : parseCapsuleVersion(input.capsuleVersion)
  const until = now() + 1000 * (numbers['max-seconds'] ?? secondsUsual)
  const disturbances = input.disturbances.includes('all')
    ? allDisturbances
    : (input.disturbances as readonly Disturbance[])
  let shownAt = now()
  return {
    now,
    when: input.when,
    mode: input.fine ? 'fine' : 'coarse',
    operatorRunning: input.operatorRunning,
    disturbances,
    isOver: () => now() > until,
    properties: properties.filter(({ name }) => input.properties.includes(name)),
    ...(capsule === undefined ? {} : { capsule }),
    ...(input.effects.length > 0 ? { effects: effectKeysOf(input.effects) } : {}),
    ...(numbers.tick === undefined ? {} : { tickMs: 1000 * numbers.tick }),
    ...(numbers.delays === undefined ? {} : { delaysMax: numbers.delays }),
    ...(numbers.disturbances === undefined ? {} : { disturbancesMax: numbers.disturbances }),
    ...(numbers['max-states'] === undefined ? {} : { statesMax: numbers['max-states'] }),
    onProgress: ({ states, expanded, depth }) => {
      if (!input.onProgress || now() - shownAt < 500) return
      shownAt = now()
      input.onProgress(`${expanded} of ${states} states, depth ${depth} `)
    },
  }
}
