import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { mismatchedLabel, type Resolved, readTenant, tenantLabelOf, uidMismatch } from '../../tenant/resolve-tenant.ts'
import { tenantReferencesOf } from '../../tenant/tenant-references.ts'

/**
 * The Tenant that a Namespace asks for by label, ownerReference or both; they may not differ, and a uid in the reference
 * has to be the Tenant's. [mutation/assignment.go:requestedNamespaceTenant; core N5.2]
 */
export function requestedTenant(state: ClusterState, namespace: KubeObject): Resolved {
  const label = tenantLabelOf(namespace)
  const references = tenantReferencesOf(namespace)
  if (references.length > 1) return { error: 'namespace can not have multiple Tenant ownerReferences', notFound: false }
  const [reference] = references
  if (reference && label !== '' && label !== reference.name)
    return { error: mismatchedLabel(label, reference.name), notFound: false }
  const name = reference?.name ?? label
  if (name === '') return { tenant: undefined }
  const read = readTenant(state, name)
  const uid = read.tenant?.metadata.uid ?? ''
  if (read.tenant && reference && reference.uid !== '' && reference.uid !== uid)
    return { error: uidMismatch(name, reference.uid, uid), notFound: false }
  return read
}
