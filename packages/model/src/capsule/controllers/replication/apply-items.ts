import type { Reconcile } from '../../../controllers/controller.ts'
import { formatApiVersion } from '../../../object/gvk.ts'
import { type Json, listAt, textAt } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import type { ResourceType } from '../../../object/resource-type.ts'
import { type Failure, isNotFound, prefixed } from '../failure.ts'
import { namespaces } from '../kinds.ts'
import { get, live } from '../reading.ts'
import { retryOnConflict } from '../writing.ts'
import type { Accumulator, Wanted } from './accumulator.ts'
import { metadataFieldOwner } from './field-owner.ts'
import { mappingOf } from './impersonated-client.ts'
import { markFor } from './managed-metadata.ts'
import { inMapOrder } from './map-order.ts'
import type { ProcessorOptions } from './options.ts'
import {
  findItem,
  type ItemCondition,
  type ProcessedItems,
  type ResourceId,
  withItem,
  withoutItem,
} from './processed-items.ts'

/** Items as they are after a part of a run, and how many of them failed. */
export interface Processed {
  readonly items: ProcessedItems
  readonly failures: number
}

/** Everything wanted is applied; an item that fails does not keep the others. [processor_func.go:applyAccumulatedItems; extended C5.5] */
export function* applyItems(
  items: ProcessedItems,
  accumulator: Accumulator,
  options: ProcessorOptions,
): Reconcile<Processed> {
  let processed: Processed = { items, failures: 0 }
  for (const wanted of yield* inMapOrder(accumulator, items)) {
    const applied = yield* applyWanted(processed.items, wanted, options)
    processed = { items: applied.items, failures: processed.failures + applied.failures }
  }
  return processed
}

function* applyWanted(items: ProcessedItems, wanted: Wanted, options: ProcessorOptions): Reconcile<Processed> {
  const { group = '', version = '', kind = '' } = wanted.id
  const mapping = yield* mappingOf({ apiVersion: formatApiVersion(group, version), kind })
  if (mapping.failure) {
    const message = `resolving resource scope failed: ${mapping.failure.message}`
    return {
      items: withItem(items, { ...wanted.id, status: { status: 'False', message, type: 'Ready' } }),
      failures: 1,
    }
  }
  let processed: Processed = { items, failures: 0 }
  for (const object of wanted.objects) {
    const after = yield* applyOne(processed.items, wanted.id, object, mapping.type, options)
    processed = { items: after.items, failures: Math.max(processed.failures, after.failures) }
  }
  return processed
}

/** What goes into a namespace that is terminating, or not there, is skipped and forgotten. [isNamespaceTerminatingForObject; extended C5.8] */
function* applyOne(
  items: ProcessedItems,
  id: ResourceId,
  object: KubeObject,
  type: ResourceType,
  options: ProcessorOptions,
): Reconcile<Processed> {
  if (yield* goesIntoTerminating(object, type)) return { items: withoutItem(items, id), failures: 0 }
  const { lastApply, created, failure } = yield* applyObject(items, id, object, options)
  const status: ItemCondition = {
    status: failure ? 'False' : 'True',
    ...(failure ? { message: `apply failed for item ${id.origin ?? ''}: ${failure.message}` } : {}),
    type: 'Ready',
    ...(lastApply === undefined ? {} : { lastApply }),
    ...(created ? { created } : {}),
    ...(type.namespaced ? {} : { clusterScoped: true }),
  }
  return { items: withItem(items, { ...id, status }), failures: failure ? 1 : 0 }
}

function* goesIntoTerminating({ metadata }: KubeObject, type: ResourceType): Reconcile<boolean> {
  if (type.group === '' && type.kind === namespaces.kind) {
    const namespace = yield* live(get(namespaces, undefined, metadata.name))
    return namespace !== undefined && isEnding(namespace)
  }
  if (!type.namespaced || !metadata.namespace) return false
  const namespace = yield* live(get(namespaces, undefined, metadata.namespace))
  return namespace === undefined || isEnding(namespace)
}

function isEnding(namespace: KubeObject): boolean {
  return isTerminating(namespace) || textAt(namespace, 'status', 'phase') === 'Terminating'
}

interface Applied {
  readonly lastApply?: string | undefined
  readonly created: boolean
  readonly failure?: Failure
}

/** Applied as the item's own field manager, then marked by a second write. [processor_func.go:Apply; extended C5.5] */
function* applyObject(
  items: ProcessedItems,
  id: ResourceId,
  object: KubeObject,
  options: ProcessorOptions,
): Reconcile<Applied> {
  const { client, adopt, force, owner } = options
  const found = yield* client.get(object)
  if (found.failure && !isNotFound(found.failure))
    return unapplied('evaluating managed metadata: ', found.failure, false)
  const mark = markFor(object, found.object, findItem(items, id), { adopt, owner })
  const { created } = mark
  if (mark.failure) return unapplied('evaluating managed metadata: ', mark.failure, created)
  const fieldOwner = options.fieldOwnerOf(id)
  const applied = yield* retryOnConflict(() => client.apply(object, fieldOwner, force))
  if (applied.failure) return unapplied('applying object failed: ', applied.failure, created)
  const read = yield* client.get(object)
  if (!read.object) return unapplied('failed to get object after apply: ', read.failure, created)
  if (mark.operations.length === 0) return { created, lastApply: lastApplyOf(read.object, fieldOwner) }
  const marked = yield* client.jsonPatch(object, mark.operations as unknown as Json, metadataFieldOwner)
  if (!marked.object) return unapplied('', marked.failure, created)
  return { created, lastApply: lastApplyOf(marked.object, fieldOwner) }
}

function unapplied(prefix: string, failure: Failure | undefined, created: boolean): Applied {
  return { created, failure: prefixed(prefix, failure ?? { message: '' }) }
}

/** When the field manager applied last, as the object says. [pkg/runtime/client/apply.go:LastApplyTimeForManager] */
function lastApplyOf(object: KubeObject, fieldOwner: string): string | undefined {
  const times = listAt(object, 'metadata', 'managedFields').flatMap((entry) =>
    textAt(entry, 'manager') === fieldOwner && textAt(entry, 'operation') === 'Apply'
      ? [textAt(entry, 'time') ?? '']
      : [],
  )
  return times
    .filter((time) => time !== '')
    .toSorted()
    .at(-1)
}
