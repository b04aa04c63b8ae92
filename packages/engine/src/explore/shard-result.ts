import type { ClusterModel, ClusterState } from '@capsule-whatif/model'
import type { Exploration, ExploreOptions } from '../schedule/explore/explore.ts'
import { edgesFrom, leadingTo, rounds } from '../schedule/explore/rounds.ts'
import type { ScriptStep } from '../schedule/explore/script.ts'
import type { Limit } from '../schedule/explore/searching.ts'
import type { Shard } from '../schedule/explore/shard.ts'
import { digestOf, inputDigests } from './input-digests.ts'

export const shardFormat = 'capsule-whatif/shard'
export const shardVersion = 1

/** Something that was found, with a text that it shares with the same found elsewhere. */
export interface Signed {
  readonly signature: string
}

/** What one part of an exploration found. Plain data, to be merged with the other parts. */
export interface ShardResult<Outcome extends Signed = Signed, Violation extends Signed = Signed> {
  readonly format: typeof shardFormat
  readonly version: typeof shardVersion
  /** which part, from 0 */
  readonly shard: number
  /** of how many */
  readonly of: number
  /** of snapshot, script and options: results with another are of another exploration */
  readonly digest: string
  readonly outcomes: readonly Outcome[]
  readonly violations: readonly Violation[]
  readonly limits: readonly Limit[]
  readonly states: ShardStates
  /** states at the division from which this part leads to no rest, with those of other parts to which it leads instead */
  readonly open: readonly OpenState[]
}

/** How many states were seen. What two parts both came to is counted in both. */
export interface ShardStates {
  /** before the division: the same in every part */
  readonly before: number
  /** after it, in this part */
  readonly own: number
}

export interface OpenState {
  readonly state: number
  readonly leadsTo: readonly number[]
}

/** What tells an exploration from others: its inputs, and the options that decide what it looks at. */
export function explorationDigest(
  model: ClusterModel,
  base: ClusterState,
  script: readonly ScriptStep[],
  options: ExploreOptions,
): string {
  const { mode, quietMs, limitMs, disturbances, disturbancesMax, menuMax, delaysMax, depthMax } = options
  const asked = { mode, quietMs, limitMs, disturbances, disturbancesMax, menuMax, delaysMax, depthMax }
  return digestOf({ ...inputDigests(model, base, script), asked })
}

/**
 * The result of one part.
 *
 * @param digest from `explorationDigest`
 * @param outcomes of the ends, the restless states and the rounds that this part found
 */
export function shardResult<Outcome extends Signed, Violation extends Signed>(
  { search }: Exploration,
  { index, of }: Shard,
  digest: string,
  outcomes: readonly Outcome[],
  violations: readonly Violation[],
): ShardResult<Outcome, Violation> {
  const before = search.division?.states ?? search.store.size()
  return {
    format: shardFormat,
    version: shardVersion,
    shard: index,
    of,
    digest,
    outcomes: distinct(outcomes),
    violations: distinct(violations),
    limits: search.limits,
    states: { before, own: search.store.size() - before },
    open: openStates(search),
  }
}

/** One of each signature: the first. */
export function distinct<T extends Signed>(all: readonly T[]): readonly T[] {
  const bySignature = new Map<string, T>()
  for (const each of all) if (!bySignature.has(each.signature)) bySignature.set(each.signature, each)
  return [...bySignature.values()]
}

function openStates(search: Exploration['search']): readonly OpenState[] {
  const { store, edges, division, ends, restless, unexpanded } = search
  if (!division || division.elsewhere.size === 0) return []
  const cut = Array.from({ length: unexpanded }, (_, index) => store.size() - 1 - index)
  const settles = leadingTo(search, [...ends, ...restless, ...cut, ...rounds(search).flat()])
  const outOf = edgesFrom(edges, store.size(), 'from')
  const open: OpenState[] = []
  for (let state = division.expanded; state < division.states; state++) {
    if (settles[state] === 1 || division.elsewhere.has(state)) continue
    const seen = new Set([state])
    for (const each of seen) for (const edge of outOf.of(each)) seen.add(edges.to(edge))
    open.push({ state, leadsTo: [...seen].filter((each) => division.elsewhere.has(each)) })
  }
  return open
}
