import { choose, type Reconcile } from '../../../controllers/controller.ts'
import type { Accumulator, Wanted } from './accumulator.ts'
import { findItem, type ProcessedItems } from './processed-items.ts'

/** So many entries a Go map holds in one group. */
const groupSlots = 8

/**
 * What is wanted comes out of a Go map: of up to eight entries in the order in which they went in, from any of them on.
 * It shows where several items are new, as they are listed in the order in which they were applied. Of more entries the
 * order is not modelled. [processor_func.go:applyAccumulatedItems; Go internal/runtime/maps Iter.Next]
 */
export function* inMapOrder(accumulator: Accumulator, items: ProcessedItems): Reconcile<readonly Wanted[]> {
  const all = [...accumulator.values()]
  const added = all.filter(({ id }) => !findItem(items, id)).length
  const first = added < 2 || all.length > groupSlots ? 0 : yield* choose(all.length)
  return [...all.slice(first), ...all.slice(0, first)]
}
