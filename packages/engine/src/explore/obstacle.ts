import {
  type ClusterModel,
  type ClusterState,
  isRunning,
  mapEntries,
  mapGet,
  type ProcessName,
  type WorkItem,
} from '@capsule-whatif/model'
import type { Move } from '../schedule/explore/moves.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import type { ScheduledMove } from './path.ts'

/** How far a schedule is. */
export interface Progress {
  readonly state: ClusterState
  /** indexes of the steps of the script that were done */
  readonly done: readonly number[]
  /** when the next step of the script may be done at the earliest, in milliseconds since the epoch */
  readonly resumeAt: number
  /** when all is quiet, if nothing is written until then */
  readonly quietAt: number
}

interface Stage {
  readonly model: ClusterModel
  readonly script: readonly ScriptStep[]
  readonly fine: boolean
  /** the script is a menu: its steps come in any order and at any moment, so many at most */
  readonly menuMax?: number | undefined
}

/** Why a move cannot come next, as a sentence without its end; undefined where it can. */
export function obstacle(stage: Stage, progress: Progress, { move, until }: ScheduledMove): string | undefined {
  switch (move.type) {
    case 'work':
      return obstacleToWork(stage, progress.state, move)
    case 'user':
      return obstacleToUser(stage, progress, move.index)
    case 'time':
      return obstacleToTime(stage, progress, until ?? Number.NaN)
    case 'process':
      if (!hasProcess(stage, move.process)) return `there is no process ${move.process}`
      return isRunning(progress.state, move.process) === move.running
        ? `${move.process} ${move.running ? 'runs' : 'does not run'} already`
        : undefined
    case 'watch':
      if (!hasProcess(stage, move.process)) return `there is no process ${move.process}`
      return (progress.state.lagging[move.process] !== undefined) === move.lags
        ? `the watches of ${move.process} ${move.lags ? 'lag' : 'do not lag'} already`
        : undefined
    case 'delay':
      return undefined
  }
}

function hasProcess({ model }: Stage, process: ProcessName): boolean {
  return process === 'kube-apiserver' || model.restartable.includes(process)
}

function obstacleToWork(
  { model, fine }: Stage,
  state: ClusterState,
  { controller, key }: Extract<Move, { type: 'work' }>,
): string | undefined {
  const begun = fine ? mapGet(state.inProgress, controller)?.item : undefined
  if (begun) return begun.key === key ? undefined : `${controller} is in the middle of ${begun.key}`
  const item = mapGet(state.queue, `${controller}|${key}`)
  if (item) return isDue(item, state.clock) ? undefined : `it is not due before ${timeText(item.dueAt)}`
  const own = model.spontaneous.find(({ action }) => action.controller === controller && action.key === key)
  if (own) return isRunning(state, own.process) ? undefined : `${own.process} does not run`
  return 'nothing has called for it'
}

/** Failed work tries again whenever that could come to something else. */
function isDue({ failures, dueAt }: WorkItem, clock: number): boolean {
  return failures > 0 || dueAt <= clock
}

function obstacleToUser(stage: Stage, progress: Progress, index: number): string | undefined {
  const { script, menuMax } = stage
  const { state, done, resumeAt } = progress
  const step = script[index]
  if (!step) return `the script has ${script.length} ${script.length === 1 ? 'step' : 'steps'}`
  if (done.includes(index)) return 'it was done already'
  if (menuMax !== undefined) return done.length < menuMax ? undefined : `${menuMax} steps of the menu were done`
  if (index !== done.length) return `step ${done.length + 1} comes next`
  if (state.clock < resumeAt) return `it is not done before ${timeText(resumeAt)}`
  return step.when === 'at rest' ? unrest(progress) : undefined
}

/** Why somebody who waits for rest would still wait. */
function unrest({ state, quietAt }: Progress): string | undefined {
  const due = nextDue(state)
  if (due && due.dueAt <= state.clock) return `it is done at rest, and ${itemText(due)} is still to come`
  const isGivenUp = due !== undefined && due.dueAt <= quietAt
  return state.clock < quietAt && !isGivenUp
    ? `it is done at rest, and all is not quiet before ${timeText(quietAt)}`
    : undefined
}

function obstacleToTime({ script, menuMax }: Stage, progress: Progress, until: number): string | undefined {
  const { state, done, resumeAt } = progress
  if (!(until > state.clock)) return `it is ${timeText(state.clock)} already`
  const due = nextDue(state)
  if (due && due.dueAt < until) return `${itemText(due)} is due at ${timeText(due.dueAt)}, before that`
  const isPrompt = menuMax === undefined && script[done.length]?.when === 'promptly'
  return isPrompt && state.clock >= resumeAt ? `step ${done.length + 1} comes before` : undefined
}

/** The item that is due first, of those that did not fail. */
function nextDue(state: ClusterState): WorkItem | undefined {
  let first: WorkItem | undefined
  for (const [, item] of mapEntries(state.queue))
    if (item.failures === 0 && (!first || item.dueAt < first.dueAt)) first = item
  return first
}

function itemText({ controller, key }: WorkItem): string {
  return `${controller} ${key}`
}

/** A moment for people, with milliseconds. */
export function timeText(time: number): string {
  return new Date(time).toISOString()
}
