import { orphanFinalizer } from '../apiserver/lifecycle.ts'
import { tenantController } from '../capsule/controllers/tenant-controller.ts'
import { namespacesKey } from '../capsule/tenant/constants.ts'
import { tenantReferencesOf } from '../capsule/tenant/tenant-references.ts'
import { resourceKey } from '../object/gvk.ts'
import {
  finalizersOf,
  isTerminating,
  type KubeObject,
  type OwnerReference,
  ownerReferencesOf,
} from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { allObjects, findObject } from '../state/store.ts'
import type { Step } from '../step/cluster-model.ts'
import { nameOf, type StepInvariant } from './invariant.ts'

const orphaned = 'nothing-is-deleted-below-an-orphaning-owner'

/** [kubernetes.md 2.6.11] */
export const nothingIsDeletedBelowAnOrphaningOwner: StepInvariant = {
  name: orphaned,
  sentence: 'While an owner is deleted with its dependents orphaned, no controller deletes one of them.',
  when: 'always',
  exceptions: [
    {
      name: 'a-tenant-orphans-nothing',
      sentence:
        'A Tenant deleted with --cascade=orphan loses its namespaces all the same: Capsule itself deletes them.',
      source: 'capsule-core.md R8.7, S2',
    },
  ],
  violations: (before, step) =>
    deletedByControllers(before, step).flatMap((object) => {
      const owner = ownerReferencesOf(object).find((reference) => isOrphaning(before, reference))
      return owner
        ? [{ invariant: orphaned, object: nameOf(object), says: `was deleted, and ${owner.name} orphans it` }]
        : []
    }),
}

function isOrphaning(state: ClusterState, { uid }: OwnerReference): boolean {
  const owner = allObjects(state).find(({ metadata }) => metadata.uid === uid)
  return owner !== undefined && isTerminating(owner) && finalizersOf(owner).includes(orphanFinalizer)
}

const ownOnly = 'a-tenant-takes-only-its-own-namespaces-along'

/** [capsule-core.md R8.2] */
export const aTenantTakesOnlyItsOwnNamespacesAlong: StepInvariant = {
  name: ownOnly,
  sentence: 'A Tenant that is deleted takes along no namespace that belongs to another or to nobody.',
  when: 'always',
  exceptions: [
    {
      name: 'a-namespace-that-moved-is-taken-along',
      sentence: 'Capsule deletes what carries the names in the status of the Tenant, whosever it has become since.',
      source: 'capsule-core.md R8.2, S1',
    },
  ],
  violations: (before, step) =>
    deletedByControllers(before, step)
      .filter((object) => isOfTenantController(step) && object.kind === 'Namespace' && !belongsTo(object, step))
      .map((object) => ({ invariant: ownOnly, object: nameOf(object), says: 'was deleted with a Tenant not its own' })),
}

function isOfTenantController({ action }: Step): boolean {
  return action.type === 'work' && action.controller === tenantController.name
}

function belongsTo(namespace: KubeObject, { action }: Step): boolean {
  return tenantReferencesOf(namespace).some(({ name }) => action.type === 'work' && action.key === name)
}

/** What controllers deleted in a step, each as it was before. */
function deletedByControllers(before: ClusterState, { action, exchanges }: Step): readonly KubeObject[] {
  if (action.type !== 'work') return []
  return exchanges
    .filter(({ request, response }) => request.verb === 'delete' && response.code < 400)
    .map(({ request }) => {
      const place = resourceKey(request.group, request.resource)
      return findObject(before, place, place === namespacesKey ? undefined : request.namespace, request.name ?? '')
    })
    .filter((object) => object !== undefined)
}
