import {
  type ClusterModel,
  type ClusterState,
  listenToReads,
  type Response,
  type Step,
  type WorkItem,
} from '@capsule-whatif/model'
import { everyChoice } from '../choices.ts'
import { actionsOf } from './actions-of.ts'
import type { Assembled } from './assembled.ts'
import type { Cells } from './cells.ts'
import type { Course } from './course.ts'
import { collector, createMemo, type Footprint } from './memo.ts'
import type { Move, Moves } from './moves.ts'
import type { ScriptStep } from './script.ts'
import type { Turn } from './turn.ts'
import type { Values } from './values.ts'

/** What no step may be: texts of what is wrong with it. */
export type StepCheck = (before: ClusterState, step: Step) => readonly string[]

/** What must not be of a state. */
export type RestCheck = (state: ClusterState) => readonly string[]

export interface PlayerParts {
  readonly model: ClusterModel
  readonly script: readonly ScriptStep[]
  readonly fine: boolean
  readonly check: StepCheck | undefined
  readonly cells: Cells
  readonly values: Values
  readonly assembled: Assembled
  readonly course: Course
  readonly moves: Moves
}

/** Plays moves by the model, each once for all states in which what it reads is the same. */
export interface Player {
  /** the turns of a move in the current state: one for each way that chance may take */
  turnsOf(move: number): readonly Turn[]
  /** numbers of what is wrong with the current state */
  violationsOf(check: RestCheck): readonly number[]
  /** the same, with work done to its end in one step, whatever the mode: what becomes of it where nothing comes between */
  wholeTurnsOf(move: number): readonly Turn[]
  /** texts of violations, by number */
  readonly violations: readonly string[]
  /** how many moves the model had to play */
  readonly played: () => number
}

/** So many ways are looked at that chance may take in one step. */
const waysMax = 24

/** A turn before its reads are known. */
type Way = Omit<Turn, 'reads'>

export function createPlayer(world: PlayerParts): Player {
  const memo = createMemo<readonly Turn[]>(world.cells)
  const violations: string[] = []
  const violationIds = new Map<string, number>()
  let played = 0
  const violationId = (text: string): number => {
    const known = violationIds.get(text)
    if (known !== undefined) return known
    violationIds.set(text, violations.length)
    return violations.push(text) - 1
  }
  const looks = createMemo<readonly number[]>(world.cells)
  const turnsFor = (question: number, move: number, parts: PlayerParts): readonly Turn[] => {
    const known = memo.find(question)
    if (known) return known
    played++
    const { turns, footprint } = play(parts, move, violationId)
    memo.keep(question, footprint, turns)
    return turns
  }
  const whole: PlayerParts = { ...world, fine: false, check: undefined }
  const turnsOf = (move: number): readonly Turn[] => turnsFor(move, move, world)
  return {
    violations,
    violationsOf(check) {
      const known = looks.find(0)
      if (known) return known
      const reads = collector()
      const state = world.assembled.state()
      const found = listenToReads(world.assembled.listener(reads.onCell, reads.onRange), () => check(state)).map(
        violationId,
      )
      looks.keep(0, reads.footprint(), found)
      return found
    },
    played: () => played,
    turnsOf,
    wholeTurnsOf: (move) => (world.fine ? turnsFor(-1 - move, move, whole) : turnsOf(move)),
  }
}

function play(
  world: PlayerParts,
  id: number,
  violationId: (text: string) => number,
): { readonly turns: readonly Turn[]; readonly footprint: Footprint } {
  const { model, assembled, cells } = world
  const move = world.moves.of(id)
  const reads = collector()
  const before = withDueNow(world, assembled.state(), move)
  for (const cell of alwaysRead(world, move)) reads.onCell(cell)
  const memory = cells.range(assembled.memory, '')
  reads.onRange(cells.range(assembled.inProgress, ''))
  if (move.type === 'process' || move.type === 'watch') reads.onRange(memory)
  const ways = listenToReads(assembled.listener(reads.onCell, reads.onRange), () => {
    return everyChoice((given) => {
      const steps: Step[] = []
      let state: ClusterState = { ...before, choicesGiven: given }
      for (const action of actionsOf(move, world.script, state, world.fine)) {
        const step = model.apply(state, action)
        steps.push(step)
        state = step.state
      }
      // whoever is told of a write may look at what it remembers
      if (steps.some(({ events }) => events.length > 0) || move.type === 'user') reads.onRange(memory)
      const broken = world.check ? violationsOf(world.check, before, steps) : []
      return { result: wayOf(world, id, before, state, steps, broken.map(violationId)), made: state.choicesMade }
    }, waysMax).results
  })
  const footprint = reads.footprint()
  return { footprint, turns: distinct(ways).map((turn) => ({ ...turn, reads: footprint })) }
}

function alwaysRead({ cells, assembled, course }: PlayerParts, move: Move): readonly number[] {
  const { clock, running, lagging, next, left, since, resumeAt } = course
  const common = [clock, running, lagging, cells.cell(assembled.memory, 'kube-apiserver/deleted-webhooks')]
  if (move.type === 'work') return [...common, cells.cell(assembled.memory, move.controller)]
  if (move.type !== 'user') return [...common, next, left]
  return [...common, next, left, since, resumeAt, course.done(move.index)]
}

function violationsOf(check: StepCheck, before: ClusterState, steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step, index) => check(steps[index - 1]?.state ?? before, step))
}

function wayOf(
  world: PlayerParts,
  id: number,
  before: ClusterState,
  after: ClusterState,
  steps: readonly Step[],
  violations: readonly number[],
): Way {
  const { assembled, cells, course } = world
  const move = world.moves.of(id)
  const writes = steps.some(({ events }) => events.length > 0)
  const changes = new Map(assembled.changes(before, after).map(({ cell, value }) => [cell, value]))
  const own = move.type === 'work' ? assembled.itemCell(move.controller, move.key) : -1
  // a name or uid that was given out to what was then refused changes nothing
  const isNothing = (cell: number): boolean => cell === own || cells.spaceOf(cell) === assembled.uids
  const fruitless = [...changes.keys()].every(isNothing) && steps.some(({ result }) => result?.type === 'error')
  const responses = steps.map(({ response }): Response | null => response ?? null)
  const isSpontaneous = own >= 0 && cells.get(own) === 0 && !isUnderWay(world, move)
  for (const { cell, value } of course.changes(move, responses, isSpontaneous)) changes.set(cell, value)
  if (writes) changes.set(course.lastWrite, cells.get(course.clock))
  return {
    move: id,
    choices: after.choicesMade.map(({ taken }) => taken),
    cells: Int32Array.from(changes.keys()),
    values: Int32Array.from(changes.values()),
    writes,
    fruitless,
    violations,
  }
}

/** Whether the controller is in the middle of an item: that item is none of the queue. */
function isUnderWay({ cells, assembled: { inProgress } }: PlayerParts, move: Move): boolean {
  const cell = move.type === 'work' ? inProgress.cells.get(move.controller) : undefined
  return cell !== undefined && cells.get(cell) !== 0
}

/** An item is worked on now, whenever it was due. */
function withDueNow({ values, cells, assembled }: PlayerParts, state: ClusterState, move: Move): ClusterState {
  if (move.type !== 'work') return state
  const item = values.valueOf(cells.get(assembled.itemCell(move.controller, move.key))) as WorkItem | undefined
  if (!item || item.dueAt <= state.clock) return state
  return assembled.stateWith(state, { ...item, dueAt: state.clock })
}

/** Ways that come to the same are one. */
function distinct(ways: readonly Way[]): readonly Way[] {
  const seen = new Set<string>()
  return ways.filter(({ cells, values, violations }) => {
    const text = `${cells.join()}/${values.join()}/${violations.join()}`
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
}
