import type { ClusterModel, ClusterState } from '@capsule-whatif/model'
import type { Parsed } from '../action/action-text.ts'
import type { Exploration, ExploreOptions } from '../schedule/explore/explore.ts'
import type { Move } from '../schedule/explore/moves.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { usualPatience } from '../schedule/likely.ts'
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
import { pathTo, type ScheduledMove } from './path.ts'

/** What happens next, as it is written to a file. */
export type SavedMove = {
  /** what chance decides in it, where it does not take the likely way: each a number from 0 */
  readonly choices?: readonly number[]
} & (
  | { readonly type: 'work'; readonly controller: string; readonly key: string }
  /** a step of the script, from 1 */
  | { readonly type: 'user'; readonly step: number; readonly webhooksFail?: true }
  | { readonly type: 'process'; readonly process: string; readonly running: boolean }
  | { readonly type: 'watch'; readonly process: string; readonly lags: boolean }
  /** until when time passes, in milliseconds since the epoch */
  | { readonly type: 'time'; readonly until: number }
)

/** One run of a snapshot and a script, as plain data: what happens, move by move, from the beginning. */
export interface Schedule extends InputDigests {
  readonly format: typeof format
  readonly version: typeof version
  /** whether a reconcile is one move, or each of its writes */
  readonly mode: 'coarse' | 'fine'
  /** quiet when nothing was written for so many virtual milliseconds */
  readonly quietMs: number
  /** the script is a menu: its steps come in any order, so many at most */
  readonly menuMax?: number
  readonly moves: readonly SavedMove[]
}

const format = 'capsule-whatif/schedule'
const version = 1

/** What a schedule is a run of. */
export interface Scheduled {
  readonly model: ClusterModel
  readonly base: ClusterState
  readonly script: readonly ScriptStep[]
  readonly options: Pick<ExploreOptions, 'mode' | 'quietMs' | 'menuMax'>
}

/** The shortest schedule that the search found to a state. */
export function scheduleTo(exploration: Exploration, state: number, of: Scheduled): Schedule {
  return scheduleOf(pathTo(exploration, state), of)
}

/** Moves as a schedule. */
export function scheduleOf(path: readonly ScheduledMove[], { model, base, script, options }: Scheduled): Schedule {
  const { mode = 'coarse', quietMs = usualPatience.quietMs, menuMax } = options
  const menu = menuMax === undefined ? {} : { menuMax }
  const moves = path.flatMap(savedMove)
  return { format, version, ...inputDigests(model, base, script), mode, quietMs, ...menu, moves }
}

function savedMove({ move, choices, until }: ScheduledMove): readonly SavedMove[] {
  const chance = choices.some((choice) => choice > 0) ? { choices } : {}
  if (move.type === 'delay') return []
  if (move.type === 'time') return until === undefined ? [] : [{ type: 'time', until }]
  if (move.type !== 'user') return [{ ...move, ...chance }]
  return [{ type: 'user', step: move.index + 1, ...(move.webhooksFail ? { webhooksFail: true } : {}), ...chance }]
}

/** A saved move as moves are known to a search. */
export function scheduledMove(saved: SavedMove): ScheduledMove {
  const { choices = [], ...rest } = saved
  if (rest.type === 'time') return { move: { type: 'time' }, choices, until: rest.until }
  if (rest.type !== 'user') return { move: rest as Move, choices }
  return { move: { type: 'user', index: rest.step - 1, webhooksFail: rest.webhooksFail ?? false }, choices }
}

const chance = { choices: listOf(isCount) }
const isMove: Form = byType({
  work: fieldsOf({ type: isText, controller: isText, key: isText }, chance),
  user: fieldsOf({ type: isText, step: isCount }, { ...chance, webhooksFail: isFlag }),
  process: fieldsOf({ type: isText, process: isText, running: isFlag }, chance),
  watch: fieldsOf({ type: isText, process: isText, lags: isFlag }, chance),
  time: fieldsOf({ type: isText, until: isNumber }),
})

/** Reads a schedule from JSON, and says what is wrong with it and where. */
export function parseSchedule(json: unknown): Parsed<Schedule> {
  const header = { format: isText, version: isCount, snapshot: isText, script: isText }
  const ways = { mode: oneOf('coarse', 'fine'), quietMs: isNumber }
  return readSaved(json, format, version, fieldsOf({ ...header, ...ways, moves: listOf(isMove) }, { menuMax: isCount }))
}
