import {
  type ClusterState,
  isRunning,
  type ProcessName,
  type SpontaneousWork,
  type WorkItem,
} from '@capsule-whatif/model'
import type { Assembled } from './assembled.ts'
import type { Cells } from './cells.ts'
import type { Course } from './course.ts'
import type { Moves } from './moves.ts'
import type { Player } from './player.ts'
import type { Disturbance, ScriptStep } from './script.ts'
import { plainTurn, type Turn } from './turn.ts'
import type { Values } from './values.ts'

export interface PossibleParts {
  readonly script: readonly ScriptStep[]
  readonly fine: boolean
  readonly quietMs: number
  readonly limitMs: number
  readonly disturbances: ReadonlySet<Disturbance>
  readonly spontaneous: readonly SpontaneousWork[]
  readonly menuMax?: number
  readonly cells: Cells
  readonly values: Values
  readonly assembled: Assembled
  readonly course: Course
  readonly moves: Moves
  readonly player: Player
}

/** What can happen in the current state. */
export interface Possible {
  /** every turn; none where all is at rest and done, or where patience is over */
  turns(): readonly Turn[]
  /** whether nothing is to be done, nor comes so soon that it is waited for */
  isAtRest(): boolean
  /** whether work is still to come that is not waited for */
  isRestless(): boolean
  /**
   * moves that are not possible yet but may be before time passes: failing work, work of controllers that are in the
   * middle of an item, what somebody does next, and resets that would change nothing now
   */
  pendingMoves(): readonly number[]
  /** turns by which it was decided, when the turns were last asked for, what is possible: they need not be possible */
  looked(): readonly Turn[]
  /** the move that works on the item of a cell of the queue */
  workMove(cell: number): number
}

export function createPossible(world: PossibleParts): Possible {
  const { cells, values, course, moves, script } = world
  const { queue, inProgress } = world.assembled
  const { turnsOf, wholeTurnsOf } = world.player
  const looked: Turn[] = []
  const workMoves = new Map<number, number>()
  const workMove = (cell: number): number => {
    const known = workMoves.get(cell)
    if (known !== undefined) return known
    const text = cells.keyOf(cell)
    const bar = text.indexOf('|')
    const id = moves.idOf({ type: 'work', controller: text.slice(0, bar), key: text.slice(bar + 1) })
    workMoves.set(cell, id)
    return id
  }
  const itemIn = (cell: number): WorkItem | undefined => values.valueOf(cells.get(cell)) as WorkItem | undefined

  /** Items that controllers are in the middle of, by controller. */
  const underWay = (): ReadonlyMap<string, WorkItem> => {
    const items = new Map<string, WorkItem>()
    if (!world.fine) return items
    for (const [name, cell] of inProgress.cells) {
      const progress = values.valueOf(cells.get(cell)) as { readonly item: WorkItem } | undefined
      if (progress) items.set(name, progress.item)
    }
    return items
  }

  const workTurns = (into: Turn[]): void => {
    const clock = course.number(course.clock)
    const busy = underWay()
    for (const { controller, key } of busy.values())
      into.push(...turnsOf(moves.idOf({ type: 'work', controller, key })))
    for (const cell of queue.cells.values()) {
      const item = itemIn(cell)
      if (!item || busy.has(item.controller)) continue
      if (item.failures > 0) retries(workMove(cell), into)
      else if (item.dueAt <= clock) into.push(...turnsOf(workMove(cell)))
    }
  }

  /** Failed work tries again where it would not fail in the same way, if nothing comes between. */
  const retries = (move: number, into: Turn[]): void => {
    const whole = wholeTurnsOf(move)
    looked.push(...whole)
    const fruitful = whole.filter(({ fruitless }) => !fruitless)
    if (fruitful.length > 0) into.push(...(world.fine ? turnsOf(move) : fruitful))
  }

  const disturbanceTurns = (into: Turn[]): void => {
    const lagging = values.valueOf(cells.get(course.lagging)) as ClusterState['lagging']
    for (const process of course.restartable)
      if (cells.get(course.down(process)) !== 0)
        into.push(...turnsOf(moves.idOf({ type: 'process', process, running: true })))
    for (const process of Object.keys(lagging) as ProcessName[])
      into.push(...turnsOf(moves.idOf({ type: 'watch', process, lags: false })))
    if (course.number(course.left) > 0) newDisturbances(lagging, into)
  }

  const newDisturbances = (lagging: ClusterState['lagging'], into: Turn[]): void => {
    const { disturbances } = world
    const running = values.valueOf(cells.get(course.running)) as ClusterState['running']
    for (const process of course.restartable.filter((each) => isRunning({ running }, each))) {
      if (disturbances.has('restart')) into.push(...turnsOf(moves.idOf({ type: 'process', process, running: false })))
      if (disturbances.has('lag') && !lagging[process])
        into.push(...turnsOf(moves.idOf({ type: 'watch', process, lags: true })))
    }
    if (!disturbances.has('reset')) return
    for (const { process, action } of world.spontaneous) {
      const isWaiting = cells.get(world.assembled.itemCell(action.controller, action.key)) !== 0
      if (!isRunning({ running }, process) || isWaiting) continue
      const turns = turnsOf(moves.idOf(action))
      looked.push(...turns)
      // one that changes nothing but the count of disturbances is none
      into.push(...turns.filter((turn) => turn.cells.length > 1))
    }
  }

  const userTurns = (index: number, into: Turn[]): void => {
    into.push(...turnsOf(moves.idOf({ type: 'user', index, webhooksFail: false })))
    const asks = script[index]?.actions.some(({ type }) => type === 'request')
    if (asks && world.disturbances.has('webhook') && course.number(course.left) > 0)
      into.push(...turnsOf(moves.idOf({ type: 'user', index, webhooksFail: true })))
  }

  /** Whether a process that was ended is to come back, or watches are to catch up. */
  const isDisturbed = (): boolean =>
    course.restartable.some((process) => cells.get(course.down(process)) !== 0) ||
    Object.keys(values.valueOf(cells.get(course.lagging)) as ClusterState['lagging']).length > 0

  const nextDue = (): number => {
    let due = Number.POSITIVE_INFINITY
    for (const cell of queue.cells.values()) {
      const item = itemIn(cell)
      if (item && item.failures === 0 && item.dueAt < due) due = item.dueAt
    }
    return due
  }

  const quietAt = (): number => {
    const quietMs = script[course.number(course.next) - 1]?.quietMs ?? world.quietMs
    return course.number(course.lastWrite) + quietMs
  }

  const timeTurn = (until: number): Turn => {
    const changes = [
      [course.clock, values.idOf(until)],
      [course.delayed, 0],
    ] as const
    return plainTurn(moves.idOf({ type: 'time' }), changes, [course.clock])
  }

  /** What happens when nothing is left to do at this time: time passes, or somebody who waited for rest goes on. */
  const later = (step: ScriptStep | undefined, index: number, canAct: boolean, into: Turn[]): void => {
    const due = nextDue()
    if (step && !canAct) into.push(timeTurn(Math.min(due, course.number(course.resumeAt))))
    else if (due <= quietAt()) {
      if (due <= course.number(course.since) + world.limitMs) into.push(timeTurn(due))
      else if (step?.when === 'at rest') userTurns(index, into)
    } else if (step && course.number(course.clock) < quietAt()) into.push(timeTurn(quietAt()))
    else if (step?.when === 'at rest') userTurns(index, into)
  }

  /** Whatever of the menu is left may be done at any moment. */
  const menuTurns = (menuMax: number, into: Turn[]): readonly Turn[] => {
    workTurns(into)
    const works = into.length > 0
    disturbanceTurns(into)
    const mayAct = course.number(course.next) < menuMax
    script.forEach((_, index) => {
      if (mayAct && cells.get(course.done(index)) === 0) userTurns(index, into)
    })
    if (!works) later(undefined, 0, false, into)
    return into
  }

  return {
    workMove,
    looked: () => looked,
    isRestless: () => nextDue() <= quietAt(),
    isAtRest() {
      if (isDisturbed()) return false
      const into: Turn[] = []
      workTurns(into)
      return into.length === 0 && nextDue() > quietAt()
    },
    turns() {
      const into: Turn[] = []
      looked.length = 0
      if (world.menuMax !== undefined) return menuTurns(world.menuMax, into)
      const index = course.number(course.next)
      const step = script[index]
      const canAct = step !== undefined && course.number(course.clock) >= course.number(course.resumeAt)
      workTurns(into)
      const works = into.length > 0
      disturbanceTurns(into)
      if (canAct && step.when !== 'at rest') userTurns(index, into)
      if (!works && !(canAct && step.when === 'promptly')) later(step, index, canAct, into)
      return into
    },
    pendingMoves() {
      const pending: number[] = []
      const clock = course.number(course.clock)
      const busy = underWay()
      for (const cell of queue.cells.values()) {
        const item = itemIn(cell)
        if (item && (item.failures > 0 || (busy.has(item.controller) && item.dueAt <= clock)))
          pending.push(workMove(cell))
      }
      const disturbs = course.number(course.left) > 0
      for (
        let index = course.number(course.next);
        index < script.length && script[index]?.when !== 'at rest';
        index++
      ) {
        pending.push(moves.idOf({ type: 'user', index, webhooksFail: false }))
        if (disturbs && world.disturbances.has('webhook'))
          pending.push(moves.idOf({ type: 'user', index, webhooksFail: true }))
      }
      if (disturbs && world.disturbances.has('reset'))
        for (const { action } of world.spontaneous) pending.push(moves.idOf(action))
      return pending
    },
  }
}
