import type { Cells } from './cells.ts'
import type { StateStore } from './state-store.ts'
import type { Turn } from './turn.ts'

/** Moves the cells from state to state: back to where the ways to both part, and on from there. */
export interface Position {
  moveTo(state: number): void
}

export function createPosition(cells: Cells, store: StateStore, turns: readonly Turn[]): Position {
  const path: number[] = [0]
  /** what the cells held before each state of the path was entered */
  const undo: Int32Array[] = [new Int32Array(0)]

  const enter = (state: number): void => {
    const turn = turns[store.turn(state)] as Turn
    const before = new Int32Array(turn.cells.length)
    for (let index = 0; index < turn.cells.length; index++) {
      const cell = turn.cells[index] as number
      before[index] = cells.get(cell)
      cells.set(cell, turn.values[index] as number)
    }
    path.push(state)
    undo.push(before)
  }

  const leave = (): void => {
    const turn = turns[store.turn(path.pop() as number)] as Turn
    const before = undo.pop() as Int32Array
    for (let index = 0; index < before.length; index++) cells.set(turn.cells[index] as number, before[index] as number)
  }

  return {
    moveTo(state) {
      const ahead: number[] = []
      let meeting = state
      for (; store.depth(meeting) >= path.length; meeting = store.parent(meeting)) ahead.push(meeting)
      while (path[store.depth(meeting)] !== meeting) {
        ahead.push(meeting)
        meeting = store.parent(meeting)
      }
      while (path.length - 1 > store.depth(meeting)) leave()
      for (let index = ahead.length - 1; index >= 0; index--) enter(ahead[index] as number)
    },
  }
}
