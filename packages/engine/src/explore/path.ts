import { type Action, bringForward, type ClusterModel, type ClusterState, type Step } from '@capsule-whatif/model'
import { actionsOf } from '../schedule/explore/actions-of.ts'
import type { Exploration } from '../schedule/explore/explore.ts'
import { type Move, moveText } from '../schedule/explore/moves.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'

/** One move of a schedule: what happens, and what chance decides in it. */
export interface ScheduledMove {
  readonly move: Move
  readonly choices: readonly number[]
  /** for time that passes: until when */
  readonly until?: number
}

/** The moves that lead to a state the shortest way that the search found. */
export function pathTo({ search, world }: Exploration, state: number): readonly ScheduledMove[] {
  const moves: ScheduledMove[] = []
  for (let at = state; at !== 0; at = search.store.parent(at)) {
    const turn = search.turns[search.store.turn(at)]
    if (!turn) break
    const move = world.moves.of(turn.move)
    if (move.type === 'delay') continue
    const until = world.timeOf(turn)
    moves.push({ move, choices: turn.choices, ...(move.type === 'time' && until !== undefined ? { until } : {}) })
  }
  return moves.reverse()
}

/** A schedule played from its beginning: its steps, with the number of the move that each belongs to. */
export interface PlayedPath {
  readonly steps: readonly Step[]
  readonly moveOf: readonly number[]
  readonly state: ClusterState
}

/** Plays moves one after the other; undefined where one of them has nothing to work on. */
export function playPath(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  path: readonly ScheduledMove[],
  fine = false,
): PlayedPath | undefined {
  const steps: Step[] = []
  const moveOf: number[] = []
  let state = base
  for (const [index, scheduled] of path.entries()) {
    const own = playMove(model, state, script, scheduled, fine)
    if (scheduled.move.type === 'work' && !fine && own.some(({ result }) => result === undefined)) return undefined
    for (const step of own) {
      steps.push(step)
      moveOf.push(index)
      state = step.state
    }
  }
  return { steps, moveOf, state }
}

/** Plays one move: a step for each of its actions. An item is worked on now, whenever it was due. */
export function playMove(
  model: ClusterModel,
  from: ClusterState,
  script: readonly ScriptStep[],
  scheduled: ScheduledMove,
  fine: boolean,
): readonly Step[] {
  const { move, choices, until } = scheduled
  const due = move.type === 'work' ? bringForward(from, move.controller, move.key) : from
  const steps: Step[] = []
  let state: ClusterState = { ...due, choicesGiven: choices, choicesMade: [] }
  const actions: readonly Action[] =
    move.type === 'time' && until !== undefined ? [{ type: 'wait', until }] : actionsOf(move, script, state, fine)
  for (const action of actions) {
    const step = model.apply(state, action)
    steps.push(step)
    state = step.state
  }
  return steps
}

/** A move in words. */
export function scheduledText({ move }: ScheduledMove, script: readonly string[]): string {
  if (move.type === 'user') {
    return `${script[move.index] ?? `step ${move.index + 1}`}${move.webhooksFail ? ' (the operator’s webhooks fail)' : ''}`
  }
  return moveText(move)
}
