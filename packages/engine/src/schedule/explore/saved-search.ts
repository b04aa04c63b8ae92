import type { Move } from './moves.ts'
import { createPosition } from './position.ts'
import { enter, type Reduction, type Search } from './search.ts'
import { beginSearch, type Limit, type Searching } from './searching.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

/**
 * A search as plain data. Of what the model did only the moves are kept: they are played again when it is restored, each
 * as often as the model had to play it.
 */
export interface SavedSearch {
  /** how often things could go otherwise than in their usual order; absent: always */
  readonly delays?: number
  /** how many moves the world knew at its end */
  readonly moves: number
  /** each turn, in the order in which they were first taken: from which state, which move, what chance decided */
  readonly turns: readonly (readonly number[])[]
  /**
   * Three numbers an edge: how much further its state is than that of the edge before, to which state it leads, by which
   * turn. A state is new in the first edge that leads to it.
   */
  readonly edges: readonly number[]
  readonly looks: readonly number[]
  readonly wantsDelays: boolean
  readonly limits: readonly Limit[]
  /** absent where only what it taught the world is kept, for its result is not wanted any more */
  readonly found?: SavedFindings
}

export interface SavedFindings {
  readonly next: number
  readonly ends: readonly number[]
  readonly restless: readonly number[]
  /** each violation: in or from which state, by which turn or -1, and where it is by none, the numbers of what is wrong */
  readonly violations: readonly (readonly number[])[]
  readonly division?: { readonly states: number; readonly expanded: number; readonly elsewhere: readonly number[] }
}

/** @param moves how many moves the world knew when the search stopped */
export function saveSearch(search: Search, moves: number, delays?: number): SavedSearch {
  const { store, ends, restless, violations, division } = search
  return {
    ...savedEdges(search, () => true),
    ...common(search, moves, delays),
    looks: search.looks,
    found: {
      next: store.size() - search.unexpanded,
      ends,
      restless,
      violations: violations.map(({ state, turn, rest = [] }) => [state, turn, ...rest]),
      ...(division ? { division: { ...division, elsewhere: [...division.elsewhere] } } : {}),
    },
  }
}

/** What a search taught the world: the ways to the states in which something was learned. */
export function saveTrail(search: Search, moves: number, delays?: number): SavedSearch {
  const { store } = search
  const isKept = new Uint8Array(store.size())
  for (const look of search.looks)
    for (let state = look; state >= 0 && isKept[state] === 0; state = store.parent(state)) isKept[state] = 1
  const numbers = new Int32Array(store.size())
  for (let state = 0, count = 0; state < store.size(); state++) if (isKept[state] === 1) numbers[state] = count++
  return {
    ...savedEdges(search, (to, isFirst) => isFirst && isKept[to] === 1, numbers),
    ...common(search, moves, delays),
    looks: search.looks.map((look) => numbers[look] as number),
  }
}

function common(
  { wantsDelays, limits }: Search,
  moves: number,
  delays: number | undefined,
): Pick<SavedSearch, 'delays' | 'moves' | 'wantsDelays' | 'limits'> {
  return { ...(delays === undefined ? {} : { delays }), moves, wantsDelays, limits }
}

/** The edges that are wanted and their turns, under new numbers where these are given. */
function savedEdges(
  { store, edges, turns }: Search,
  isWanted: (to: number, isFirst: boolean) => boolean,
  numbers?: Int32Array,
): Pick<SavedSearch, 'turns' | 'edges'> {
  const saved: number[] = []
  const savedTurns: number[][] = []
  const turnNumbers = new Map<number, number>()
  const numberOf = (state: number): number => numbers?.[state] ?? state
  let known = 1
  let before = 0
  for (let edge = 0; edge < edges.count(); edge++) {
    const [to, turn] = [edges.to(edge), edges.turn(edge)]
    const isFirst = to === known
    if (isFirst) known++
    if (!isWanted(to, isFirst)) continue
    const from = numberOf(edges.from(edge))
    let number = turnNumbers.get(turn)
    if (number === undefined) {
      number = turnNumbers.size
      turnNumbers.set(turn, number)
      const { move, choices } = turns[turn] as Turn
      savedTurns.push([from, move, ...choices])
    }
    saved.push(from - before, numberOf(to), number)
    before = from
  }
  if (known !== store.size()) throw new Error(`${store.size() - known} states that no edge leads to`)
  return { turns: savedTurns, edges: saved }
}

/** Why what was saved does not go in this world. */
export interface Misfit {
  readonly misfit: string
}

/**
 * Plays what was saved in a world that stands where all begins and knows what it knew when the search was begun.
 *
 * @param moves all moves of the world that was saved
 */
export function restoreSearch(
  world: World,
  saved: SavedSearch,
  moves: readonly Move[],
  reduce?: Reduction,
): Searching | Misfit {
  for (const move of moves.slice(0, saved.moves)) world.moves.idOf(move)
  const searching = beginSearch(world)
  const { store, turns, edges } = searching
  const position = createPosition(world.cells, store, turns.all)
  const visit = visitor(world, saved, searching, (state) => position.moveTo(state), reduce)
  let from = 0
  for (let index = 0; index < saved.edges.length; index += 3) {
    const [further, to, number] = [saved.edges[index] ?? 0, saved.edges[index + 1] ?? 0, saved.edges[index + 2] ?? 0]
    from += further
    const misfit = visit(from)
    if (misfit) return { misfit }
    const turn = turns.all[number]
    if (!turn) return { misfit: `there is no turn ${number}` }
    if (to === store.size()) {
      position.moveTo(from)
      if (!enter(world, store, turn, from, number).isNew) return { misfit: `state ${to} is one that came before` }
    } else if (to > store.size()) return { misfit: `there is no state ${to}` }
    edges.add(from, to, number)
  }
  const misfit = visit(Number.MAX_SAFE_INTEGER)
  return misfit ? { misfit } : withFindings(searching, saved)
}

/** Looks at states again, in order up to the one given, that something was learned in or that a turn was first taken from. */
function visitor(
  world: World,
  saved: SavedSearch,
  { store, turns, looks }: Searching,
  moveTo: (state: number) => void,
  reduce: Reduction | undefined,
): (until: number) => string | undefined {
  let nextLook = 0
  let nextTurn = 0
  const never = Number.POSITIVE_INFINITY
  const dueAt = (): number => Math.min(saved.looks[nextLook] ?? never, saved.turns[nextTurn]?.[0] ?? never)
  return (until) => {
    for (let state = dueAt(); state <= until && state !== never; state = dueAt()) {
      if (state >= store.size()) return `there is no state ${state}`
      moveTo(state)
      const possible = world.turns()
      world.restViolations()
      reduce?.(possible)
      if (saved.looks[nextLook] === state) looks.push(saved.looks[nextLook++] as number)
      for (let taken = saved.turns[nextTurn]; taken?.[0] === state; taken = saved.turns[++nextTurn]) {
        const [, move, ...choices] = taken
        const turn = possible.find((each) => each.move === move && each.choices.join() === choices.join())
        if (!turn) return `from state ${state} move ${move} does not go`
        if (turns.numberOf(turn) !== nextTurn) return `turn ${nextTurn} is one that came before`
      }
    }
    return undefined
  }
}

function withFindings(searching: Searching, { found, wantsDelays, limits }: SavedSearch): Searching {
  searching.wantsDelays = wantsDelays
  for (const limit of limits) searching.hit.add(limit)
  if (!found) return searching
  searching.next = found.next
  searching.ends.push(...found.ends)
  searching.restless.push(...found.restless)
  for (const [state = 0, turn = -1, ...rest] of found.violations)
    searching.violations.push({ state, turn, ...(turn < 0 ? { rest } : {}) })
  if (found.division) searching.division = { ...found.division, elsewhere: new Set(found.division.elsewhere) }
  return searching
}
