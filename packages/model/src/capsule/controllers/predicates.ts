import { equalJson, type Json } from '../../object/json.ts'
import { annotationsOf, finalizersOf, isTerminating, labelsOf, ownerReferencesOf } from '../../object/kube-object.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { sameObject } from './same-object.ts'

/** Filters of watch events; what is added or deleted passes all of them. [pkg/runtime/predicates] */
type Predicate = (event: WatchEvent) => boolean

function onUpdate(changed: (event: Required<WatchEvent>) => boolean): Predicate {
  return ({ type, resource, object, oldObject }) =>
    type !== 'modified' || oldObject === undefined || changed({ type, resource, object, oldObject })
}

function different(a: Json | undefined, b: Json | undefined): boolean {
  return !sameObject(a, b)
}

export const generationChanged: Predicate = onUpdate(
  ({ object, oldObject }) => object.metadata.generation !== oldObject.metadata.generation,
)

export const labelsChanged: Predicate = onUpdate(({ object, oldObject }) =>
  different(labelsOf(object), labelsOf(oldObject)),
)

/** [UpdatedMetadataPredicate] */
export const metadataChanged: Predicate = onUpdate(
  ({ object, oldObject }) =>
    different(labelsOf(object), labelsOf(oldObject)) || different(annotationsOf(object), annotationsOf(oldObject)),
)

/** [DeletionChangedPredicate] */
export const deletionChanged: Predicate = onUpdate(
  ({ object, oldObject }) => object.metadata.deletionTimestamp !== oldObject.metadata.deletionTimestamp,
)

/** Generation, labels, annotations or deletion changed. [ClassChanged] */
export function classChanged(event: WatchEvent): boolean {
  return generationChanged(event) || metadataChanged(event) || deletionChanged(event)
}

const metadataOrLifecycleChanged: Predicate = onUpdate(
  ({ object, oldObject }) =>
    different(labelsOf(object), labelsOf(oldObject)) ||
    different(annotationsOf(object), annotationsOf(oldObject)) ||
    !equalJson([...ownerReferencesOf(object)], [...ownerReferencesOf(oldObject)]) ||
    !equalJson(finalizersOf(object), finalizersOf(oldObject)) ||
    isTerminating(object) !== isTerminating(oldObject),
)

const desiredFieldsChanged: Predicate = onUpdate(({ object, oldObject }) =>
  ['spec', 'roleRef', 'subjects'].some((field) => different(object[field], oldObject[field])),
)

/** A managed object drifted; changes of its status do not count. [TenantManagedResourceChangedPredicate; core R1.2] */
export function managedObjectChanged(event: WatchEvent): boolean {
  return metadataOrLifecycleChanged(event) || desiredFieldsChanged(event)
}

/** [NamespaceTenantStateChangedPredicate; core R1.4] */
export const namespaceTenantStateChanged: Predicate = onUpdate(
  ({ object, oldObject }) =>
    different(labelsOf(object), labelsOf(oldObject)) ||
    different(annotationsOf(object), annotationsOf(oldObject)) ||
    !equalJson([...ownerReferencesOf(object)], [...ownerReferencesOf(oldObject)]) ||
    isTerminating(object) !== isTerminating(oldObject),
)

/** Fields below spec changed, or below status. */
export function fieldChanged(event: WatchEvent, section: 'spec' | 'status', field: string): boolean {
  const of = (object: WatchEvent['object'] | undefined): Json | undefined =>
    (object?.[section] as Readonly<Record<string, Json>> | undefined)?.[field]
  return event.type === 'modified' && different(of(event.object), of(event.oldObject))
}
