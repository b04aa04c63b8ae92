import type { Cells } from './cells.ts'

/** What something read: cells, and ranges as numbers below zero, in the order in which it read them. */
export type Footprint = readonly number[]

/**
 * Answers by what they were made of: an answer holds in every state in which all that was read for it is the same. What
 * is read first never changes, what is read next hangs on that alone; so the answers of one question form a tree.
 */
export interface Memo<T> {
  /** the answer in the current state of the cells, if it is known */
  find(question: number): T | undefined
  /** keeps an answer that was made of the current state by reading this */
  keep(question: number, footprint: Footprint, answer: T): void
}

type Branch<T> = { readonly probe: number; readonly next: Map<number, Branch<T> | Leaf<T>> }
type Leaf<T> = { readonly answer: T }

export function createMemo<T>(cells: Cells): Memo<T> {
  const roots = new Map<number, Branch<T> | Leaf<T>>()
  const look = (probe: number): number => (probe >= 0 ? cells.get(probe) : cells.rangeHash(-1 - probe))
  return {
    find(question) {
      let node = roots.get(question)
      while (node !== undefined && !('answer' in node)) node = node.next.get(look(node.probe))
      return node?.answer
    },
    keep(question, footprint, answer) {
      let node = roots.get(question)
      let place = (made: Branch<T> | Leaf<T>): unknown => roots.set(question, made)
      for (const probe of footprint) {
        // where the model's own caches let it read less than before, the later reading counts
        if (node === undefined || 'answer' in node || node.probe !== probe) {
          node = { probe, next: new Map() }
          place(node)
        }
        const { next }: Branch<T> = node
        const found = look(probe)
        node = next.get(found)
        place = (made) => next.set(found, made)
      }
      place({ answer })
    },
  }
}

/** Collects a footprint: each cell and range once. */
export function collector(): {
  readonly onCell: (cell: number) => void
  readonly onRange: (range: number) => void
  readonly footprint: () => Footprint
} {
  const seen = new Set<number>()
  return {
    onCell: (cell) => seen.add(cell),
    onRange: (range) => seen.add(-1 - range),
    footprint: () => [...seen],
  }
}
