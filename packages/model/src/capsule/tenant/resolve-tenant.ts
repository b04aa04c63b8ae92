import { goQuote } from '../../object/go-format.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'
import { definitionsKey, namespacesKey, tenantLabel } from './constants.ts'
import type { Tenant } from './tenant.ts'
import { findTenant } from './tenant-lists.ts'
import { tenantReferencesOf } from './tenant-references.ts'

/** A Tenant, none, or the text of an error; `notFound` says that the API server answered so. */
export type Resolved =
  | { readonly tenant: Tenant | undefined; readonly error?: undefined; readonly notFound?: undefined }
  | { readonly tenant?: undefined; readonly error: string; readonly notFound: boolean }

const none: Resolved = { tenant: undefined }

function failed(error: string): Resolved {
  return { error, notFound: false }
}

export function tenantLabelOf(namespace: KubeObject): string {
  return labelsOf(namespace)[tenantLabel] ?? ''
}

/** A Namespace has a tenant reference if it has the label, not empty, or an ownerReference. [pkg/tenant/metdata.go:HasTenantReference] */
export function hasTenantReference(namespace: KubeObject): boolean {
  return tenantLabelOf(namespace) !== '' || tenantReferencesOf(namespace).length > 0
}

/** Label and ownerReference are both absent, or name one Tenant. [HasConsistentTenantReference; core N5.6] */
export function hasConsistentTenantReference(namespace: KubeObject): boolean {
  const label = tenantLabelOf(namespace)
  const references = tenantReferencesOf(namespace)
  return label === '' ? references.length === 0 : references.length === 1 && references[0]?.name === label
}

/**
 * Reads a Tenant by name. The text of the error tells whether the Tenant is missing, its definition, or the name.
 * [client-go rest request; core N3.2, C1.3]
 */
export function readTenant(state: ClusterState, name: string): Resolved {
  if (name === '') return failed('resource name may not be empty')
  const tenant = findTenant(state, name)
  if (tenant) return { tenant }
  return { error: servesTenants(state) ? missingTenant(name) : unservedTenant(name), notFound: true }
}

function missingTenant(name: string): string {
  return `tenants.capsule.clastix.io ${goQuote(name)} not found`
}

function unservedTenant(name: string): string {
  return `the server could not find the requested resource (get tenants.capsule.clastix.io ${name})`
}

function servesTenants(state: ClusterState): boolean {
  return findObject(state, definitionsKey, undefined, 'tenants.capsule.clastix.io') !== undefined
}

/** The Tenant that the label names, if the label is there, be it empty. [pkg/tenant/get_by.go:GetTenantByLabels] */
export function tenantByLabel(state: ClusterState, namespace: KubeObject): Resolved {
  const label = labelsOf(namespace)[tenantLabel]
  return label === undefined ? none : readTenant(state, label)
}

/**
 * The Tenant of a Namespace object needs the label and exactly one Tenant ownerReference of the same name; the uid in it
 * does not count. [pkg/tenant/namespaces.go:ResolveNamespaceTenant; core N2]
 */
export function resolveNamespaceTenant(state: ClusterState, namespace: KubeObject): Resolved {
  const label = tenantLabelOf(namespace)
  const references = tenantReferencesOf(namespace)
  const [reference] = references
  if (label === '' && !reference) return none
  if (references.length > 1) return failed('namespace can not have multiple Tenant ownerReferences')
  if (!reference) return failed(`namespace has tenant label ${goQuote(label)} but no Tenant ownerReference`)
  if (label === '') return failed(`namespace has Tenant ownerReference ${goQuote(reference.name)} but no tenant label`)
  const read = readTenant(state, reference.name)
  if (!read.tenant || read.tenant.metadata.name === label) return read
  return failed(mismatchedLabel(label, reference.name))
}

export function mismatchedLabel(label: string, reference: string): string {
  return `namespace label ${goQuote(label)} does not match owner reference ${goQuote(reference)}`
}

/** What Capsule says where a Namespace's ownerReference has another uid than the Tenant. [core C3.3] */
export function uidMismatch(name: string, referenceUid: string, tenantUid: string): string {
  return `tenant ownerReference UID mismatch for ${goQuote(name)}: namespace references UID ${goQuote(referenceUid)} but tenant has UID ${goQuote(tenantUid)}`
}

/**
 * The Tenant of what lies in a namespace: that of the Namespace's first Tenant ownerReference, which has to have its uid.
 * A missing Namespace or Tenant means none. [pkg/tenant/get_by.go:GetTenantByNamespace; extended A0.8a, core C3.3]
 */
export function tenantOfNamespace(state: ClusterState, name: string): Resolved {
  const namespace = findObject(state, namespacesKey, undefined, name)
  const reference = namespace && tenantReferencesOf(namespace)[0]
  const tenant = reference && findTenant(state, reference.name)
  if (!tenant) return none
  const uid = tenant.metadata.uid ?? ''
  return reference.uid !== '' && reference.uid !== uid
    ? failed(uidMismatch(reference.name, reference.uid, uid))
    : { tenant }
}

/** The name in a Namespace's first Tenant ownerReference; the Tenant need not exist. [GetTenantNameByNamespace; core M4.1] */
export function tenantNameOfNamespace(state: ClusterState, name: string): string | undefined {
  const namespace = findObject(state, namespacesKey, undefined, name)
  return namespace && tenantReferencesOf(namespace)[0]?.name
}
