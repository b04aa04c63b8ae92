import { gitOpsTool, type JsonObject } from '@capsule-whatif/model'
import { refused } from '../action/action-text.ts'
import { parseCheckpoint } from '../explore/checkpoint.ts'
import { type ExploredSnapshot, type ExploreSnapshotOptions, exploreSnapshot } from '../explore/explore-snapshot.ts'
import { huntSnapshot } from '../explore/hunt-snapshot.ts'
import { scheduleToItf } from '../explore/itf.ts'
import type { MenuPart } from '../explore/menu.ts'
import { mergedAnswer } from '../explore/merged-answer.ts'
import { properties } from '../explore/properties.ts'
import { replaySchedule } from '../explore/replay-schedule.ts'
import { explorationText } from '../report/exploration-text.ts'
import { huntText } from '../report/hunt-text.ts'
import { mergedText } from '../report/merged-text.ts'
import { allDisturbances, type Disturbance } from '../schedule/explore/script.ts'
import { parseCapsuleVersion } from '../snapshot/capsule-version.ts'
import { operatorsOf } from '../snapshot/load-snapshot.ts'
import { isThrownError } from '../thrown-error.ts'
import type { ExploreAnswer, ExploreInput, HuntInput, OrdersInput, SnapshotAnswer } from './commands/wiring.ts'

/** A search that nobody stops ends after so many seconds. */
const secondsUsual = 60
/** Of that time, so much goes to every order; the rest to those with few delays, where every order takes longer. */
const shareForEveryOrder = 0.6
const statesUsual = 200_000

/** The engine's answer behind `explore`, and what `explain` tells of all orders. */
export function answerExplore(input: ExploreInput): ExploreAnswer | { readonly usage: string } {
  const checkpoint = input.resume === undefined ? undefined : checkpointOf(input.resume)
  if (checkpoint && !checkpoint.ok) return { usage: `--resume: ${checkpoint.error.message}` }
  const options = { ...optionsOf(input), ...(checkpoint ? { resume: checkpoint.value } : {}) }
  try {
    return told(exploreSnapshot(input.snapshot.objects, input.steps, options), input.shard)
  } catch (error) {
    if (isThrownError(error, 'CannotResume')) return { usage: `--resume: ${error.message}` }
    throw error
  }
}

function checkpointOf(text: string): ReturnType<typeof parseCheckpoint> {
  const json = jsonOf(text)
  return json === undefined ? refused('the file is no JSON. Expected what --save wrote.') : parseCheckpoint(json)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function told(explored: ExploredSnapshot, shard: ExploreInput['shard']): ExploreAnswer {
  const { answer, stage } = explored
  const isOfAllThatHappens = answer.properties.every(({ name }) => name === 'one-outcome')
  const hasFindings =
    (isOfAllThatHappens && (answer.outcomes.length !== 1 || answer.outcomes.some(({ stuck }) => stuck.length > 0))) ||
    answer.properties.some(({ verdict }) => verdict !== 'holds') ||
    answer.findings.length > 0
  return {
    text: explorationText(answer),
    json: answer as unknown as JsonObject,
    hasFindings,
    save: () => `${JSON.stringify(explored.save())}\n`,
    itf: () => {
      const replay = replaySchedule(stage.model, stage.base, stage.script, explored.schedule())
      return `${JSON.stringify(scheduleToItf(replay, stage.base.clock, answer.actions.join('; ')), null, 2)}\n`
    },
    ...(shard ? { shardLine: `${JSON.stringify(explored.shardResult(shard))}\n` } : {}),
  }
}

/** The engine's answer behind `explore --merge`. */
export function answerMerge(lines: string): SnapshotAnswer | { readonly usage: string } {
  const merged = mergedAnswer(lines)
  if (!merged.ok) return { usage: `--merge: ${merged.error.message}` }
  const { outcomes, broken, limits } = merged.value
  return {
    text: mergedText(merged.value),
    json: merged.value as unknown as JsonObject,
    hasFindings: outcomes.length !== 1 || broken.length > 0 || limits.length > 0,
  }
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
    ...(input.shard ? { shard: input.shard } : {}),
    ...(input.symmetry ? { symmetry: true } : {}),
    operators: [
      ...(input.snapshot.operators ?? []),
      ...(input.kept.length > 0 ? [gitOpsTool({ as: input.keptBy, manifests: input.kept })] : []),
    ],
    onProgress: ({ states, expanded, depth }) => {
      if (!input.onProgress || input.now() - shownAt < 500) return
      shownAt = input.now()
      input.onProgress(`${expanded} of ${states} states, depth ${depth} `)
    },
  }
}

type Limits = Pick<
  ExploreSnapshotOptions,
  | 'operators'
  | 'operatorRunning'
  | 'disturbances'
  | 'isOver'
  | 'isLate'
  | 'capsule'
  | 'tickMs'
  | 'delaysMax'
  | 'disturbancesMax'
  | 'statesMax'
>

/** What exploring and hunting have in common. */
function limitsOf({ snapshot, operatorRunning, capsuleVersion, ...limits }: Omit<HuntInput, 'about'>): Limits {
  const capsule = capsuleVersion === undefined ? undefined : parseCapsuleVersion(capsuleVersion)
  return {
    ...operatorsOf(snapshot),
    operatorRunning,
    ...(capsule === undefined ? {} : { capsule }),
    ...orderLimits(limits),
  }
}

/** Which orders are looked at, and how many. */
export function orderLimits({
  numbers,
  now,
  disturbances,
}: OrdersInput): Omit<Limits, 'operators' | 'operatorRunning' | 'capsule'> {
  const began = now()
  const seconds = numbers['max-seconds'] ?? secondsUsual
  return {
    disturbances: disturbances.includes('all') ? allDisturbances : (disturbances as readonly Disturbance[]),
    isOver: () => now() > began + 1000 * seconds,
    isLate: () => now() > began + 1000 * seconds * shareForEveryOrder,
    ...(numbers.tick === undefined ? {} : { tickMs: 1000 * numbers.tick }),
    ...(numbers.delays === undefined ? {} : { delaysMax: numbers.delays }),
    ...(numbers.disturbances === undefined ? {} : { disturbancesMax: numbers.disturbances }),
    statesMax: numbers['max-states'] ?? statesUsual,
  }
}
