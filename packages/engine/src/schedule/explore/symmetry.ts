import { type ClusterState, textHash } from '@capsule-whatif/model'
import { type Cells, mixHigh, mixLow } from './cells.ts'
import { createExchanges } from './exchanges.ts'
import {
  dictionaryOf,
  fullText,
  type Group,
  interchangeable,
  type LeftOut,
  numbered,
  renamedText,
} from './interchangeable.ts'
import type { Moves } from './moves.ts'
import type { ScriptStep } from './script.ts'
import type { Values } from './values.ts'
import type { Dictionary } from './words.ts'

/** States that are the same but for which of several interchangeable names is which count as one. */
export interface Symmetry {
  readonly groups: readonly Group[]
  readonly leftOut: readonly LeftOut[]
  /** the cells, with changes that are heard of */
  readonly cells: Cells
  /** a hash that states share which are the same up to names */
  readonly hash: () => readonly [high: number, low: number]
  /** moves, and cells and ranges, that come of one and another by exchanging two names in both */
  exchanges(move: number, probe: number): Iterable<readonly [move: number, probe: number]>
  /** moves, cells and ranges that come of two moves likewise */
  exchangedMoves(one: number, other: number): Iterable<readonly [one: number, other: number]>
  /**
   * A text that two sets of values share when one comes of the other by exchanging names: for telling ends apart, each of
   * which stands for all that come of it so.
   */
  textUpToNames(values: readonly unknown[]): string
}

/** So many ways to exchange names are tried when ends are told apart: those of seven. */
const waysMax = 5040

/** What the value of one cell adds to the hash. */
interface Part {
  readonly owner: 'all' | 'one' | 'several'
  /** the unit, where there is one */
  readonly unit: number
  /** a hash of what it says, told without names: 53 bits */
  readonly shape: number
  /** names cannot be exchanged while this is so */
  readonly isFixed: boolean
}

/**
 * Looks at which names are interchangeable in the state that all began with. [symmetry reduction: Ip, Dill 1996]
 */
export function createSymmetry(
  base: ClusterState,
  script: readonly ScriptStep[],
  inner: Cells,
  values: Values,
  moves: Moves,
): Symmetry {
  const { groups, leftOut } = interchangeable(base, script)
  const members = numbered(groups)
  const uids = inner.space('uids', () => undefined)
  const dictionary = dictionaryOf(groups, base.clock, () => uids.cells.keys())
  const partOf = createParts(inner, values, dictionary)
  const highs = groups.flat().map(() => 0)
  const lows = groups.flat().map(() => 0)
  const joint = new Map<number, number>()
  const jointShapes = new Map<string, number>()
  let [sharedHigh, sharedLow, fixed] = [0, 0, 0]

  /** Adds what a cell holds to the sums, or takes it away: the same but for what is counted. */
  const toggle = (cell: number, value: number, by: 1 | -1): void => {
    if (value === inner.baseValue(cell)) return
    const { owner, unit, shape, isFixed } = partOf(cell, value)
    if (isFixed) fixed += by
    if (owner === 'several') {
      if (by === 1) joint.set(cell, value)
      else joint.delete(cell)
    } else if (owner === 'all') {
      sharedHigh ^= highOf(shape, 1)
      sharedLow ^= lowOf(shape, 1)
    } else {
      highs[unit] = (highs[unit] ?? 0) ^ highOf(shape, 2)
      lows[unit] = (lows[unit] ?? 0) ^ lowOf(shape, 2)
    }
  }

  /** For each unit the rank among its group that its own cells give it. */
  const ranks = (): readonly number[] => {
    const ranked = highs.map((_, unit) => unit)
    if (fixed > 0) return ranked
    for (const group of members) {
      const sorted = group.toSorted(
        (one, other) => compare(highs, one, other) || compare(lows, one, other) || one - other,
      )
      for (const [index, unit] of sorted.entries()) ranked[unit] = group[index] as number
    }
    return ranked
  }

  const jointShape = (cell: number, value: number, ranked: readonly number[]): number => {
    const key = `${cell} ${value} ${ranked.join()}`
    const known = jointShapes.get(key)
    if (known !== undefined) return known
    const shape = textHash(jointText(inner, values, dictionary, cell, value, (unit) => String(ranked[unit])))
    jointShapes.set(key, shape)
    return shape
  }

  const cells: Cells = {
    ...inner,
    set(cell, value) {
      const before = inner.get(cell)
      if (before === value) return
      toggle(cell, before, -1)
      inner.set(cell, value)
      toggle(cell, value, 1)
    },
    reset() {
      inner.reset()
      highs.fill(0)
      lows.fill(0)
      joint.clear()
      sharedHigh = sharedLow = fixed = 0
    },
  }
  const nameless = new WeakMap<object, boolean>()
  /** Whether a value names no unit: it stays what it is under other names. */
  const isNameless = (value: unknown): boolean => {
    const object = typeof value === 'object' && value !== null ? value : undefined
    const known = object && nameless.get(object)
    if (known !== undefined) return known
    const is = dictionary.parse(fullText(value)).units.length === 0
    if (object) nameless.set(object, is)
    return is
  }
  const { swaps, moveUnder, probeUnder } = createExchanges(members, inner, dictionary, moves)
  return {
    groups,
    leftOut,
    cells,
    exchanges: (move, probe) => swaps.map((swap) => [moveUnder(swap, move), probeUnder(swap, probe)] as const),
    exchangedMoves: (one, other) => swaps.map((swap) => [moveUnder(swap, one), moveUnder(swap, other)] as const),
    hash() {
      const ranked = ranks()
      let [high, low] = [sharedHigh, sharedLow]
      for (const [unit, rank] of ranked.entries()) {
        high ^= mixHigh(rank + 10, highs[unit] as number)
        low ^= mixLow(rank + 10, lows[unit] as number)
      }
      for (const [cell, value] of joint) {
        const shape = jointShape(cell, value, ranked)
        high ^= highOf(shape, 3)
        low ^= lowOf(shape, 3)
      }
      return [high, low]
    },
    textUpToNames(held) {
      const naming = held.filter((value) => !isNameless(value))
      const others = held.filter(isNameless).map((value) => fullText(value))
      let least: string | undefined
      let left = waysMax
      for (const names of permutations(members)) {
        const lines = naming.map((value) => renamedText('', value, dictionary, (unit) => String(names.get(unit))))
        const text = lines.sort().join('\n')
        if (least === undefined || text < least) least = text
        if (--left === 0) break
      }
      return [...others.sort(), least].join('\n')
    },
  }
}

/** Parts by cell and value. */
function createParts(cells: Cells, values: Values, dictionary: Dictionary): (cell: number, value: number) => Part {
  const parts: Map<number, Part>[] = []
  return (cell, value) => {
    parts[cell] ??= new Map()
    const ofCell = parts[cell]
    const known = ofCell.get(value)
    if (known) return known
    const { units, unclear, render } = dictionary.parse(`${nameOf(cells, cell)}=${values.textOf(value)}`)
    const [unit = -1] = units
    const owner = units.length === 0 ? 'all' : units.length === 1 ? 'one' : 'several'
    const isFixed = unclear.length > 0 || (value !== 0 && isOpaque(cells, values, dictionary, cell, value))
    const part: Part = { owner, unit, shape: textHash(render(() => '')), isFixed }
    ofCell.set(value, part)
    return part
  }
}

function nameOf(cells: Cells, cell: number): string {
  return `${cells.spaceOf(cell).name} ${cells.keyOf(cell)}`
}

/** Whether what a cell holds may name units in a way that its text does not show. */
function isOpaque(cells: Cells, values: Values, dictionary: Dictionary, cell: number, value: number): boolean {
  const { name } = cells.spaceOf(cell)
  if (name === 'in progress' || name === 'withheld') return true
  if (name === 'run') return cells.keyOf(cell) === 'delayed'
  if (name !== 'memory' || !holdsTable(values.valueOf(value))) return false
  const { units, unclear } = dictionary.parse(fullText(values.valueOf(value)))
  return units.length > 0 || unclear.length > 0
}

function holdsTable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return 'chunks' in value || Object.values(value).some(holdsTable)
}

function jointText(
  cells: Cells,
  values: Values,
  dictionary: Dictionary,
  cell: number,
  value: number,
  nameOfUnit: (unit: number) => string,
): string {
  const name = nameOf(cells, cell)
  const held = values.valueOf(value)
  if (name.startsWith('run answer ')) {
    const { responses } = held as { readonly responses: readonly unknown[] }
    return responses.map((each) => renamedText(name, each, dictionary, nameOfUnit)).join()
  }
  if (name.startsWith('objects ')) return renamedText(name, held, dictionary, nameOfUnit)
  return dictionary.parse(`${name}=${values.textOf(value)}`).render(nameOfUnit)
}

function highOf(shape: number, salt: number): number {
  return mixHigh(shape | 0, Math.floor(shape / 2 ** 32) ^ (salt << 24))
}

function lowOf(shape: number, salt: number): number {
  return mixLow(shape | 0, Math.floor(shape / 2 ** 32) ^ (salt << 24))
}

function compare(numbers: readonly number[], one: number, other: number): number {
  return (numbers[one] as number) - (numbers[other] as number)
}

/** Every way to exchange the members of each group among themselves. */
function* permutations(
  [group, ...others]: readonly (readonly number[])[],
  names: ReadonlyMap<number, number> = new Map(),
): Generator<ReadonlyMap<number, number>> {
  if (!group) return yield names
  for (const order of orders(group))
    yield* permutations(
      others,
      new Map([...names, ...group.map((unit, index) => [unit, order[index] ?? unit] as const)]),
    )
}

function* orders(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield []
  for (const [index, item] of items.entries())
    for (const rest of orders(items.toSpliced(index, 1))) yield [item, ...rest]
}
