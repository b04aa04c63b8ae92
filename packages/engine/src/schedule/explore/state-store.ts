/**
 * The states that were found, each by its hash, the state that it was reached from first and the turn that led there: about
 * thirty bytes a state. A state's number is the order in which it was found.
 */
export interface StateStore {
  /** the number of a state, and whether it is new */
  add(high: number, low: number, parent: number, turn: number): { readonly state: number; readonly isNew: boolean }
  parent(state: number): number
  /** number of the turn that led to it first */
  turn(state: number): number
  depth(state: number): number
  readonly size: () => number
  /** bytes held */
  readonly bytes: () => number
}

export function createStateStore(): StateStore {
  let count = 0
  let highs: Int32Array = new Int32Array(1024)
  let lows: Int32Array = new Int32Array(1024)
  let parents: Int32Array = new Int32Array(1024)
  let turns: Int32Array = new Int32Array(1024)
  let depths: Int32Array = new Int32Array(1024)
  let slots: Int32Array = new Int32Array(4096).fill(-1)

  const slotOf = (high: number, low: number): number => {
    const mask = slots.length - 1
    let slot = (high ^ Math.imul(low, 0x9e3779b1)) & mask
    for (;;) {
      const state = slots[slot] as number
      if (state < 0 || (highs[state] === high && lows[state] === low)) return slot
      slot = (slot + 1) & mask
    }
  }

  const grow = (): void => {
    if (count === highs.length) {
      highs = doubled(highs)
      lows = doubled(lows)
      parents = doubled(parents)
      turns = doubled(turns)
      depths = doubled(depths)
    }
    if (count * 2 < slots.length) return
    slots = new Int32Array(slots.length * 2).fill(-1)
    for (let state = 0; state < count; state++) slots[slotOf(highs[state] as number, lows[state] as number)] = state
  }

  return {
    add(high, low, parent, turn) {
      const slot = slotOf(high, low)
      const known = slots[slot] as number
      if (known >= 0) return { state: known, isNew: false }
      const state = count
      highs[state] = high
      lows[state] = low
      parents[state] = parent
      turns[state] = turn
      depths[state] = parent < 0 ? 0 : (depths[parent] as number) + 1
      slots[slot] = state
      count++
      grow()
      return { state, isNew: true }
    },
    parent: (state) => parents[state] as number,
    turn: (state) => turns[state] as number,
    depth: (state) => depths[state] as number,
    size: () => count,
    bytes: () => 4 * (highs.length * 5 + slots.length),
  }
}

function doubled(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
