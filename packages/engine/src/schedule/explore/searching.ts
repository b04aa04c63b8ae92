import { createStateStore, type StateStore } from './state-store.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

/** Which turn leads from which state to which. */
export interface Edges {
  readonly count: () => number
  readonly from: (edge: number) => number
  readonly to: (edge: number) => number
  readonly turn: (edge: number) => number
}

/** Every `Limit`. */
export const searchLimits = ['states', 'depth', 'time'] as const

/** Which limits a search may hit. */
export type Limit = (typeof searchLimits)[number]

/** A search under way: what it found so far, and how far it is. It changes as the search goes on. */
export interface Searching {
  readonly store: StateStore
  readonly turns: { readonly all: readonly Turn[]; numberOf(turn: Turn): number }
  readonly edges: Edges & { add(from: number, to: number, turn: number): void }
  readonly ends: number[]
  readonly restless: number[]
  readonly violations: { readonly state: number; readonly turn: number; readonly rest?: readonly number[] }[]
  /** states in which something was learned: moves that the model had to play, what moves touch, what is wrong */
  readonly looks: number[]
  readonly hit: Set<Limit>
  wantsDelays: boolean
  /** the first state whose turns were not looked at */
  next: number
  /** where the search is one part of several: what all parts have in common, and what is left to the others */
  division?: Division
}

/** How a search is divided. */
export interface Division {
  /** so many states all parts have in common; of those, so many were expanded before the division */
  readonly states: number
  readonly expanded: number
  /** states that other parts expand */
  readonly elsewhere: ReadonlySet<number>
}

/** A search that has only seen the current state of the world, which must be the one that all begins with. */
export function beginSearch(world: World): Searching {
  const store = createStateStore()
  const [high, low] = world.hash()
  store.add(high, low, -1, -1)
  return {
    store,
    turns: createTurnNumbers(),
    edges: createEdges(),
    ends: [],
    restless: [],
    violations: [],
    looks: [],
    hit: new Set(),
    wantsDelays: false,
    next: 0,
  }
}

function createTurnNumbers(): Searching['turns'] {
  const all: Turn[] = []
  const numbers = new Map<Turn, number>()
  return {
    all,
    numberOf(turn) {
      const known = numbers.get(turn)
      if (known !== undefined) return known
      numbers.set(turn, all.length)
      return all.push(turn) - 1
    },
  }
}

function createEdges(): Searching['edges'] {
  let edges: Int32Array = new Int32Array(3 * 1024)
  let count = 0
  return {
    count: () => count,
    from: (edge) => edges[3 * edge] as number,
    to: (edge) => edges[3 * edge + 1] as number,
    turn: (edge) => edges[3 * edge + 2] as number,
    add(from, to, turn) {
      if (3 * count === edges.length) {
        const larger = new Int32Array(edges.length * 2)
        larger.set(edges)
        edges = larger
      }
      edges[3 * count] = from
      edges[3 * count + 1] = to
      edges[3 * count + 2] = turn
      count++
    },
  }
}
