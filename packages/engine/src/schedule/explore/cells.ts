import type { Values } from './values.ts'

/**
 * A state taken apart: a number for each thing that can change by itself (an object, a work item, a field of a
 * controller's memory), called a cell. Cells lie in spaces, as objects lie in resources. One current state is held at a
 * time, with its hash and the hashes of ranges of cells, kept up with every change.
 */
export interface Cells {
  /**
   * The space of that name, made when it is new; `baseOf` gives what its cells hold in the state that all began with.
   * All its cells lie in the range `within` too.
   */
  space(name: string, baseOf: (key: string) => unknown, within?: number): Space
  /** a range for cells of many spaces */
  wideRange(): number
  cell(space: Space, key: string): number
  /** the range of all cells of a space whose key starts with a prefix */
  range(space: Space, prefix: string): number
  get(cell: number): number
  set(cell: number, value: number): void
  keyOf(cell: number): string
  /** the ranges that a cell lies in */
  rangesOf(cell: number): readonly number[]
  spaceOf(cell: number): Space
  readonly spaces: () => Iterable<Space>
  baseValue(cell: number): number
  /** 53 bits that tell what the cells of a range hold; 0 where all are as in the beginning */
  rangeHash(range: number): number
  readonly hash: () => readonly [high: number, low: number]
  /** back to the state that all began with */
  reset(): void
}

export interface Space {
  readonly name: string
  readonly baseOf: (key: string) => unknown
  readonly cells: Map<string, number>
  readonly ranges: Map<string, number>
  readonly within: readonly number[]
}

export function createCells(values: Values): Cells {
  const spaces = new Map<string, Space>()
  const keys: string[] = []
  const homes: Space[] = []
  const rangesOf: number[][] = []
  let rangeCount = 0
  let bases: Int32Array = new Int32Array(1024)
  let current: Int32Array = new Int32Array(1024)
  let highs: Int32Array = new Int32Array(1024)
  let lows: Int32Array = new Int32Array(1024)
  let high = 0
  let low = 0

  const cell = (space: Space, key: string): number => {
    const known = space.cells.get(key)
    if (known !== undefined) return known
    const id = keys.push(key) - 1
    homes.push(space)
    if (id === bases.length) {
      bases = doubled(bases)
      current = doubled(current)
    }
    bases[id] = current[id] = values.idOf(space.baseOf(key))
    space.cells.set(key, id)
    const narrow = [...space.ranges].filter(([prefix]) => key.startsWith(prefix)).map(([, range]) => range)
    rangesOf.push([...space.within, ...narrow])
    return id
  }

  const newRange = (): number => {
    if (rangeCount === highs.length) {
      highs = doubled(highs)
      lows = doubled(lows)
    }
    return rangeCount++
  }

  const range = (space: Space, prefix: string): number => {
    const known = space.ranges.get(prefix)
    if (known !== undefined) return known
    const id = newRange()
    space.ranges.set(prefix, id)
    for (const [key, member] of space.cells) {
      if (!key.startsWith(prefix)) continue
      rangesOf[member]?.push(id)
      const [from = 0, to = 0] = [bases[member], current[member]]
      if (from === to) continue
      highs[id] = at(highs, id) ^ mixHigh(member, from) ^ mixHigh(member, to)
      lows[id] = at(lows, id) ^ mixLow(member, from) ^ mixLow(member, to)
    }
    return id
  }

  const set = (id: number, value: number): void => {
    const before = at(current, id)
    if (before === value) return
    current[id] = value
    const byHigh = mixHigh(id, before) ^ mixHigh(id, value)
    const byLow = mixLow(id, before) ^ mixLow(id, value)
    high ^= byHigh
    low ^= byLow
    const ranges = rangesOf[id] ?? []
    for (let index = 0; index < ranges.length; index++) {
      const member = at(ranges, index)
      highs[member] = at(highs, member) ^ byHigh
      lows[member] = at(lows, member) ^ byLow
    }
  }

  return {
    space(name, baseOf, within) {
      const known = spaces.get(name)
      if (known) return known
      const space: Space = {
        name,
        baseOf,
        cells: new Map(),
        ranges: new Map(),
        within: within === undefined ? [] : [within],
      }
      spaces.set(name, space)
      return space
    },
    wideRange: newRange,
    cell,
    range,
    set,
    get: (id) => at(current, id),
    keyOf: (id) => keys[id] ?? '',
    rangesOf: (id) => rangesOf[id] ?? [],
    spaces: () => spaces.values(),
    spaceOf: (id) => homes[id] as Space,
    baseValue: (id) => at(bases, id),
    rangeHash: (id) => (at(highs, id) & 0x1fffff) * 4294967296 + (at(lows, id) >>> 0),
    hash: () => [high, low],
    reset() {
      current.set(bases)
      highs.fill(0)
      lows.fill(0)
      high = low = 0
    },
  }
}

function at(numbers: ArrayLike<number>, index: number): number {
  return numbers[index] as number
}

function doubled(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}

/** Two independent mixes of a cell and its value into 32 bits. [finalizer of MurmurHash3, public domain] */
export function mixHigh(cell: number, value: number): number {
  return mixed(Math.imul(cell + 1, 0x9e3779b1) ^ Math.imul(value + 7, 0x85ebca6b))
}

export function mixLow(cell: number, value: number): number {
  return mixed(Math.imul(cell + 3, 0xc2b2ae35) ^ Math.imul(value + 5, 0x27d4eb2f) ^ 0x165667b1)
}

function mixed(bits: number): number {
  let hash = bits ^ (bits >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
