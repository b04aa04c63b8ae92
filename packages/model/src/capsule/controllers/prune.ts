import type { Reconcile } from '../../controllers/controller.ts'
import { labelsOf } from '../../object/kube-object.ts'
import { type Failure, isConflict, isNamespaceTerminating, isNotFound } from './failure.ts'
import type { Kind } from './kinds.ts'
import { compareTexts } from './owner-list.ts'
import { cached, list } from './reading.ts'
import { deleteCollection } from './writing.ts'

/**
 * Objects of a namespace that carry a type label with a value that is not wanted are deleted, whoever made them and
 * whichever Tenant they are of. [CT/utils.go:pruningResources; core R5.6]
 */
export function* prune(
  kind: Kind,
  namespace: string,
  typeLabel: string,
  wanted: readonly string[],
): Reconcile<Failure | undefined> {
  const objects = yield* cached(list(kind, namespace))
  if (!objects.some((object) => isUnwanted(labelsOf(object)[typeLabel], wanted))) return undefined
  const failure = yield* deleteCollection(kind, namespace, selectorOf(typeLabel, wanted))
  if (!failure || isNotFound(failure) || isNamespaceTerminating(failure)) return undefined
  return isConflict(failure) ? yield* deleteCollection(kind, namespace, selectorOf(typeLabel, wanted)) : failure
}

function isUnwanted(value: string | undefined, wanted: readonly string[]): boolean {
  return value !== undefined && !wanted.includes(value)
}

function selectorOf(typeLabel: string, wanted: readonly string[]): string {
  if (wanted.length === 0) return typeLabel
  return `${typeLabel},${typeLabel} notin (${wanted.toSorted(compareTexts).join(',')})`
}
