import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { labelsOf, withMetadata } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { newTenantLabel, objectManagedByLabel } from '../../tenant/constants.ts'
import { tenantNameOfNamespace } from '../../tenant/resolve-tenant.ts'
import { allowed, mutated } from '../answer.ts'

/**
 * What is created or changed in a Tenant's namespace carries the Tenant's name in two labels, whoever does it. The name
 * is that of the Namespace's first Tenant ownerReference. [internal/webhook/generic/metadata.go; core M4.1]
 */
export function mutateGenericMetadata(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, namespace, operation } = request
  if (!object || namespace === '' || operation === 'DELETE') return allowed
  const tenant = tenantNameOfNamespace(state, namespace)
  if (tenant === undefined || tenant === '') return allowed
  const labels = labelsOf(object)
  if (labels[objectManagedByLabel] === tenant && labels[newTenantLabel] === tenant) return allowed
  const desired = { ...labels, [objectManagedByLabel]: tenant, [newTenantLabel]: tenant }
  return mutated(request, withMetadata(object, { labels: desired }))
}
