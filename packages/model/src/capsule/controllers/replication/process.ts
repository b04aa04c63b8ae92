import type { Reconcile } from '../../../controllers/controller.ts'
import type { Failure } from '../failure.ts'
import type { Accumulator } from './accumulator.ts'
import { applyItems } from './apply-items.ts'
import type { ProcessorOptions } from './options.ts'
import { isInScope, type ProcessedItems, type Scope } from './processed-items.ts'
import { pruneItems } from './prune-items.ts'

/** What a run leaves in the status, and what went wrong. */
export interface Run {
  readonly items: ProcessedItems
  readonly failure?: Failure
}

/** First what is too much is taken back; only if all of that went well, what is wanted is applied. [processor_func.go:Reconcile; extended C5] */
export function* processAll(
  items: ProcessedItems,
  accumulator: Accumulator,
  options: ProcessorOptions,
): Reconcile<Run> {
  const pruned = yield* pruneItems(items, accumulator, options)
  if (pruned.failures > 0)
    return { items: pruned.items, failure: { message: `pruning of ${pruned.failures} resources failed` } }
  return yield* applyAll(pruned.items, accumulator, options)
}

function* applyAll(items: ProcessedItems, accumulator: Accumulator, options: ProcessorOptions): Reconcile<Run> {
  const applied = yield* applyItems(items, accumulator, options)
  return applied.failures > 0
    ? { items: applied.items, failure: { message: `applying of ${applied.failures} resources failed` } }
    : { items: applied.items }
}

/** One namespace of one Tenant: nothing is taken back, and items of other namespaces are left out. [processor_func.go:ReconcileNamespace] */
export function* processScope(
  items: ProcessedItems,
  accumulator: Accumulator,
  scope: Scope,
  options: ProcessorOptions,
): Reconcile<Run> {
  const inScope = new Map([...accumulator].filter(([, wanted]) => isInScope(wanted.id, scope)))
  return yield* applyAll(
    items.filter((item) => isInScope(item, scope)),
    inScope,
    options,
  )
}
