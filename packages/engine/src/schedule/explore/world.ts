import {
  type Action,
  type ClusterModel,
  type ClusterState,
  listenToReads,
  type ProcessName,
  type Response,
  type Step,
  type WorkItem,
} from '@capsule-whatif/model'
import { everyChoice } from '../choices.ts'
import { type Assembled, assembled, type Change } from './assembled.ts'
import { type Cells, createCells } from './cells.ts'
import { collector, createMemo, type Footprint } from './memo.ts'
import type { Disturbance, ScriptStep } from './script.ts'
import { createValues, type Values } from './values.ts'

/** Something that can happen next. */
export type Move =
  | { readonly type: 'work'; readonly controller: string; readonly key: string }
  | { readonly type: 'user'; readonly index: number; readonly webhooksFail: boolean }
  | { readonly type: 'process'; readonly process: ProcessName; readonly running: boolean }
  | { readonly type: 'watch'; readonly process: ProcessName; readonly lags: boolean }
  | { readonly type: 'time' }

/** A move as it goes in a state, by one of the ways that chance may take. */
export interface Turn {
  readonly move: number
  /** which way chance took, from 0 */
  readonly way: number
  readonly cells: Int32Array
  readonly values: Int32Array
  /** whether it wrote an object */
  readonly writes: boolean
  /** whether it came to nothing: failed, and changed nothing but its own place in the queue */
  readonly fruitless: boolean
  /** what it read: shared by the ways of a move */
  readonly reads: Footprint
  /** the numbers of violations that it is */
  readonly violations: readonly number[]
}

export interface WorldOptions {
  /** reconciles go request by request */
  readonly fine: boolean
  readonly tickMs: number
  readonly quietMs: number
  readonly limitMs: number
  readonly disturbances: ReadonlySet<Disturbance>
  readonly disturbancesMax: number
  /** what a step must not be: texts of what is wrong with it */
  readonly check?: (before: ClusterState, step: Step) => readonly string[]
}

/** So many ways are looked at that chance may take in one step. */
const waysMax = 24

/** A world to explore: the current state as cells, and what can happen in it. */
export interface World {
  readonly cells: Cells
  readonly values: Values
  readonly assembled: Assembled
  readonly options: WorldOptions
  readonly moves: readonly Move[]
  readonly violations: readonly string[]
  /** the turns that are possible in the current state; none where all is at rest and done */
  turns(): readonly Turn[]
  /** why there are no turns, or not all */
  standing(): 'goes on' | 'at rest' | 'restless'
  /** what the user was answered so far */
  responses(): readonly (Response | null)[]
  /** how many steps had to be played by the model */
  readonly played: () => number
  applyTurn(turn: Turn): void
  moveText(move: number): string
}

export function createWorld(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  options: WorldOptions,
): World {
  const values = createValues()
  const cells = createCells(values)
  const parts = assembled(base, cells, values, model.orderOnly)
  const memo = createMemo<readonly Turn[]>(cells)
  const moves: Move[] = []
  const moveIds = new Map<string, number>()
  const violations: string[] = []
  const violationIds = new Map<string, number>()
  let played = 0

  const run = cells.space('run', (key) =>
    key === 'next'
      ? 0
      : key === 'since' || key === 'last write'
        ? base.clock
        : key === 'left'
          ? options.disturbancesMax
          : key === 'resume at'
            ? base.clock + (script[0]?.afterMs ?? 0)
            : undefined,
  )
  const nextCell = cells.cell(run, 'next')
  const sinceCell = cells.cell(run, 'since')
  const lastWriteCell = cells.cell(run, 'last write')
  const leftCell = cells.cell(run, 'left')
  const resumeCell = cells.cell(run, 'resume at')
  const downCells = new Map(
    (['capsule', 'kube-controller-manager'] as const).map((process) => [process, cells.cell(run, `down ${process}`)]),
  )
  const clockCell = cells.cell(parts.single, 'clock')
  const runningCell = cells.cell(parts.single, 'running')
  const laggingCell = cells.cell(parts.single, 'lagging')
  const webhooksCell = cells.cell(parts.memory, 'kube-apiserver/deleted-webhooks')
  const memoryRange = cells.range(parts.memory, '')
  const progressRange = cells.range(parts.inProgress, '')
  const numberIn = (cell: number): number => values.valueOf(cells.get(cell)) as number

  const moveId = (move: Move): number => {
    const text = textOfMove(move, script)
    const known = moveIds.get(text)
    if (known !== undefined) return known
    moveIds.set(text, moves.length)
    return moves.push(move) - 1
  }
  const violationId = (text: string): number => {
    const known = violationIds.get(text)
    if (known !== undefined) return known
    violationIds.set(text, violations.length)
    return violations.push(text) - 1
  }

  const workMoves = new Map<number, number>()
  const workMove = (cell: number): number => {
    const known = workMoves.get(cell)
    if (known !== undefined) return known
    const text = cells.keyOf(cell)
    const bar = text.indexOf('|')
    const id = moveId({ type: 'work', controller: text.slice(0, bar), key: text.slice(bar + 1) })
    workMoves.set(cell, id)
    return id
  }

  /** what a move does to the cells that tell how the run stands */
  const bookkeeping = (move: Move, responses: readonly (Response | null)[]): readonly Change[] => {
    if (move.type === 'user') {
      const following = script[move.index + 1]
      const clock = cells.get(clockCell)
      return [
        { cell: nextCell, value: values.idOf(move.index + 1) },
        { cell: sinceCell, value: clock },
        { cell: lastWriteCell, value: clock },
        { cell: resumeCell, value: values.idOf(numberIn(clockCell) + (following?.afterMs ?? 0)) },
        ...(move.webhooksFail ? [{ cell: leftCell, value: values.idOf(numberIn(leftCell) - 1) }] : []),
        { cell: cells.cell(run, `answer ${move.index}`), value: values.idOf({ responses }) },
      ]
    }
    if (move.type === 'process') {
      const down = downCells.get(move.process as 'capsule') ?? leftCell
      return move.running
        ? [{ cell: down, value: 0 }]
        : [
            { cell: down, value: values.idOf(true) },
            { cell: leftCell, value: values.idOf(numberIn(leftCell) - 1) },
          ]
    }
    if ((move.type === 'watch' && move.lags) || (move.type === 'work' && isSpontaneous(move)))
      return [{ cell: leftCell, value: values.idOf(numberIn(leftCell) - 1) }]
    return []
  }
  const spontaneous = new Set(model.spontaneous.map(({ action }) => `${action.controller}|${action.key}`))
  const isSpontaneous = ({ controller, key }: { controller: string; key: string }): boolean =>
    spontaneous.has(`${controller}|${key}`) && cells.get(parts.itemCell(controller, key)) === 0

  const actionsOf = (move: Move, state: ClusterState): readonly Action[] => {
    if (move.type === 'work') return [{ ...move, ...(options.fine ? { through: 'next write' as const } : {}) }]
    if (move.type === 'process' || move.type === 'watch') return [move]
    if (move.type === 'time') return []
    const step = script[move.index]
    const actions = step?.prepare?.(step.actions, state) ?? step?.actions ?? []
    return actions.map((action) =>
      move.webhooksFail && action.type === 'request' ? { ...action, webhooksFail: true } : action,
    )
  }

  /** Plays a move in the current state, in every way that chance may take. */
  const play = (id: number): readonly Turn[] => {
    played++
    const move = moves[id] as Move
    const reads = collector()
    for (const cell of [clockCell, runningCell, laggingCell, webhooksCell]) reads.onCell(cell)
    reads.onRange(progressRange)
    if (move.type === 'work') reads.onCell(cells.cell(parts.memory, move.controller))
    if (move.type !== 'work') for (const cell of [nextCell, leftCell]) reads.onCell(cell)
    if (move.type === 'user') for (const cell of [sinceCell, resumeCell]) reads.onCell(cell)
    if (move.type === 'process' || move.type === 'watch') reads.onRange(memoryRange)
    const before = withDueNow(parts.state(), move)
    const turnOf = (after: ClusterState, steps: readonly Step[], way: number): Omit<Turn, 'reads'> => {
      const writes = steps.some(({ events }) => events.length > 0)
      if (writes || move.type === 'user') reads.onRange(memoryRange)
      const responses = steps.map(({ response }) => response ?? null)
      const changes = new Map(parts.changes(before, after).map(({ cell, value }) => [cell, value]))
      const ownOnly = [...changes.keys()].every(
        (cell) => move.type === 'work' && cell === parts.itemCell(move.controller, move.key),
      )
      for (const { cell, value } of bookkeeping(move, responses)) changes.set(cell, value)
      if (writes) changes.set(lastWriteCell, cells.get(clockCell))
      const broken = steps.flatMap(
        (step, index) => options.check?.(index === 0 ? before : (steps[index - 1]?.state ?? before), step) ?? [],
      )
      return {
        move: id,
        way,
        cells: Int32Array.from(changes.keys()),
        values: Int32Array.from(changes.values()),
        writes,
        fruitless: ownOnly && steps.some(({ result }) => result?.type === 'error'),
        violations: broken.map(violationId),
      }
    }
    const ways = listenToReads(parts.listener(reads.onCell, reads.onRange), () => {
      let way = 0
      return everyChoice((given) => {
        const steps: Step[] = []
        let state: ClusterState = { ...before, choicesGiven: given }
        for (const action of actionsOf(move, state)) {
          const step = model.apply(state, action)
          steps.push(step)
          state = step.state
        }
        return { result: turnOf(state, steps, way++), made: state.choicesMade }
      }, waysMax).results
    })
    const footprint = reads.footprint()
    const turns = distinct(ways).map((turn) => ({ ...turn, reads: footprint }))
    memo.keep(id, footprint, turns)
    return turns
  }

  /** An item is worked on now, whenever it was due. */
  const withDueNow = (state: ClusterState, move: Move): ClusterState => {
    if (move.type !== 'work') return state
    const item = values.valueOf(cells.get(parts.itemCell(move.controller, move.key))) as WorkItem | undefined
    if (!item || item.dueAt <= state.clock) return state
    return parts.stateWith(state, { ...item, dueAt: state.clock })
  }

  const turnsOf = (id: number): readonly Turn[] => memo.find(id) ?? play(id)

  const nextDue = (): number => {
    let due = Number.POSITIVE_INFINITY
    for (const cell of parts.queue.cells.values()) {
      const value = cells.get(cell)
      if (value === 0) continue
      const { dueAt } = values.valueOf(value) as WorkItem
      if (dueAt < due) due = dueAt
    }
    return due
  }

  const busyControllers = (): ReadonlySet<string> | undefined => {
    if (!options.fine) return undefined
    const busy = new Set<string>()
    for (const [name, cell] of parts.inProgress.cells) if (cells.get(cell) !== 0) busy.add(name)
    return busy
  }

  /** What controllers can do now. */
  const workTurns = (into: Turn[]): void => {
    const clock = numberIn(clockCell)
    const busy = busyControllers()
    if (busy) {
      for (const name of busy) {
        const { item } = values.valueOf(cells.get(parts.inProgress.cells.get(name) as number)) as { item: WorkItem }
        into.push(...turnsOf(moveId({ type: 'work', controller: name, key: item.key })))
      }
    }
    for (const cell of parts.queue.cells.values()) {
      const value = cells.get(cell)
      if (value === 0) continue
      const item = values.valueOf(value) as WorkItem
      if (busy?.has(item.controller)) continue
      if (item.dueAt > clock) {
        // failed work tries again within the tick, which matters where it would not fail in the same way
        if (item.failures === 0 || item.dueAt > clock + options.tickMs) continue
        for (const turn of turnsOf(workMove(cell))) if (!turn.fruitless) into.push(turn)
      } else {
        for (const turn of turnsOf(workMove(cell))) into.push(turn)
      }
    }
  }

  const disturbanceTurns = (into: Turn[]): void => {
    const { disturbances } = options
    const running = values.valueOf(cells.get(runningCell)) as ClusterState['running']
    const lagging = values.valueOf(cells.get(laggingCell)) as ClusterState['lagging']
    for (const [process, cell] of downCells)
      if (cells.get(cell) !== 0) into.push(...turnsOf(moveId({ type: 'process', process, running: true })))
    for (const process of Object.keys(lagging) as ProcessName[])
      into.push(...turnsOf(moveId({ type: 'watch', process, lags: false })))
    if (numberIn(leftCell) <= 0) return
    for (const [process] of downCells) {
      if (!running[process]) continue
      if (disturbances.has('restart')) into.push(...turnsOf(moveId({ type: 'process', process, running: false })))
      if (disturbances.has('lag') && !lagging[process])
        into.push(...turnsOf(moveId({ type: 'watch', process, lags: true })))
    }
    if (!disturbances.has('reset')) return
    for (const { process, action } of model.spontaneous) {
      if (running[process] && cells.get(parts.itemCell(action.controller, action.key)) === 0)
        into.push(...turnsOf(moveId(action)).filter(({ cells: changed }) => changed.length > 1))
    }
  }

  const userTurns = (index: number, into: Turn[]): void => {
    into.push(...turnsOf(moveId({ type: 'user', index, webhooksFail: false })))
    const asks = script[index]?.actions.some(({ type }) => type === 'request')
    if (asks && options.disturbances.has('webhook') && numberIn(leftCell) > 0)
      into.push(...turnsOf(moveId({ type: 'user', index, webhooksFail: true })))
  }

  const timeTurn = (until: number): Turn => ({
    move: moveId({ type: 'time' }),
    way: 0,
    cells: Int32Array.of(clockCell),
    values: Int32Array.of(values.idOf(until)),
    writes: false,
    fruitless: false,
    reads: [clockCell],
    violations: [],
  })

  const quietMs = (index: number): number => script[index - 1]?.quietMs ?? options.quietMs

  const turns = (): readonly Turn[] => {
    const into: Turn[] = []
    const index = numberIn(nextCell)
    const step = script[index]
    const clock = numberIn(clockCell)
    const resumeAt = step ? numberIn(resumeCell) : clock
    const canAct = step !== undefined && clock >= resumeAt
    workTurns(into)
    const busy = into.length > 0
    disturbanceTurns(into)
    if (step && canAct && step.when !== 'at rest') userTurns(index, into)
    if (busy || (step?.when === 'promptly' && canAct)) return into
    const due = nextDue()
    const restAt = numberIn(lastWriteCell) + quietMs(index)
    if (step && !canAct) {
      into.push(timeTurn(Math.min(due, resumeAt)))
      return into
    }
    if (due <= restAt) {
      if (due <= numberIn(sinceCell) + options.limitMs) into.push(timeTurn(due))
      else if (step?.when === 'at rest') userTurns(index, into)
      return into
    }
    if (!step) return into
    if (clock < restAt) into.push(timeTurn(restAt))
    else if (step.when === 'at rest') userTurns(index, into)
    return into
  }

  return {
    cells,
    values,
    assembled: parts,
    options,
    moves,
    violations,
    turns,
    standing() {
      if (turns().length > 0) return 'goes on'
      return nextDue() <= numberIn(lastWriteCell) + quietMs(numberIn(nextCell)) ? 'restless' : 'at rest'
    },
    responses: () =>
      script.flatMap((_, index) => {
        const held = values.valueOf(cells.get(cells.cell(run, `answer ${index}`))) as
          | { responses: (Response | null)[] }
          | undefined
        return held ? held.responses : []
      }),
    played: () => played,
    applyTurn(turn) {
      for (let index = 0; index < turn.cells.length; index++)
        cells.set(turn.cells[index] as number, turn.values[index] as number)
    },
    moveText: (id) => textOfMove(moves[id] as Move, script),
  }
}

/** Ways that come to the same are one. */
function distinct(turns: readonly Omit<Turn, 'reads'>[]): readonly Omit<Turn, 'reads'>[] {
  const seen = new Set<string>()
  return turns.filter(({ cells, values, violations }) => {
    const text = `${cells.join()}/${values.join()}/${violations.join()}`
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
}

function textOfMove(move: Move, script: readonly ScriptStep[]): string {
  if (move.type === 'work') return `${move.controller} ${move.key}`
  if (move.type === 'process') return `${move.process} ${move.running ? 'starts' : 'ends'}`
  if (move.type === 'watch') return `watches of ${move.process} ${move.lags ? 'lag' : 'catch up'}`
  if (move.type === 'time') return 'time passes'
  return `user ${move.index} of ${script.length}${move.webhooksFail ? ', webhooks failing' : ''}`
}
