import type { ClusterModel, ClusterState, Response, Step } from '@capsule-whatif/model'
import { uidsAgainAfter } from '../schedule/explore/explore.ts'
import { moveText } from '../schedule/explore/moves.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import { inputDigests } from './input-digests.ts'
import { obstacle, type Progress, timeText } from './obstacle.ts'
import { playMove, type ScheduledMove } from './path.ts'
import { type SavedMove, type Schedule, scheduledMove } from './schedule.ts'

/** One move as it went. */
export interface ReplayedMove {
  readonly move: SavedMove
  readonly text: string
  readonly steps: readonly Step[]
}

/** Where a schedule does not go any further. */
export interface ReplayFailure {
  /** number of the move, from 1 */
  readonly move: number
  readonly text: string
  /** what happened, where, and what likely caused it, in sentences */
  readonly message: string
}

/** A schedule played on the model again. */
export interface Replay {
  readonly moves: readonly ReplayedMove[]
  /** the steps of all moves, with their requests, answers and events */
  readonly steps: readonly Step[]
  /** what somebody was answered, an entry an action */
  readonly responses: readonly (Response | null)[]
  /** the state after the last move that went */
  readonly state: ClusterState
  /** absent where every move went */
  readonly failure?: ReplayFailure
}

/**
 * Plays a schedule from the beginning, by the rules of exploration: each move must be one that can come next. It may be
 * played on another snapshot or script than that it was made of; where it does not go, that is told as the likely cause.
 */
export function replaySchedule(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  schedule: Schedule,
): Replay {
  const stage = { model, script, fine: schedule.mode === 'fine', menuMax: schedule.menuMax }
  const moves: ReplayedMove[] = []
  const responses: (Response | null)[] = []
  let progress = startOf(base, script, schedule)
  const soFar = (): Replay => ({ moves, steps: moves.flatMap(({ steps }) => steps), responses, state: progress.state })
  for (const saved of schedule.moves) {
    const scheduled = scheduledMove(saved)
    const text = textOf(scheduled)
    const inWay = obstacle(stage, progress, scheduled)
    const steps = inWay === undefined ? playMove(model, progress.state, script, scheduled, stage.fine) : []
    const wrong = inWay ?? chanceMissed(scheduled, steps)
    if (wrong !== undefined) {
      const cause = likelyCause(inputDigests(model, base, script), schedule)
      const message = `Move ${moves.length + 1} of ${schedule.moves.length}, ${text}, does not go: ${wrong}. ${cause}`
      return { ...soFar(), failure: { move: moves.length + 1, text, message } }
    }
    moves.push({ move: saved, text, steps })
    if (saved.type === 'user') responses.push(...steps.map(({ response }) => response ?? null))
    progress = after(progress, scheduled, steps, script, schedule)
  }
  return soFar()
}

function startOf(base: ClusterState, script: readonly ScriptStep[], { quietMs }: Schedule): Progress {
  return {
    state: { ...base, uidsAgainAfter },
    done: [],
    resumeAt: base.clock + (script[0]?.afterMs ?? 0),
    quietAt: base.clock + quietMs,
  }
}

function after(
  before: Progress,
  { move }: ScheduledMove,
  steps: readonly Step[],
  script: readonly ScriptStep[],
  schedule: Schedule,
): Progress {
  const state = steps.at(-1)?.state ?? before.state
  const done = move.type === 'user' ? [...before.done, move.index] : before.done
  const writes = steps.some(({ events }) => events.length > 0)
  const quietMs = script[done.length - 1]?.quietMs ?? schedule.quietMs
  // a moment counts from when a move began
  const quietAt = before.state.clock + quietMs
  if (move.type !== 'user') return { ...before, state, ...(writes ? { quietAt } : {}) }
  return { state, done, resumeAt: before.state.clock + (script[done.length]?.afterMs ?? 0), quietAt }
}

/** Chance is to decide what it is not asked. */
function chanceMissed({ choices }: ScheduledMove, steps: readonly Step[]): string | undefined {
  const made = steps.at(-1)?.state.choicesMade ?? []
  return choices.every((choice, index) => made[index]?.taken === choice)
    ? undefined
    : `chance is to decide ${choices.length} times in it, and decides ${made.length} times`
}

function textOf({ move, until }: ScheduledMove): string {
  return move.type === 'time' && until !== undefined ? `time passes until ${timeText(until)}` : moveText(move)
}

function likelyCause(is: ReturnType<typeof inputDigests>, schedule: Schedule): string {
  if (is.snapshot !== schedule.snapshot)
    return 'The snapshot, or the version of Capsule, is another than that which the schedule was made of.'
  if (is.script !== schedule.script) return 'The actions are others than those which the schedule was made of.'
  return 'Snapshot and actions are those which the schedule was made of: it was changed by hand, or made by another version of capsule-whatif.'
}
