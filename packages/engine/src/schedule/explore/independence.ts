import type { Reduction } from './search.ts'
import type { Turn } from './turn.ts'
import type { World } from './world.ts'

/** What all turns of one move that were seen read, write and put into the queue for now. */
interface Habits {
  readonly reads: Set<number>
  readonly writes: Set<number>
  readonly calls: Set<number>
}

/** Partial-order reduction: moves that nothing connects are not permuted. */
export interface Independence {
  readonly reduce: Reduction
  /** grows whenever a move is seen to touch more than was known of it: what was left out before may have to be looked at */
  readonly version: () => number
}

/**
 * Learns what each move touches, from its turns. Of the turns that are possible it gives a smallest group of which no
 * move outside, nor anything that such a move can call for before time passes, touches what the group touches: whatever
 * the others do first, the group can do before them and come to the same. [stubborn sets: Valmari 1990]
 */
export function createIndependence(world: World): Independence {
  const habits: (Habits | undefined)[] = []
  const seen = new Set<Turn>()
  let version = 0
  let builtFor = -1
  let conflicts: Uint32Array[] = []
  let reaches: Uint32Array[] = []

  const habitsOf = (move: number): Habits => {
    const known = habits[move] ?? { reads: new Set(), writes: new Set(), calls: new Set() }
    habits[move] = known
    return known
  }

  /** Takes something into the habits of a move; what is interchangeable has the same. */
  const take = (move: number, kind: keyof Habits, found: number): void => {
    const known = habitsOf(move)[kind]
    if (known.has(found)) return
    known.add(found)
    version++
    if (!world.symmetry) return
    const { exchanges, exchangedMoves } = world.symmetry
    const images = kind === 'calls' ? exchangedMoves(move, found) : exchanges(move, found)
    for (const [other, image] of images) take(other, kind, image)
  }

  const learn = (turn: Turn): void => {
    if (seen.has(turn)) return
    seen.add(turn)
    habitsOf(turn.move)
    for (const probe of turn.reads) take(turn.move, 'reads', probe)
    for (const [index, cell] of turn.cells.entries()) {
      if (world.isBookkeeping(cell)) continue
      take(turn.move, 'writes', cell)
      const item = world.itemOf(cell, turn.values[index] as number)
      if (item) take(turn.move, 'calls', world.workMove(cell))
    }
  }

  const build = (): void => {
    const count = world.moves.count()
    const words = (count + 31) >>> 5
    const all = (): Uint32Array => new Uint32Array(words)
    conflicts = Array.from({ length: count }, all)
    for (let one = 0; one < count; one++) {
      for (let other = one; other < count; other++) {
        const [a, b] = [habits[one], habits[other]]
        if (one !== other && a && b && !touches(a, b, world) && !touches(b, a, world)) continue
        mark(conflicts[one], other)
        mark(conflicts[other], one)
      }
    }
    reaches = Array.from({ length: count }, (_, move) => reachOf(move, all()))
    builtFor = version
  }

  const reachOf = (move: number, reach: Uint32Array): Uint32Array => {
    const waiting = [move]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (has(reach, next)) continue
      mark(reach, next)
      for (const called of habits[next]?.calls ?? []) waiting.push(called)
    }
    return reach
  }

  const group = (roots: readonly number[], seed: number): ReadonlySet<number> => {
    const chosen = new Set([seed])
    for (const member of chosen) {
      const conflict = conflicts[member] as Uint32Array
      for (const root of roots) if (!chosen.has(root) && meets(reaches[root] as Uint32Array, conflict)) chosen.add(root)
    }
    return chosen
  }

  return {
    version: () => version,
    reduce(turns) {
      for (const turn of turns) learn(turn)
      for (const turn of world.looked()) learn(turn)
      if (turns.length < 2) return turns
      const roots = [...new Set([...turns.map(({ move }) => move), ...world.pendingMoves()])]
      if (builtFor !== version || reaches.length < world.moves.count()) build()
      let best: ReadonlySet<number> | undefined
      for (const { move } of turns) {
        if (world.moves.of(move).type !== 'work') continue
        const chosen = group(roots, move)
        if (!best || chosen.size < best.size) best = chosen
        if (best.size === 1) break
      }
      if (!best) return turns
      const members = best
      const some = turns.filter(({ move }) => members.has(move))
      return some.length > 0 ? some : turns
    },
  }
}

/** Whether what one writes is read or written by the other. */
function touches(one: Habits, other: Habits, world: World): boolean {
  for (const cell of one.writes) {
    if (other.writes.has(cell) || other.reads.has(cell)) return true
    for (const range of world.cells.rangesOf(cell)) if (other.reads.has(-1 - range)) return true
  }
  return false
}

function mark(bits: Uint32Array | undefined, index: number): void {
  if (bits) bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31))
}

function has(bits: Uint32Array, index: number): boolean {
  return ((bits[index >>> 5] as number) & (1 << (index & 31))) !== 0
}

function meets(one: Uint32Array, other: Uint32Array): boolean {
  for (let word = 0; word < one.length; word++) if (((one[word] as number) & (other[word] as number)) !== 0) return true
  return false
}
