import type { QuietCluster } from '../../predict/quiet-cluster.ts'

/** Every `Certainty`. */
export const certainties = ['must', 'never', 'likely', 'may', 'unknown'] as const

/**
 * How sure a statement is, from the surest to the least sure.
 * - `must`: it is what the API server answers on the snapshot as it is, before any controller acts; no order of events
 *   can change it, and nothing is missing that could.
 * - `likely`: it happens along the likely order of events. Other orders were not followed.
 * - `may`: it happens along one order that was followed, and does not along another.
 * - `never`: the API server refuses it, as surely as `must`.
 * - `unknown`: the snapshot does not say, or it is not modelled.
 */
export type Certainty = (typeof certainties)[number]

/** What holds of statements taken together: no more than the least sure of them. */
export function leastSureOf(given: Iterable<Certainty>): Certainty {
  let least = 0
  for (const certainty of given) least = Math.max(least, certainties.indexOf(certainty))
  return certainties[least] ?? 'must'
}

/**
 * How sure the API server's answer to a first request is. It takes no schedule; but where the snapshot was not quiet, or
 * lacks what decides about requests, it is no more than likely.
 */
export function certaintyOfAnswer({ findings, pending }: QuietCluster, isAllowed: boolean): Certainty {
  if (findings.length > 0 || pending.length > 0) return 'likely'
  return isAllowed ? 'must' : 'never'
}
