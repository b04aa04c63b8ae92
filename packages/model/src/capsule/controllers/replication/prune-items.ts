import type { Reconcile } from '../../../controllers/controller.ts'
import { formatApiVersion } from '../../../object/gvk.ts'
import type { Json } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ResourceType } from '../../../object/resource-type.ts'
import { type Failure, isNotFound } from '../failure.ts'
import { namespaces } from '../kinds.ts'
import { get, live } from '../reading.ts'
import { type Accumulator, isWanted } from './accumulator.ts'
import type { Processed } from './apply-items.ts'
import { metadataFieldOwner } from './field-owner.ts'
import { mappingOf } from './impersonated-client.ts'
import { unmarkOperations } from './managed-metadata.ts'
import type { ProcessorOptions } from './options.ts'
import { type ProcessedItem, type ProcessedItems, withItem, withoutItem } from './processed-items.ts'

/** How it went to take back one item. */
type Outcome = 'gone' | 'kept' | { readonly prefix: string; readonly failure: Failure }

/**
 * What is no longer wanted is taken back: pruned where that is on, else let go. What was never applied is forgotten.
 * [processor_func.go:pruneProcessedItems; extended C5.2]
 */
export function* pruneItems(
  items: ProcessedItems,
  accumulator: Accumulator,
  options: ProcessorOptions,
): Reconcile<Processed> {
  let processed: Processed = { items, failures: 0 }
  for (const item of items) {
    if (isWanted(accumulator, item)) continue
    const outcome = item.status.lastApply === undefined ? 'gone' : yield* takeBack(item, options)
    processed = recorded(processed, item, outcome)
  }
  return processed
}

function recorded({ items, failures }: Processed, item: ProcessedItem, outcome: Outcome): Processed {
  if (outcome === 'gone' || outcome === 'kept') return { items: withoutItem(items, item), failures }
  const message = outcome.prefix + outcome.failure.message
  const status = { ...item.status, status: 'False' as const, message }
  return { items: withItem(items, { ...item, status }), failures: failures + 1 }
}

function* takeBack(item: ProcessedItem, options: ProcessorOptions): Reconcile<Outcome> {
  const { group = '', version = '', kind = '', name = '', namespace } = item
  const apiVersion = formatApiVersion(group, version)
  const mapping = yield* mappingOf({ apiVersion, kind })
  if (mapping.failure) return { prefix: 'resolving resource scope failed: ', failure: mapping.failure }
  const metadata = mapping.type.namespaced && namespace ? { name, namespace } : { name }
  const object: KubeObject = { apiVersion, kind, metadata }
  const pruned = options.prune ? yield* prune(item, object, mapping.type, options) : 'kept'
  return pruned === 'kept' ? yield* letGo(object, options) : pruned
}

/**
 * What this replication created is deleted; of other objects only its fields are released. Upstream means to delete also what
 * another replication created and no one else manages, but looks for a field manager with a prefix that none has.
 * [processor_func.go:Prune, handlePruneDeletion; pkg/api/meta/managers.go:HasExactlyCapsuleOwners]
 */
function* prune(
  item: ProcessedItem,
  object: KubeObject,
  type: ResourceType,
  options: ProcessorOptions,
): Reconcile<Outcome> {
  const { client } = options
  const fail = (failure: Failure): Outcome =>
    isNotFound(failure) ? 'gone' : { prefix: 'pruning failed for item: ', failure }
  const { namespace = '' } = object.metadata
  if (type.namespaced && !(yield* live(get(namespaces, undefined, namespace)))) return 'gone'
  const found = yield* client.get(object)
  if (!found.object) return fail(found.failure ?? { message: '' })
  if (item.status.created === true) {
    const failure = yield* client.remove(object)
    return failure ? fail(failure) : 'gone'
  }
  const released = yield* client.apply(object, options.fieldOwnerOf(item), false)
  return released.failure ? fail(released.failure) : 'kept'
}

/** [processor_func.go:disownProcessedItem; extended C5.2] */
function* letGo(object: KubeObject, { client, owner }: ProcessorOptions): Reconcile<Outcome> {
  const found = yield* client.get(object)
  if (found.failure)
    return isNotFound(found.failure) ? 'gone' : { prefix: 'disowning failed for item: ', failure: found.failure }
  const operations = found.object ? unmarkOperations(found.object, owner) : []
  if (operations.length === 0) return 'kept'
  const { failure } = yield* client.jsonPatch(object, operations as unknown as Json, metadataFieldOwner)
  return failure && !isNotFound(failure) ? { prefix: 'removing metdata failed for item: ', failure } : 'kept'
}
