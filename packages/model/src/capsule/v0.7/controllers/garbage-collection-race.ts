import { choose, type Reconcile } from '../../../controllers/controller.ts'
import { finalizersOf, isTerminating, type KubeObject, ownerReferencesOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { cached } from '../../controllers/reading.ts'
import { fromTenant, type Tenant } from '../../tenant/tenant.ts'
import { findTenant } from '../../tenant/tenant-lists.ts'
import { isTenantReference } from '../../tenant/tenant-references.ts'
import { membersOf } from './members.ts'

/** What the controller keeps between passes that race the garbage collector. */
export interface PassMemory {
  /** Tenants whose pass gives way to the garbage collector */
  readonly waiting: readonly string[]
  /** passes that it overtakes, by the key of their rest: the Tenant as they read it */
  readonly late: Readonly<Record<string, Tenant>>
}

export const noMemory: PassMemory = { waiting: [], late: {} }

export const tenantControllerName = 'capsule/tenants'

/** Until the garbage collector is through with what it has begun. */
export const collectionMs = 100

export function lateKey(tenant: string): string {
  return `late/${tenant}`
}

export function* remember(memory: PassMemory): Reconcile<void> {
  yield { type: 'remember', memory }
}

/**
 * A Namespace that refers to a Tenant by a uid that is not its own is a member, and the garbage collector is about to
 * delete it. Which is first is chance; it is likely to be the collector. [0.7 9.4]
 */
export function* givesWay(name: string, memory: PassMemory): Reconcile<boolean> {
  const others = memory.waiting.filter((other) => other !== name)
  if (others.length < memory.waiting.length) {
    yield* remember({ ...memory, waiting: others })
    return false
  }
  if (!(yield* cached((state) => hasDoomedMember(state, name))) || (yield* choose(2)) === 1) return false
  yield* remember({ ...memory, waiting: [...others, name] })
  return true
}

function hasDoomedMember(state: ClusterState, name: string): boolean {
  return state.running['kube-controller-manager'] && membersOf(state, name).some((member) => isDoomed(state, member))
}

function isDoomed(state: ClusterState, namespace: KubeObject): boolean {
  return ownerReferencesOf(namespace).every(
    (owner) => isTenantReference(owner) && findTenant(state, owner.name)?.metadata.uid !== owner.uid,
  )
}

/**
 * The garbage collector may overtake a pass that has looked after the members, but not yet after what lies in them: it
 * deletes a member, or, when the Tenant is deleted with orphans, takes the references from all that lies there, which then
 * gets a controller that is gone. That, too, is chance. [0.7 X1.4, 9.4]
 */
export function* isOvertaken(tenant: Tenant): Reconcile<boolean> {
  const object = fromTenant(tenant)
  const isOrphaning = isTerminating(object) && finalizersOf(object).includes('orphan')
  const isRaced = isOrphaning
    ? (tenant.status?.namespaces ?? []).length > 0
    : yield* cached((state) => hasDoomedMember(state, tenant.metadata.name))
  return isRaced && (yield* choose(2)) === 1
}
