import type { Move } from './moves.ts'
import { restoreSearch, type SavedSearch, saveSearch, saveTrail } from './saved-search.ts'
import { found, type Search, type SearchLimits, type SearchWays, search } from './search.ts'
import { beginSearch, type Searching } from './searching.ts'
import { divide, type Shard, waitingBefore } from './shard.ts'
import type { World } from './world.ts'

/** All that a world was searched through so far, as plain data. */
export interface SavedSearches {
  /** every move that the world knew, in the order of their numbers */
  readonly moves: readonly Move[]
  /** in the order in which they were made: what one taught the world the next made use of */
  readonly searches: readonly SavedSearch[]
}

/** How one of several searches goes. */
export interface NextSearch extends SearchWays {
  /** how often things may go otherwise than in their usual order; absent: always */
  readonly delays?: number
  /** the part of the states to search; absent: all */
  readonly shard?: Shard
}

/**
 * The searches of a world, one after the other.
 * @internal
 */
export interface History {
  /** The next search. One that was saved is restored, and gone on with where its limits allow more now. Throws a `MisfitError`. */
  next(limits: SearchLimits, ways?: NextSearch): Search
  saved(): SavedSearches
}

/** Thrown where what was saved does not go in the world: it was saved of another, or by another version. */
export class MisfitError extends Error {}

/** A search with how many moves the world knew at its end. */
interface Made {
  readonly search: Search
  readonly moves: number
  readonly delays: number | undefined
}

export function createHistory(world: World, saved?: SavedSearches): History {
  const made: (Made | SavedSearch)[] = []
  let earlier = saved?.searches ?? []

  const forget = (): void => {
    for (const [index, each] of made.entries())
      if ('search' in each && !mayAnswer(made, index)) made[index] = saveTrail(each.search, each.moves, each.delays)
  }

  const searchNext = (limits: SearchLimits, ways: NextSearch): Search => {
    const searching = beginSearch(world)
    const result = searchPart(world, searching, limits, ways)
    made.push({ search: result, moves: world.moves.count(), delays: ways.delays })
    return result
  }

  const restoreNext = (from: SavedSearch, limits: SearchLimits, ways: NextSearch): Search => {
    const searching = restoreSearch(world, from, saved?.moves ?? [], ways.reduce)
    if ('misfit' in searching) throw new MisfitError(searching.misfit)
    if (!from.found) {
      made.push(from)
      return { ...found(searching), unexpanded: 0 }
    }
    world.begin(ways.delays)
    const result = searchPart(world, searching, limits, ways)
    const wentOn = searching.next !== from.found.next
    made.push({ search: result, moves: wentOn ? world.moves.count() : from.moves, delays: ways.delays })
    // what was searched after it was searched because it had not come so far
    if (wentOn) earlier = earlier.slice(0, made.length)
    return result
  }

  return {
    next(limits, ways = {}) {
      forget()
      world.begin(ways.delays)
      const from = earlier[made.length]
      return from ? restoreNext(from, limits, ways) : searchNext(limits, ways)
    },
    saved() {
      forget()
      return {
        moves: Array.from({ length: world.moves.count() }, (_, move) => world.moves.of(move)),
        searches: made.map((each) => ('search' in each ? saveSearch(each.search, each.moves, each.delays) : each)),
      }
    },
  }
}

/** Searches all, or the part of a shard: until there are enough states to divide, then from those that fall to it. */
function searchPart(world: World, searching: Searching, limits: SearchLimits, ways: NextSearch): Search {
  const { shard, delays } = ways
  if (!shard || searching.division) return search(world, searching, limits, ways)
  const start = search(world, searching, { ...limits, waitingMax: waitingBefore(shard) }, ways)
  if (start.limits.length > 0) return start
  searching.division = divide(world, searching, shard)
  world.begin(delays)
  return search(world, searching, limits, ways)
}

/**
 * Whether the result of a search may still be the answer or be gone on with: of the last one, of one that hit the limit of
 * states or of time, and of the last that came to an end of those with delays.
 */
function mayAnswer(made: readonly (Made | SavedSearch)[], index: number): boolean {
  const limitsOf = (each: Made | SavedSearch): readonly string[] => ('search' in each ? each.search : each).limits
  const each = made[index]
  if (!each || index === made.length - 1 || limitsOf(each).some((limit) => limit !== 'depth')) return true
  const isThrough = (other: Made | SavedSearch): boolean => other.delays !== undefined && limitsOf(other).length === 0
  return index === made.findLastIndex(isThrough)
}
