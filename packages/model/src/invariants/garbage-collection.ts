import { controllerName } from '../controllers/garbage-collector/memory.ts'
import { resourceKey } from '../object/gvk.ts'
import { isTerminating, type KubeObject, ownerReferencesOf } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { allObjects, findObject } from '../state/store.ts'
import type { Step } from '../step/cluster-model.ts'
import { nameOf, type StateInvariant, type StepInvariant, type Violation } from './invariant.ts'
import { ownerVerdict } from './owner-verdict.ts'

const outlives = 'no-object-outlives-its-last-owner'

/** Holds where references name their owners truly. What terminates has been told to go. [kubernetes.md 2.6.8] */
export const noObjectOutlivesItsLastOwner: StateInvariant = {
  name: outlives,
  sentence: 'No object outlives the last of its owners.',
  when: 'eventually',
  exceptions: [
    {
      name: 'an-owner-of-a-kind-that-nobody-serves',
      sentence:
        'A reference by a version or kind that nobody serves keeps an object for ever: the collector cannot decide.',
      source: 'kubernetes.md 2.5.3, 2.7.4, S6',
    },
    {
      name: 'a-cluster-scoped-object-owned-by-a-namespaced-one',
      sentence: 'A cluster-scoped object that names an owner with a namespace is never collected.',
      source: 'kubernetes.md 2.7.6, S8',
    },
    {
      name: 'an-owner-replaced-while-the-collector-was-blind',
      sentence:
        'An owner that was replaced before the collector listed its kind again seems to live until the controller manager restarts.',
      source: 'kubernetes.md 2.8.7, S4, S5',
    },
  ],
  violations: (state) => {
    const uids = new Set(allObjects(state).map(({ metadata }) => metadata.uid))
    return dependentsWhere(state, outlives, (object) => ownerReferencesOf(object).every(({ uid }) => !uids.has(uid)))
  },
}

const remains = 'no-collectable-object-remains'

/**
 * The same as the collector judges it: all references lead to places where another object is or none. It holds for any
 * references, true or not. [kubernetes.md 2.6.4, 2.6.8]
 */
export const noCollectableObjectRemains: StateInvariant = {
  name: remains,
  sentence: 'No object remains of whose owners none is where its reference says.',
  when: 'eventually',
  exceptions: [
    {
      name: 'the-collector-is-refused',
      sentence:
        "A namespace with the label of a tenant and another owner's reference: Capsule refuses the collector for ever.",
      source: 'capsule-core.md N6.1, S20',
    },
  ],
  violations: (state) =>
    dependentsWhere(state, remains, (object) =>
      ownerReferencesOf(object).every((reference) => ownerVerdict(state, object, reference) === 'absent'),
    ),
}

function dependentsWhere(
  state: ClusterState,
  invariant: string,
  isLeft: (object: KubeObject) => boolean,
): readonly Violation[] {
  return allObjects(state)
    .filter((object) => !isTerminating(object) && ownerReferencesOf(object).length > 0 && isLeft(object))
    .map((object) => ({ invariant, object: nameOf(object), says: 'is there, and none of its owners is' }))
}

const collected = 'no-object-with-a-living-owner-is-collected'

/** Holds where references name their owners truly. An owner that waits for its dependents does not count. [kubernetes.md 2.6.6] */
export const noObjectWithALivingOwnerIsCollected: StepInvariant = {
  name: collected,
  sentence: 'The garbage collector deletes no object that has a living owner.',
  when: 'always',
  exceptions: [
    {
      name: 'an-owner-by-a-wrong-name',
      sentence:
        'A reference with the right uid and a wrong name or kind gets its object deleted, while the owner lives.',
      source: 'kubernetes.md 2.7.2, S7',
    },
    {
      name: 'an-owner-in-another-namespace',
      sentence: 'An owner in another namespace is looked for in the own one, not found, and the object deleted.',
      source: 'kubernetes.md 2.7.5',
    },
  ],
  violations: (before, step) =>
    deletedByCollector(before, step).flatMap((object) => {
      const living = ownerReferencesOf(object).find(({ uid }) =>
        allObjects(before).some((owner) => owner.metadata.uid === uid && !isTerminating(owner)),
      )
      return living
        ? [{ invariant: collected, object: nameOf(object), says: `is owned by ${living.name}, which lives` }]
        : []
    }),
}

const inPlace = 'no-object-with-an-owner-in-place-is-collected'

/** The same as the collector judges it. An owner that terminates is in place, unless it waits for its dependents. [kubernetes.md 2.6.4, 2.7.9] */
export const noObjectWithAnOwnerInPlaceIsCollected: StepInvariant = {
  name: inPlace,
  sentence: 'The garbage collector deletes no object of whose owners one is where its reference says.',
  when: 'always',
  exceptions: [
    {
      name: 'an-owner-that-came-back-under-its-old-uid',
      sentence: 'An owner once found absent stays absent to the collector, even where it comes back under its old uid.',
      source: 'kubernetes.md 2.1.5, S2',
    },
  ],
  violations: (before, step) =>
    deletedByCollector(before, step).flatMap((object) => {
      const living = ownerReferencesOf(object).find((owner) => ownerVerdict(before, object, owner) === 'living')
      return living
        ? [{ invariant: inPlace, object: nameOf(object), says: `is owned by ${living.name}, which lives` }]
        : []
    }),
}

/** What the collector deleted in a step, as it was before. */
function deletedByCollector(before: ClusterState, { action, exchanges }: Step): readonly KubeObject[] {
  if (action.type !== 'work' || action.controller !== controllerName) return []
  return exchanges
    .filter(({ request, response }) => request.verb === 'delete' && response.code < 400)
    .map(({ request }) => {
      const place = resourceKey(request.group, request.resource)
      return findObject(before, place, request.namespace, request.name ?? '')
    })
    .filter((object) => object !== undefined)
}
