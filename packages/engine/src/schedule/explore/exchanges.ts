import type { Cells, Space } from './cells.ts'
import type { Moves } from './moves.ts'
import type { Dictionary } from './words.ts'

/** Two names that change places. */
type Swap = (unit: number) => number

/** What moves, cells and ranges come to when two names change places. */
export function createExchanges(
  members: readonly (readonly number[])[],
  cells: Cells,
  dictionary: Dictionary,
  moves: Moves,
): {
  readonly swaps: readonly Swap[]
  moveUnder(swap: Swap, move: number): number
  probeUnder(swap: Swap, probe: number): number
} {
  const pairs = members.flatMap((group) => group.slice(1).map((unit, index) => [unit, group[index] as number] as const))
  const swaps = pairs.map(
    ([one, other]): Swap =>
      (unit) =>
        unit === one ? other : unit === other ? one : unit,
  )
  const ranges = new Map<number, readonly [Space, string]>()
  const rangeOf = (range: number): readonly [Space, string] | undefined => {
    if (!ranges.has(range))
      for (const space of cells.spaces()) for (const [prefix, id] of space.ranges) ranges.set(id, [space, prefix])
    return ranges.get(range)
  }
  return {
    swaps,
    moveUnder(swap, id) {
      const move = moves.of(id)
      if (move.type !== 'work') return id
      const { units, exchanged } = dictionary.parse(move.key)
      return units.length === 0 ? id : moves.idOf({ ...move, key: exchanged(swap) })
    },
    probeUnder(swap, probe) {
      const [space, text] = probe >= 0 ? [cells.spaceOf(probe), cells.keyOf(probe)] : (rangeOf(-1 - probe) ?? [])
      if (!space || text === undefined) return probe
      const { units, exchanged } = dictionary.parse(text)
      if (units.length === 0) return probe
      return probe >= 0 ? cells.cell(space, exchanged(swap)) : -1 - cells.range(space, exchanged(swap))
    },
  }
}
