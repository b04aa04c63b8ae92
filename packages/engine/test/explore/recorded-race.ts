import { readFileSync } from 'node:fs'
import {
  allObjects,
  type ClusterModel,
  type ClusterState,
  controlPlane,
  type Json,
  type KubeObject,
  tickTiming,
} from '@capsule-whatif/model'
import { scriptOf } from '../../src/replay/explore-trace.ts'
import { outcomeSignature } from '../../src/replay/outcome.ts'
import { recorderPatience, type Surroundings, startOf } from '../../src/replay/scenario.ts'
import { traceInput } from '../../src/replay/trace.ts'
import { type Exploration, type ExploreOptions, explore } from '../../src/schedule/explore/explore.ts'
import { rounds } from '../../src/schedule/explore/rounds.ts'
import type { ScriptStep } from '../../src/schedule/explore/script.ts'

/** A recorded race, ready to be explored. */
export interface Race {
  readonly model: ClusterModel
  readonly base: ClusterState
  readonly script: readonly ScriptStep[]
  readonly options: ExploreOptions
}

const root = new URL('../../../fixtures/traces/', import.meta.url)
const model = controlPlane({ timing: tickTiming(1000) })
const likely = controlPlane()

function read(path: string): Json {
  for (const folder of [new URL('v0.14/', root), root]) {
    try {
      return JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as Json
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return null
}

function surroundingsOf(baseline: string): Surroundings {
  const { items } = read(baseline) as unknown as { readonly items: readonly KubeObject[] }
  const definitions = items.flatMap(({ kind, metadata }): [string, Json][] => {
    const definition = kind === 'CustomResourceDefinition' ? read(`crds/${metadata.name}.json`) : null
    return definition === null ? [] : [[metadata.name, definition]]
  })
  return { baseline: items, definitions: new Map(definitions), readFile: read }
}

/** The recorded race of that name. */
export function recordedRace(name: string): Race {
  const line = readFileSync(new URL('v0.14/race.jsonl', root), 'utf8')
    .split('\n')
    .find((each) => each.includes(`"name":"${name}"`))
  const trace = line === undefined ? undefined : traceInput(JSON.parse(line) as Json)
  if (!trace) throw new Error(`there is no recorded race ${name}`)
  const surroundings = surroundingsOf(trace.baseline)
  const { quietMs, limitMs } = recorderPatience
  return {
    model,
    base: startOf(likely, trace, surroundings),
    script: scriptOf(trace.steps, surroundings),
    options: { quietMs, limitMs },
  }
}

export function exploreRace({ model, base, script, options }: Race, more: ExploreOptions = {}): Exploration {
  return explore(model, base, script, { ...options, ...more })
}

/** The ends of an exploration: what nobody could tell apart has the same text. */
export function endsOf({ base }: Race, exploration: Exploration): readonly string[] {
  const { search } = exploration
  const known = new Set(allObjects(base))
  const ends = [...search.ends, ...search.restless, ...rounds(search).flat()].map((end) => {
    const { state, responses } = exploration.stateOf(end)
    return outcomeSignature({ responses, after: allObjects(state) }, known)
  })
  return [...new Set(ends)].sort()
}

/** Stops when it was asked so often. */
export function stopsAfter(asked: number): () => boolean {
  let count = 0
  return () => count++ >= asked
}
