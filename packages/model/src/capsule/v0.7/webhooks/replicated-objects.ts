import type { AdmissionRequest, WebhookHandler } from '../../../apiserver/admission.ts'
import { listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { listObjects } from '../../../state/store.ts'
import { globalTenantResourcesKey, tenantResourcesKey } from '../../tenant/constants.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, deny } from '../../webhooks/answer.ts'

/**
 * Objects in a Tenant's namespaces that a replication lists in its status are neither changed nor deleted. They are looked
 * for by the version alone, so that only those of the core group are found. [pkg/webhook/tenantresource/objects.go; 0.7 O8]
 */
export const validateReplicatedObject: WebhookHandler = (request, state) => {
  if (request.operation === 'CREATE' || !tenantByStatusNamespace(state, request.namespace)) return allowed
  const replications = [tenantResourcesKey, globalTenantResourcesKey].flatMap((key) => listObjects(state, key))
  return replications.some((replication) => hasProcessed(replication, request))
    ? deny(`resource ${request.name} is managed at the Tenant level`)
    : allowed
}

function hasProcessed(replication: KubeObject, { type, namespace, name }: AdmissionRequest): boolean {
  return listAt(replication, 'status', 'processedItems').some(
    (item) =>
      textAt(item, 'kind') === type.kind &&
      (textAt(item, 'apiVersion') ?? '') === type.version &&
      (textAt(item, 'namespace') ?? '') === namespace &&
      textAt(item, 'name') === name,
  )
}
