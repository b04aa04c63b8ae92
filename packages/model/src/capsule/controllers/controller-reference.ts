import { type KubeObject, type OwnerReference, ownerReferencesOf, withMetadata } from '../../object/kube-object.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { referSameObject, tenantControllerReference } from '../tenant/tenant-references.ts'
import type { Failure } from './failure.ts'

/**
 * The object with the Tenant as its controller. One that is controlled by a Tenant of another name is left alone; of
 * the same name and another uid, the reference is overwritten. [controllerutil.go:SetControllerReference; core R6]
 */
export function withController(object: KubeObject, tenant: Tenant): KubeObject | { readonly failure: Failure } {
  return withControllerReference(object, tenantControllerReference(tenant))
}

/** The same with any controller. */
export function withControllerReference(
  object: KubeObject,
  reference: OwnerReference,
): KubeObject | { readonly failure: Failure } {
  const existing = ownerReferencesOf(object).find((owner) => owner.controller === true)
  if (existing && !referSameObject(existing, reference)) return { failure: alreadyOwned(object, existing) }
  return withOwner(object, reference)
}

/** The object with the owner reference in place of the one to the same owner, or added. */
export function withOwner(object: KubeObject, reference: OwnerReference): KubeObject {
  const owners = ownerReferencesOf(object)
  const index = owners.findIndex((owner) => referSameObject(owner, reference))
  return withMetadata(object, {
    ownerReferences: index < 0 ? [...owners, reference] : owners.with(index, reference),
  })
}

function alreadyOwned(object: KubeObject, owner: OwnerReference): Failure {
  const { namespace = '', name } = object.metadata
  return { message: `Object ${namespace}/${name} is already owned by another ${owner.kind} controller ${owner.name}` }
}

/** The reference to the controller of an object. [metav1.GetControllerOf] */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return ownerReferencesOf(object).find((owner) => owner.controller === true)
}
