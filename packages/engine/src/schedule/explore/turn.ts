import type { Footprint } from './memo.ts'

/** A move as it goes in a state, by one of the ways that chance may take. */
export interface Turn {
  readonly move: number
  /** what chance decided in it */
  readonly choices: readonly number[]
  /** the cells that it changes, and what they hold then */
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

/** A turn that the model has no part in. */
export function plainTurn(
  move: number,
  changes: readonly (readonly [cell: number, value: number])[],
  reads: Footprint,
): Turn {
  return {
    move,
    choices: [],
    cells: Int32Array.from(changes.map(([cell]) => cell)),
    values: Int32Array.from(changes.map(([, value]) => value)),
    writes: false,
    fruitless: false,
    reads,
    violations: [],
  }
}
