import type { ClusterModel, ClusterState } from '@capsule-whatif/model'
import { type Parsed, parsed, refused } from '../action/action-text.ts'
import { type Exploration, type ExploreOptions, explore } from '../schedule/explore/explore.ts'
import { MisfitError, type SavedSearches } from '../schedule/explore/history.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { type InputDigests, inputDigests } from './input-digests.ts'
import {
  byType,
  type Form,
  fieldsOf,
  isCount,
  isFlag,
  isNumber,
  isText,
  listOf,
  oneOf,
  readSaved,
} from './json-form.ts'

/** Options that an exploration keeps when it is gone on with. */
export type KeptOptions = Omit<ExploreOptions, 'check' | 'restCheck' | 'isOver' | 'isLate' | 'onProgress'>

/** Options that may be others when an exploration is gone on with. The checks must be the same ones. */
export type ResumeOptions = Pick<
  ExploreOptions,
  'check' | 'restCheck' | 'isOver' | 'isLate' | 'onProgress' | 'statesMax'
>

/** An exploration that was stopped, as plain data: what was searched of which inputs. */
export interface Checkpoint extends InputDigests, SavedSearches {
  readonly format: typeof format
  readonly version: typeof version
  readonly options: KeptOptions
}

const format = 'capsule-whatif/exploration'
const version = 1

/** What an exploration was made of. */
export interface Explored {
  readonly model: ClusterModel
  readonly base: ClusterState
  readonly script: readonly ScriptStep[]
  readonly options: ExploreOptions
}

/** An exploration to be gone on with later. It holds about ten bytes a transition, and nothing of the snapshot but names. */
export function saveCheckpoint(exploration: Exploration, { model, base, script, options }: Explored): Checkpoint {
  const { check, restCheck, isOver, isLate, onProgress, ...kept } = options
  return { format, version, ...inputDigests(model, base, script), options: kept, ...exploration.history.saved() }
}

/**
 * Goes on with an exploration of the same inputs: what it ends with is what it would have ended with, had it not been
 * stopped. What was searched is played again, each move as often as the model had to play it; that takes less time than
 * the search did, but some. Refused where the inputs or the version are others.
 */
export function resume(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  checkpoint: Checkpoint,
  options: ResumeOptions = {},
): Parsed<Exploration> {
  const { snapshot, script: asked } = inputDigests(model, base, script)
  if (checkpoint.snapshot !== snapshot)
    return refused(
      'the exploration was saved of another snapshot, or of another version of Capsule. Expected the same.',
    )
  if (checkpoint.script !== asked)
    return refused('the exploration was saved of other actions, or of others in time. Expected the same.')
  try {
    return parsed(explore(model, base, script, { ...checkpoint.options, ...options }, checkpoint))
  } catch (error) {
    if (!(error instanceof MisfitError)) throw error
    return refused(
      `the exploration cannot be gone on with: ${error.message}. It was saved by another version of capsule-whatif, or asks for other properties. Explore anew.`,
    )
  }
}

const isMove: Form = byType({
  work: fieldsOf({ type: isText, controller: isText, key: isText }),
  user: fieldsOf({ type: isText, index: isCount, webhooksFail: isFlag }),
  process: fieldsOf({ type: isText, process: isText, running: isFlag }),
  watch: fieldsOf({ type: isText, process: isText, lags: isFlag }),
  time: fieldsOf({ type: isText }),
  delay: fieldsOf({ type: isText, move: isCount }),
})

const isOptions: Form = fieldsOf(
  {},
  {
    mode: oneOf('coarse', 'fine'),
    quietMs: isNumber,
    limitMs: isNumber,
    disturbances: listOf(oneOf('reset', 'restart', 'lag', 'webhook')),
    disturbancesMax: isCount,
    menuMax: isCount,
    delaysMax: isCount,
    statesMax: isCount,
    depthMax: isCount,
    reduce: isFlag,
    shard: fieldsOf({ index: isCount, of: isCount }),
  },
)

const isDivision: Form = fieldsOf({ states: isCount, expanded: isCount, elsewhere: listOf(isCount) })

const isSearch: Form = fieldsOf(
  {
    moves: isCount,
    turns: listOf(listOf(isCount)),
    edges: listOf(isCount),
    looks: listOf(isCount),
    wantsDelays: isFlag,
    limits: listOf(oneOf('states', 'depth', 'time')),
  },
  {
    delays: isCount,
    found: fieldsOf(
      { next: isCount, ends: listOf(isCount), restless: listOf(isCount), violations: listOf(listOf(isNumber)) },
      { division: isDivision },
    ),
  },
)

/** Reads an exploration that was saved, from JSON. */
export function parseCheckpoint(json: unknown): Parsed<Checkpoint> {
  const form = fieldsOf({
    format: isText,
    version: isCount,
    snapshot: isText,
    script: isText,
    options: isOptions,
    moves: listOf(isMove),
    searches: listOf(isSearch),
  })
  return readSaved(json, format, version, form)
}
