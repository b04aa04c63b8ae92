import { type Json, type JsonObject, listAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

/** A condition of a terminating namespace before it has a time. */
export interface NamespaceCondition {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

/** What one round of content deletion came to. */
export interface ContentResult {
  /** what refused to be deleted, as messages */
  readonly errors: readonly string[]
  /** how many objects are left, by `plural.group` */
  readonly remaining: ReadonlyMap<string, number>
  /** on how many objects each finalizer is still found */
  readonly finalizers: ReadonlyMap<string, number>
}

/** The five conditions when nothing is in the way, in the order in which they are written. [deletion/status_condition_utils.go okReasons, okMessages] */
const successful: readonly NamespaceCondition[] = [
  ok('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
  ok('NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
  ok(
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ),
  ok('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'),
  ok('NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'),
]

function ok(type: string, reason: string, message: string): NamespaceCondition {
  return { type, status: 'False', reason, message }
}

/**
 * Each of the five conditions says what is in the way, or that nothing is.
 * [deletion/status_condition_utils.go; kubernetes.md 3.4]
 */
export function conditionsFor(result: ContentResult): readonly NamespaceCondition[] {
  const found = [contentFailure(result.errors), contentRemaining(result), finalizersRemaining(result)]
  return successful.map((condition) => found.find((one) => one?.type === condition.type) ?? condition)
}

function contentFailure(errors: readonly string[]): NamespaceCondition | undefined {
  if (errors.length === 0) return undefined
  const message = `Failed to delete all resource types, ${errors.length} remaining: ${errors.toSorted().join(', ')}`
  return { type: 'NamespaceDeletionContentFailure', status: 'True', reason: 'ContentDeletionFailed', message }
}

function contentRemaining({ remaining }: ContentResult): NamespaceCondition | undefined {
  if (remaining.size === 0) return undefined
  const counts = [...remaining].map(([resource, count]) => `${resource} has ${count} resource instances`)
  const message = `Some resources are remaining: ${counts.sort().join(', ')}`
  return { type: 'NamespaceContentRemaining', status: 'True', reason: 'SomeResourcesRemain', message }
}

function finalizersRemaining({ finalizers }: ContentResult): NamespaceCondition | undefined {
  if (finalizers.size === 0) return undefined
  const counts = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`)
  const message = `Some content in the namespace has finalizers remaining: ${counts.sort().join(', ')}`
  return { type: 'NamespaceFinalizersRemaining', status: 'True', reason: 'SomeFinalizersRemain', message }
}

/**
 * The namespace with these conditions; the same object where nothing changes. The time moves only where the status does.
 * [deletion/status_condition_utils.go updateConditions; kubernetes.md 3.4.1]
 */
export function withConditions(
  namespace: KubeObject,
  conditions: readonly NamespaceCondition[],
  time: string,
): KubeObject {
  const present = listAt(namespace, 'status', 'conditions')
  if (conditions.every((condition) => present.some((old) => isSame(old, condition)))) return namespace
  const kept = present.map((old) => {
    const next = conditions.find((condition) => condition.type === textAt(old, 'type'))
    return next ? merged(old, next, time) : old
  })
  const added = conditions
    .filter((condition) => !present.some((old) => textAt(old, 'type') === condition.type))
    .map((condition) => ({ ...condition, lastTransitionTime: time }))
  return { ...namespace, status: { ...(namespace.status as JsonObject), conditions: [...kept, ...added] } }
}

function isSame(old: Json, condition: NamespaceCondition): boolean {
  return (
    textAt(old, 'type') === condition.type &&
    textAt(old, 'status') === condition.status &&
    textAt(old, 'reason') === condition.reason &&
    textAt(old, 'message') === condition.message
  )
}

function merged(old: Json, condition: NamespaceCondition, time: string): JsonObject {
  const moved = textAt(old, 'status') !== condition.status
  return { ...condition, lastTransitionTime: moved ? time : (textAt(old, 'lastTransitionTime') ?? time) }
}
