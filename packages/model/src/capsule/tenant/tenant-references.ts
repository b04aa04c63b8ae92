import { type KubeObject, type OwnerReference, ownerReferencesOf } from '../../object/kube-object.ts'
import { capsuleApiVersion, capsuleGroup } from './constants.ts'
import type { Tenant } from './tenant.ts'

/**
 * A Tenant ownerReference has kind Tenant and an apiVersion of Capsule's group, in any version; uid and flags do not
 * count. [pkg/tenant/owner_reference.go:IsTenantOwnerReference; core 0.7]
 */
export function isTenantReference(reference: OwnerReference): boolean {
  const parts = reference.apiVersion.split('/')
  return reference.kind === 'Tenant' && parts.length === 2 && parts[0] === capsuleGroup
}

/** The Tenant ownerReferences of an object, in its order. */
export function tenantReferencesOf(object: KubeObject): readonly OwnerReference[] {
  return ownerReferencesOf(object).filter(isTenantReference)
}

/** A Tenant ownerReference is for this Tenant if name and uid are equal. [IsTenantOwnerReferenceForTenant; core 0.7] */
export function isReferenceForTenant(reference: OwnerReference, tenant: Tenant): boolean {
  return (
    isTenantReference(reference) &&
    reference.name === tenant.metadata.name &&
    reference.uid === (tenant.metadata.uid ?? '')
  )
}

/**
 * To controller-runtime two owner references name the same object if group, kind and name are equal; uid and version do
 * not count. [controllerutil.go:referSameObject; core 0.9]
 */
export function referSameObject(a: OwnerReference, b: OwnerReference): boolean {
  return groupOf(a.apiVersion) === groupOf(b.apiVersion) && a.kind === b.kind && a.name === b.name
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

/** The ownerReference that Capsule gives a Namespace of the Tenant. [core R6.1] */
export function tenantReference(tenant: Tenant): OwnerReference {
  return {
    apiVersion: capsuleApiVersion,
    kind: 'Tenant',
    name: tenant.metadata.name,
    uid: tenant.metadata.uid ?? '',
  }
}

/** The ownerReference that Capsule gives the objects that it manages inside a Namespace. [core R6.1] */
export function tenantControllerReference(tenant: Tenant): OwnerReference {
  return { ...tenantReference(tenant), controller: true, blockOwnerDeletion: true }
}
