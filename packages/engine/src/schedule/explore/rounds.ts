import type { Edges, Search } from './search.ts'

/** Edges by the state that they lead from, or to. */
export interface Neighbours {
  of(state: number): Iterable<number>
}

/** The edges of each state, as numbers of edges. */
export function edgesFrom(edges: Edges, states: number, side: 'from' | 'to'): Neighbours {
  const starts = new Int32Array(states + 1)
  for (let edge = 0; edge < edges.count(); edge++)
    starts[edges[side](edge) + 1] = (starts[edges[side](edge) + 1] as number) + 1
  for (let state = 0; state < states; state++)
    starts[state + 1] = (starts[state + 1] as number) + (starts[state] as number)
  const next = starts.slice()
  const sorted = new Int32Array(edges.count())
  for (let edge = 0; edge < edges.count(); edge++) {
    const state = edges[side](edge)
    sorted[next[state] as number] = edge
    next[state] = (next[state] as number) + 1
  }
  return { of: (state) => sorted.subarray(starts[state], starts[state + 1]) }
}

/** Which states lead to one of these, themselves included: 1 for each that does. */
export function leadingTo(search: Search, targets: Iterable<number>): Uint8Array {
  const { edges, store } = search
  const into = edgesFrom(edges, store.size(), 'to')
  const leads = new Uint8Array(store.size())
  const waiting: number[] = []
  for (const target of targets) {
    leads[target] = 1
    waiting.push(target)
  }
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const edge of into.of(state)) {
      const before = edges.from(edge)
      if (leads[before] === 1) continue
      leads[before] = 1
      waiting.push(before)
    }
  }
  return leads
}

/**
 * The states that a cluster goes round in for ever: it can come back to each of them from all that it can go to, and to no
 * rest. Each group goes round by itself. [strongly connected components: Tarjan 1972]
 */
export function rounds(search: Search): readonly (readonly number[])[] {
  const { edges, store } = search
  const restful = leadingTo(search, [...search.ends, ...search.restless, ...unexpanded(search)])
  const outOf = edgesFrom(edges, store.size(), 'from')
  const found = new Int32Array(store.size()).fill(-1)
  const lowest = new Int32Array(store.size())
  const group = new Int32Array(store.size()).fill(-1)
  const groups: number[][] = []
  const closed: boolean[] = []
  const stack: number[] = []
  let count = 0

  const visit = (root: number): void => {
    const work: { readonly state: number; readonly edges: Iterator<number> }[] = []
    const enter = (state: number): void => {
      found[state] = lowest[state] = count++
      stack.push(state)
      work.push({ state, edges: outOf.of(state)[Symbol.iterator]() })
    }
    enter(root)
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const { state } = top
      const turn = top.edges.next()
      if (!turn.done) {
        const to = edges.to(turn.value)
        if (found[to] === -1) enter(to)
        else if (group[to] === -1) lowest[state] = Math.min(lowest[state] as number, found[to] as number)
        continue
      }
      work.pop()
      const before = work.at(-1)?.state
      if (before !== undefined) lowest[before] = Math.min(lowest[before] as number, lowest[state] as number)
      if (lowest[state] === found[state]) close(state)
    }
  }

  const close = (root: number): void => {
    const members: number[] = []
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
      group[state] = groups.length
      members.push(state)
      if (state === root) break
    }
    const own = groups.push(members) - 1
    closed.push(members.every((state) => [...outOf.of(state)].every((edge) => group[edges.to(edge)] === own)))
  }

  for (let state = 0; state < store.size(); state++) if (restful[state] === 0 && found[state] === -1) visit(state)
  return groups.filter((_, index) => closed[index]).map((members) => members.toSorted((one, other) => one - other))
}

/** States whose turns were not looked at here: they may lead anywhere. */
function unexpanded({ store, unexpanded: count, division }: Search): readonly number[] {
  return [
    ...Array.from({ length: count }, (_, index) => store.size() - count + index),
    ...(division?.elsewhere.values() ?? []),
  ]
}
