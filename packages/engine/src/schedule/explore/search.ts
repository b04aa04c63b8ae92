import { createPosition } from './position.ts'
import { createStateStore, type StateStore } from './state-store.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

export interface SearchLimits {
  readonly statesMax: number
  readonly depthMax: number
  /** asked now and then: whether to stop here */
  readonly isOver: () => boolean
  readonly onProgress?: (progress: {
    readonly states: number
    readonly expanded: number
    readonly depth: number
  }) => void
}

/** What a search found. */
export interface Search {
  readonly store: StateStore
  readonly turns: readonly Turn[]
  readonly edges: Edges
  /** states in which nothing more happens, in the order found */
  readonly ends: readonly number[]
  /** states in which patience ran out over a cluster that never comes to rest */
  readonly restless: readonly number[]
  /** steps that must not be: from which state, by which turn; and states at rest with something wrong, of no turn */
  readonly violations: readonly { readonly state: number; readonly turn: number; readonly rest?: readonly number[] }[]
  /** whether more delays would have been tried, had they been allowed */
  readonly wantsDelays: boolean
  /** which limits were hit */
  readonly limits: readonly ('states' | 'depth' | 'time')[]
  /** states whose turns were not looked at, for a limit was hit */
  readonly unexpanded: number
}

/** Which turn leads from which state to which. */
export interface Edges {
  readonly count: () => number
  readonly from: (edge: number) => number
  readonly to: (edge: number) => number
  readonly turn: (edge: number) => number
}

/** Chooses among the turns of the current state those that must be tried: all, where it is unsure. */
export type Reduction = (turns: readonly Turn[]) => readonly Turn[]

/** Visits every state that can be reached from the current one, nearest first. */
export function search(world: World, limits: SearchLimits, reduce: Reduction = (turns) => turns): Search {
  const store = createStateStore()
  const turns = createTurnNumbers()
  const edges = createEdges()
  const found = {
    ends: [] as number[],
    restless: [] as number[],
    violations: [] as { state: number; turn: number; rest?: readonly number[] }[],
  }
  const hit = new Set<'states' | 'depth' | 'time'>()
  let wantsDelays = false
  const [high, low] = world.cells.hash()
  store.add(high, low, -1, -1)
  const position = createPosition(world.cells, store, turns.all)

  /** Goes every one of these turns from the current state; whether one led to a state that is new. */
  const expand = (from: number, chosen: readonly Turn[]): boolean => {
    let fresh = false
    for (const turn of chosen) {
      const number = turns.numberOf(turn)
      const { state, isNew } = enter(world, store, turn, from, number)
      edges.add(from, state, number)
      fresh ||= isNew
      if (turn.violations.length > 0) found.violations.push({ state: from, turn: number })
    }
    return fresh
  }

  let next = 0
  for (; next < store.size(); next++) {
    if (store.size() >= limits.statesMax) hit.add('states')
    if ((next & 0xff) === 0) {
      if (limits.isOver()) hit.add('time')
      limits.onProgress?.({ states: store.size(), expanded: next, depth: store.depth(next) })
    }
    if (hit.has('states') || hit.has('time')) break
    if (store.depth(next) >= limits.depthMax) {
      hit.add('depth')
      continue
    }
    position.moveTo(next)
    const possible = world.turns()
    const rest = world.restViolations()
    if (rest.length > 0) found.violations.push({ state: next, turn: -1, rest })
    if (possible.length === 0) (world.isRestless() ? found.restless : found.ends).push(next)
    wantsDelays ||= world.wantsDelay()
    const chosen = possible.length > 0 ? reduce(possible) : possible
    // what is put off must not be put off for ever: where nothing new comes of the chosen, all are tried
    if (!expand(next, chosen) && chosen.length < possible.length) {
      expand(
        next,
        possible.filter((turn) => !chosen.includes(turn)),
      )
    }
  }
  return { store, turns: turns.all, edges, ...found, wantsDelays, limits: [...hit], unexpanded: store.size() - next }
}

/** Changes the cells by a turn, looks up the state that this is, and changes them back. */
function enter(
  { cells }: World,
  store: StateStore,
  turn: Turn,
  from: number,
  number: number,
): { readonly state: number; readonly isNew: boolean } {
  const count = turn.cells.length
  for (let index = 0; index < count; index++) {
    const cell = turn.cells[index] as number
    heldBefore[index] = cells.get(cell)
    cells.set(cell, turn.values[index] as number)
  }
  const [high, low] = cells.hash()
  const entered = store.add(high, low, from, number)
  for (let index = 0; index < count; index++) cells.set(turn.cells[index] as number, heldBefore[index] as number)
  return entered
}

/** room for what the cells of one turn held */
const heldBefore: number[] = []

function createTurnNumbers(): { readonly all: readonly Turn[]; numberOf(turn: Turn): number } {
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

function createEdges(): Edges & { add(from: number, to: number, turn: number): void } {
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
