import type { ClusterModel, ClusterState, Response, WorkItem } from '@capsule-whatif/model'
import { type Assembled, assembled } from './assembled.ts'
import { boundedTurns, orderedMoves } from './bounded.ts'
import { type Cells, createCells } from './cells.ts'
import { createCourse } from './course.ts'
import { createMoves, type Moves } from './moves.ts'
import { createPlayer, type RestCheck, type StepCheck } from './player.ts'
import { createPossible } from './possible.ts'
import type { Disturbance, ScriptStep } from './script.ts'
import { createSymmetry, type Symmetry } from './symmetry.ts'
import type { Turn } from './turn.ts'
import { createValues } from './values.ts'

export interface WorldOptions {
  /** reconciles go request by request */
  readonly fine: boolean
  readonly quietMs: number
  readonly limitMs: number
  readonly disturbances: ReadonlySet<Disturbance>
  readonly disturbancesMax: number
  readonly check?: StepCheck
  /** the script is a menu: its steps come in any order, each at most once, so many in one run */
  readonly menuMax?: number
  /** what must not be of a state at rest: texts of what is wrong with it */
  readonly restCheck?: RestCheck
  /** states that differ only in which of several interchangeable names is which count as one */
  readonly symmetry?: boolean
}

/**
 * A world to explore: the current state as cells, and what can happen in it.
 * @internal
 */
export interface World {
  readonly cells: Cells
  readonly assembled: Assembled
  readonly moves: Moves
  /** which names are interchangeable, where that is looked at */
  readonly symmetry?: Symmetry
  /** the hash by which states are told apart */
  readonly hash: () => readonly [high: number, low: number]
  /** texts of violations, by number */
  readonly violations: readonly string[]
  /** back to the beginning; things may go otherwise than in their usual order so often in one run, undefined: always */
  begin(delaysMax?: number): void
  /** the turns that are possible in the current state; none where all is at rest and done, or patience is over */
  turns(): readonly Turn[]
  /** whether the current state, had there been delays left, would have been left by one */
  wantsDelay(): boolean
  /** whether the current state, in which nothing is waited for, still has work to come */
  isRestless(): boolean
  /** numbers of what is wrong with the current state, if it is at rest */
  restViolations(): readonly number[]
  /** moves that are not possible yet but may be before time passes */
  pendingMoves(): readonly number[]
  /** turns by which it was decided, when the turns were last asked for, what is possible: they need not be possible */
  looked(): readonly Turn[]
  /** what somebody was answered so far, an entry an action */
  responses(): readonly (Response | null)[]
  /** until when time passes in a turn, in milliseconds since the epoch; undefined where it does not */
  timeOf(turn: Turn): number | undefined
  /** how many moves the model had to play */
  readonly played: () => number
  /** whether the cell only tells when something was written last: all moves write it alike */
  isBookkeeping(cell: number): boolean
  /** the work item that a cell holds with that value, if it is one of the queue */
  itemOf(cell: number, value: number): WorkItem | undefined
  /** the move that works on the item of a cell */
  workMove(cell: number): number
}

export function createWorld(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  options: WorldOptions,
): World {
  const values = createValues()
  const cells = createCells(values)
  const moves = createMoves()
  const parts = assembled(base, cells, values, model.orderOnly)
  const course = createCourse(
    model.restartable,
    base,
    script,
    options.disturbancesMax,
    options.menuMax !== undefined,
    cells,
    values,
    parts,
  )
  const common = { script, cells, values, assembled: parts, course, moves }
  const player = createPlayer({ ...common, model, fine: options.fine, check: options.check })
  const possible = createPossible({ ...options, ...common, player, spontaneous: model.spontaneous })
  const symmetry = options.symmetry ? createSymmetry(base, script, cells, values, moves) : undefined
  const watched = symmetry?.cells ?? cells
  let wantsDelay = false
  const isBounded = (): boolean => cells.get(course.delaysLeft) !== 0
  return {
    cells: watched,
    ...(symmetry ? { symmetry } : {}),
    hash: symmetry?.hash ?? cells.hash,
    assembled: parts,
    moves,
    violations: player.violations,
    turns() {
      const all = possible.turns()
      wantsDelay = isBounded() && course.number(course.delaysLeft) === 0 && orderedMoves(all, script, moves) > 1
      return isBounded() ? boundedTurns(all, script, common) : all
    },
    begin(delaysMax) {
      watched.reset()
      watched.set(course.delaysLeft, values.idOf(delaysMax))
    },
    isRestless: possible.isRestless,
    restViolations: () => (options.restCheck && possible.isAtRest() ? player.violationsOf(options.restCheck) : []),
    wantsDelay: () => wantsDelay,
    pendingMoves: possible.pendingMoves,
    looked: possible.looked,
    played: player.played,
    timeOf(turn) {
      const index = turn.cells.indexOf(course.clock)
      return index < 0 ? undefined : (values.valueOf(turn.values[index] as number) as number)
    },
    isBookkeeping: (cell) => cell === course.lastWrite,
    itemOf: (cell, value) =>
      value !== 0 && cells.spaceOf(cell) === parts.queue ? (values.valueOf(value) as WorkItem) : undefined,
    workMove: possible.workMove,
    responses: () =>
      script.flatMap((_, index) => {
        const held = values.valueOf(cells.get(course.answer(index)))
        return held ? (held as { readonly responses: readonly (Response | null)[] }).responses : []
      }),
  }
}
