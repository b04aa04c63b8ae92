import type { ClusterState, ProcessName, Response } from '@capsule-whatif/model'
import type { Assembled, Change } from './assembled.ts'
import type { Cells } from './cells.ts'
import type { Move } from './moves.ts'
import type { ScriptStep } from './script.ts'
import type { Values } from './values.ts'

/** Cells that tell how a run stands, beside what the cluster holds. */
export interface Course {
  /** index of the next step of the script */
  readonly next: number
  /** when somebody did something last */
  readonly since: number
  readonly lastWrite: number
  /** how many disturbances are left */
  readonly left: number
  /** when the next step of the script may be done at the earliest */
  readonly resumeAt: number
  /** moves that were put off, and how often that may still be */
  readonly delayed: number
  readonly delaysLeft: number
  readonly clock: number
  readonly running: number
  readonly lagging: number
  /** the processes that may end and come back */
  readonly restartable: readonly ProcessName[]
  /** what a process that a disturbance ended waits in */
  down(process: ProcessName): number
  answer(index: number): number
  /** whether a step of a menu was done */
  done(index: number): number
  /** the number that a cell holds */
  number(cell: number): number
  /** what a move does to these cells in the current state */
  changes(move: Move, responses: readonly (Response | null)[], isSpontaneous: boolean): readonly Change[]
}

export function createCourse(
  restartable: readonly ProcessName[],
  base: ClusterState,
  script: readonly ScriptStep[],
  disturbancesMax: number,
  isMenu: boolean,
  cells: Cells,
  values: Values,
  parts: Assembled,
): Course {
  const begun: Readonly<Record<string, number | undefined>> = {
    next: 0,
    since: base.clock,
    'last write': base.clock,
    left: disturbancesMax,
    'resume at': base.clock + (script[0]?.afterMs ?? 0),
  }
  const space = cells.space('run', (key) => begun[key])
  const cell = (key: string): number => cells.cell(space, key)
  const number = (of: number): number => values.valueOf(cells.get(of)) as number
  const down = new Map(restartable.map((process) => [process, cell(`down ${process}`)]))
  const course: Course = {
    next: cell('next'),
    since: cell('since'),
    lastWrite: cell('last write'),
    left: cell('left'),
    resumeAt: cell('resume at'),
    delayed: cell('delayed'),
    delaysLeft: cell('delays left'),
    clock: cells.cell(parts.single, 'clock'),
    running: cells.cell(parts.single, 'running'),
    lagging: cells.cell(parts.single, 'lagging'),
    restartable,
    down: (process) => down.get(process) ?? cell(`down ${process}`),
    answer: (index) => cell(`answer ${index}`),
    done: (index) => cell(`done ${index}`),
    number,
    changes(move, responses, isSpontaneous) {
      const spent: Change = { cell: course.left, value: values.idOf(number(course.left) - 1) }
      if (move.type === 'user') return [...userChanges(move.index, responses), ...(move.webhooksFail ? [spent] : [])]
      if (move.type === 'process') {
        const cellOfProcess = course.down(move.process)
        return move.running
          ? [{ cell: cellOfProcess, value: 0 }]
          : [{ cell: cellOfProcess, value: values.idOf(true) }, spent]
      }
      const spends = (move.type === 'watch' && move.lags) || (move.type === 'work' && isSpontaneous)
      return spends ? [spent] : []
    },
  }
  const userChanges = (index: number, responses: readonly (Response | null)[]): readonly Change[] => {
    const now = cells.get(course.clock)
    const resumeAt = number(course.clock) + (script[index + 1]?.afterMs ?? 0)
    return [
      ...(isMenu
        ? [
            { cell: course.next, value: values.idOf(number(course.next) + 1) },
            { cell: course.done(index), value: values.idOf(true) },
          ]
        : [{ cell: course.next, value: values.idOf(index + 1) }]),
      { cell: course.since, value: now },
      { cell: course.lastWrite, value: now },
      { cell: course.resumeAt, value: values.idOf(resumeAt) },
      { cell: course.answer(index), value: values.idOf({ responses }) },
    ]
  }
  return course
}
