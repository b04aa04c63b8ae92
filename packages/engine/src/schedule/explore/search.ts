import { createPosition } from './position.ts'
import { createStateStore, type StateStore } from './state-store.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

export interface SearchLimits {
  readonly statesMax: number
  readonly depthMax: number
  /** asked now and then: whether to stop here */
  readonly isOver: () => boolean
}

/** What a search found. */
export interface Search {
  readonly store: StateStore
  readonly turns: readonly Turn[]
  /** edges as triples: from state, to state, number of the turn */
  readonly edges: Int32Array
  readonly edgeCount: number
  /** states in which nothing more happens, in the order found */
  readonly ends: readonly number[]
  /** states in which patience ran out over a cluster that never comes to rest */
  readonly restless: readonly number[]
  /** states entered by a step that must not be, with the numbers of what is wrong */
  readonly violations: readonly { readonly state: number; readonly violation: number }[]
  /** which limits were hit */
  readonly limits: readonly ('states' | 'depth' | 'time')[]
  /** states whose turns were not looked at, for a limit was hit */
  readonly unexpanded: number
}

/** Chooses among the turns of the current state those that must be tried: all, where it is unsure. */
export type Reduction = (turns: readonly Turn[]) => readonly Turn[]

/** Visits every state that can be reached, nearest first. */
export function search(world: World, limits: SearchLimits, reduce: Reduction = (turns) => turns): Search {
  const { cells } = world
  const store = createStateStore()
  const turns: Turn[] = []
  const numbers = new Map<Turn, number>()
  const numberOf = (turn: Turn): number => {
    const known = numbers.get(turn)
    if (known !== undefined) return known
    numbers.set(turn, turns.length)
    return turns.push(turn) - 1
  }
  let edges: Int32Array = new Int32Array(3 * 4096)
  let edgeCount = 0
  const addEdge = (from: number, to: number, turn: number): void => {
    if (3 * edgeCount === edges.length) {
      const larger = new Int32Array(edges.length * 2)
      larger.set(edges)
      edges = larger
    }
    edges[3 * edgeCount] = from
    edges[3 * edgeCount + 1] = to
    edges[3 * edgeCount + 2] = turn
    edgeCount++
  }
  const ends: number[] = []
  const restless: number[] = []
  const violations: { state: number; violation: number }[] = []
  const hit = new Set<'states' | 'depth' | 'time'>()
  cells.reset()
  const position = createPosition(cells, store, turns)
  const [high, low] = cells.hash()
  store.add(high, low, -1, -1)
  let next = 0
  for (; next < store.size(); next++) {
    if (store.size() >= limits.statesMax) hit.add('states')
    if ((next & 0xff) === 0 && limits.isOver()) hit.add('time')
    if (hit.has('states') || hit.has('time')) break
    if (store.depth(next) >= limits.depthMax) {
      hit.add('depth')
      continue
    }
    position.moveTo(next)
    const possible = world.turns()
    if (possible.length === 0) (world.isRestless() ? restless : ends).push(next)
    const chosen = possible.length > 1 ? reduce(possible) : possible
    let fresh = expand(chosen)
    // what was put off must not be put off for ever: where nothing new came of it, all turns are tried
    if (chosen.length < possible.length && !fresh) fresh = expand(possible.filter((turn) => !chosen.includes(turn)))
  }
  return {
    store,
    turns,
    edges,
    edgeCount,
    ends,
    restless,
    violations,
    limits: [...hit],
    unexpanded: store.size() - next,
  }

  function expand(chosen: readonly Turn[]): boolean {
    let fresh = false
    for (const turn of chosen) {
      const number = numberOf(turn)
      const before = turn.cells.length
      const held = heldBefore
      for (let index = 0; index < before; index++) {
        const cell = turn.cells[index] as number
        held[index] = cells.get(cell)
        cells.set(cell, turn.values[index] as number)
      }
      const [hashHigh, hashLow] = cells.hash()
      const { state, isNew } = store.add(hashHigh, hashLow, next, number)
      addEdge(next, state, number)
      if (isNew) {
        fresh = true
        for (const violation of turn.violations) violations.push({ state, violation })
      }
      for (let index = 0; index < before; index++) cells.set(turn.cells[index] as number, held[index] as number)
    }
    return fresh
  }
}

/** room for what the cells of one turn held; turns are short */
const heldBefore: number[] = []
