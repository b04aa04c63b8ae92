import { createPosition } from './position.ts'
import type { Division, Edges, Limit, Searching } from './searching.ts'
import type { StateStore } from './state-store.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

export type { Edges } from './searching.ts'

export interface SearchLimits {
  readonly statesMax: number
  readonly depthMax: number
  /** asked now and then: whether to stop here */
  readonly isOver: () => boolean
  /** stops where so many states wait to be expanded: these can be divided */
  readonly waitingMax?: number
  readonly onProgress?: (progress: {
    readonly states: number
    readonly expanded: number
    readonly depth: number
  }) => void
}

/**
 * What a search found.
 * @internal
 */
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
  /** states in which something was learned: moves that the model had to play, what moves touch, what is wrong */
  readonly looks: readonly number[]
  /** whether more delays would have been tried, had they been allowed */
  readonly wantsDelays: boolean
  /** which limits were hit */
  readonly limits: readonly Limit[]
  /** states whose turns were not looked at, for a limit was hit */
  readonly unexpanded: number
  /** where this is one part of several: how they were divided */
  readonly division?: Division
}

/** Chooses among the turns of the current state those that must be tried: all, where it is unsure. */
export type Reduction = (turns: readonly Turn[]) => readonly Turn[]

/** How a search goes. */
export interface SearchWays {
  readonly reduce?: Reduction
  /** grows when a reduction learned something */
  readonly learned?: () => number
}

/**
 * Visits every state that can be reached, nearest first: goes on with a search, begun just now or before, until it is
 * through or hits a limit. The world must stand where all begins.
 */
export function search(world: World, searching: Searching, limits: SearchLimits, ways: SearchWays = {}): Search {
  const { store, turns, edges, hit } = searching
  const { reduce, learned = () => 0 } = ways
  const position = createPosition(world.cells, store, turns.all)

  /** Goes every one of these turns from the current state; whether one led to a state that is new. */
  const expand = (from: number, chosen: readonly Turn[]): boolean => {
    let fresh = false
    for (const turn of chosen) {
      const number = turns.numberOf(turn)
      const { state, isNew } = enter(world, store, turn, from, number)
      edges.add(from, state, number)
      fresh ||= isNew
      if (turn.violations.length > 0) searching.violations.push({ state: from, turn: number })
    }
    return fresh
  }

  /** grows with all that cannot be told from the edges alone */
  const knowledge = (): number => world.played() + world.violations.length + learned()

  hit.delete('states')
  hit.delete('time')
  for (; searching.next < store.size(); searching.next++) {
    const { next } = searching
    if (store.size() - next >= (limits.waitingMax ?? Number.POSITIVE_INFINITY)) break
    if (store.size() >= limits.statesMax) hit.add('states')
    if ((next & 0xff) === 0) {
      if (limits.isOver()) hit.add('time')
      limits.onProgress?.({ states: store.size(), expanded: next, depth: store.depth(next) })
    }
    if (hit.has('states') || hit.has('time')) break
    if (searching.division?.elsewhere.has(next)) continue
    if (store.depth(next) >= limits.depthMax) {
      hit.add('depth')
      continue
    }
    position.moveTo(next)
    const known = knowledge()
    const possible = world.turns()
    const rest = world.restViolations()
    if (rest.length > 0) searching.violations.push({ state: next, turn: -1, rest })
    const chosen = reduce?.(possible) ?? possible
    if (knowledge() !== known) searching.looks.push(next)
    if (possible.length === 0) (world.isRestless() ? searching.restless : searching.ends).push(next)
    searching.wantsDelays ||= world.wantsDelay()
    // what is put off must not be put off for ever: where nothing new comes of the chosen, all are tried
    if (!expand(next, chosen) && chosen.length < possible.length) {
      expand(
        next,
        possible.filter((turn) => !chosen.includes(turn)),
      )
    }
  }
  return found(searching)
}

/** What a search has found so far. */
export function found(searching: Searching): Search {
  const { store, turns, hit, next } = searching
  return { ...searching, turns: turns.all, limits: [...hit], unexpanded: store.size() - next }
}

/** Changes the cells by a turn, looks up the state that this is, and changes them back. */
export function enter(
  { cells, hash }: World,
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
  const [high, low] = hash()
  const entered = store.add(high, low, from, number)
  for (let index = 0; index < count; index++) cells.set(turn.cells[index] as number, heldBefore[index] as number)
  return entered
}

/** room for what the cells of one turn held */
const heldBefore: number[] = []
