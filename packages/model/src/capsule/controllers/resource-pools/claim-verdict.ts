import type { KubeObject } from '../../../object/kube-object.ts'
import { addQuantities, compareQuantities, formatQuantity, isZeroQuantity } from '../../../object/quantity.ts'
import { addResources, equalResources, none, type ResourceList, resourceNames } from '../../../object/resource-list.ts'
import { claimedResources } from '../../resource-pools/claim.ts'
import { difference, grantOf } from './allocation.ts'
import type { Exhaustion, PoolStatus } from './pool-status.ts'

export type Exhaustions = ReadonlyMap<string, Exhaustion>

/** What becomes of a claim in a pass over its pool. */
export type ClaimVerdict =
  | { readonly type: 'granted' }
  | { readonly type: 'queued'; readonly message: string }
  /** `released`: it had been granted less, and loses that */
  | {
      readonly type: 'exhausted'
      readonly exhaustions: Exhaustions
      readonly message: string
      readonly released: boolean
    }

const granted: ClaimVerdict = { type: 'granted' }

/**
 * A claim gets all that it asks for, or nothing. What it has it keeps while it asks for the same, however small the pool
 * became. In an ordered queue nobody passes an earlier claim that waits for the same resource.
 * [pool_controller.go:reconcileResourceClaim; extended D2.2]
 */
export function judgeClaim(
  status: PoolStatus,
  claim: KubeObject,
  ordered: boolean,
  earlier: Exhaustions,
): ClaimVerdict {
  const asked = claimedResources(claim)
  const left = difference(status.hard, status.used)
  const grant = grantOf(status, claim)
  if (grant && equalResources(grant.claims, asked)) return granted
  if (grant) return judge(asked, addResources(left, grant.claims), true)
  const queued = ordered ? queueMessage(asked, earlier) : ''
  return queued === '' ? judge(asked, left, false) : { type: 'queued', message: queued }
}

/** A resource is short if the pool does not have it, has none of it left, or less than is asked for. [canClaimWithinPoolExcludingClaim] */
function judge(asked: ResourceList, available: ResourceList, released: boolean): ClaimVerdict {
  const exhaustions = new Map<string, Exhaustion>()
  for (const name of resourceNames(asked)) {
    const requesting = asked[name] ?? none
    const left = available[name] ?? none
    if (isZeroQuantity(left) || compareQuantities(left, requesting) < 0)
      exhaustions.set(name, { available: left, requesting })
  }
  if (exhaustions.size === 0) return granted
  return { type: 'exhausted', exhaustions, message: exhaustionMessage(exhaustions), released }
}

function exhaustionMessage(exhaustions: Exhaustions): string {
  const lines = [...exhaustions].map(
    ([name, { available, requesting }]) =>
      `requested: ${name}=${formatQuantity(requesting)}, available: ${name}=${formatQuantity(available)}`,
  )
  return lines.join('; ')
}

/** Resources come in the order of their names, where Go's order is random. [handleClaimOrderedExhaustion] */
function queueMessage(asked: ResourceList, earlier: Exhaustions): string {
  const lines = resourceNames(asked).flatMap((name) => {
    const waiting = earlier.get(name)
    if (!waiting) return []
    return [
      `requested: ${name}=${formatQuantity(asked[name] ?? none)}, queued: ${name}=${formatQuantity(waiting.requesting)}`,
    ]
  })
  return lines.join('; ')
}

/** Of several claims that wait for a resource the requests are summed; available is what the first one found. */
export function addExhaustions(sum: Exhaustions, added: Exhaustions): Exhaustions {
  const all = new Map(sum)
  for (const [name, exhaustion] of added) {
    const before = all.get(name)
    const requesting = before ? addQuantities(before.requesting, exhaustion.requesting) : exhaustion.requesting
    all.set(name, { ...(before ?? exhaustion), requesting })
  }
  return all
}
