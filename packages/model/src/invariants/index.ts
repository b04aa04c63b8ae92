import { aTenantTakesOnlyItsOwnNamespacesAlong, nothingIsDeletedBelowAnOrphaningOwner } from './deletion.ts'
import {
  noCollectableObjectRemains,
  noObjectOutlivesItsLastOwner,
  noObjectWithALivingOwnerIsCollected,
  noObjectWithAnOwnerInPlaceIsCollected,
} from './garbage-collection.ts'
import type { StateInvariant, StepInvariant } from './invariant.ts'
import {
  finalizersHold,
  foreignFinalizersHold,
  noObjectLiesInANamespaceThatIsGone,
  noTwoObjectsShareAUid,
  nothingThatTerminatesComesBack,
} from './lifecycle.ts'
import { labelReferenceAndStatusAgree, noNamespaceHasTwoTenants } from './ownership.ts'
import { everyRequestGrantedIsAllowed, everyWriteIsARequest } from './writes.ts'

/** Everything that is said of states. Where one is false in a real cluster its exceptions say so. */
export const stateInvariants: readonly StateInvariant[] = [
  noNamespaceHasTwoTenants,
  labelReferenceAndStatusAgree,
  noObjectOutlivesItsLastOwner,
  noCollectableObjectRemains,
  noTwoObjectsShareAUid,
  noObjectLiesInANamespaceThatIsGone,
]

/** Everything that is said of steps. */
export const stepInvariants: readonly StepInvariant[] = [
  noObjectWithALivingOwnerIsCollected,
  noObjectWithAnOwnerInPlaceIsCollected,
  nothingIsDeletedBelowAnOrphaningOwner,
  aTenantTakesOnlyItsOwnNamespacesAlong,
  finalizersHold,
  foreignFinalizersHold,
  nothingThatTerminatesComesBack,
  everyRequestGrantedIsAllowed,
  everyWriteIsARequest,
]

export type { Exception, StateInvariant, StepInvariant, Violation } from './invariant.ts'
export {
  aTenantTakesOnlyItsOwnNamespacesAlong,
  everyRequestGrantedIsAllowed,
  everyWriteIsARequest,
  finalizersHold,
  foreignFinalizersHold,
  labelReferenceAndStatusAgree,
  noCollectableObjectRemains,
  noNamespaceHasTwoTenants,
  noObjectLiesInANamespaceThatIsGone,
  noObjectOutlivesItsLastOwner,
  noObjectWithALivingOwnerIsCollected,
  noObjectWithAnOwnerInPlaceIsCollected,
  noTwoObjectsShareAUid,
  nothingIsDeletedBelowAnOrphaningOwner,
  nothingThatTerminatesComesBack,
}
