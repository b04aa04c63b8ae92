import { choose, type Reconcile } from '../../controllers/controller.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { conditionOf } from './conditions.ts'
import { type Failure, joined } from './failure.ts'

/** Of more failures than these only the order in which they were started is looked at. */
const permutedMax = 3

/**
 * Namespaces are worked on in parallel, so chance decides in which order their failures are told. Where the Tenant tells
 * of the same failures already, that order is kept: between two tries that fail alike nothing else changes.
 * [CT/utils.go:runForNamespaces; core R4.2, 9.1]
 */
export function* inSomeOrder(failures: readonly Failure[], tenant: Tenant): Reconcile<readonly Failure[]> {
  if (failures.length < 2 || failures.length > permutedMax) return failures
  const orders = permutations(failures)
  const told = conditionOf(tenant.status?.conditions, 'Ready')?.message ?? ''
  const same = orders.find((order) => told.includes(joined(order)?.message ?? '\u0000'))
  return same ?? orders[yield* choose(orders.length)] ?? failures
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
