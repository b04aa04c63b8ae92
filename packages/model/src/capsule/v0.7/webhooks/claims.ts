import type { WebhookAnswer, WebhookHandler } from '../../../apiserver/admission.ts'
import { resourceKey } from '../../../object/gvk.ts'
import { at, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject } from '../../../state/store.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, errored } from '../../webhooks/answer.ts'
import { refuseStorageClass } from '../../webhooks/claims/storage-class.ts'

/**
 * New claims ask first for an allowed class, then for a volume of their Tenant. In a labelled namespace that no status
 * lists, the Tenant's name is the empty text. [pkg/webhook/pvc; 0.7 O4, O5]
 */
export const validateClaim: WebhookHandler = ({ object, namespace, operation }, state) => {
  if (!object || operation !== 'CREATE') return allowed
  const tenant = tenantByStatusNamespace(state, namespace)
  return (
    (tenant && refuseStorageClass(state, object, tenant)) ??
    refuseVolume(state, object, tenant?.metadata.name ?? '') ??
    allowed
  )
}

function refuseVolume(state: ClusterState, claim: KubeObject, tenant: string): WebhookAnswer | undefined {
  if (at(claim, 'spec', 'selector') !== undefined)
    return errored('PersistentVolume selectors are not allowed since unable to prevent cross-tenant mount')
  const name = textAt(claim, 'spec', 'volumeName') ?? ''
  if (name === '') return undefined
  const volume = findObject(state, resourceKey('', 'persistentvolumes'), undefined, name)
  if (!volume) return errored('cannot create a PVC referring to a not yet existing PV')
  const labels = volume.metadata.labels
  if (!labels)
    return errored(`PersistentVolume ${name} is missing any label, please, ask the Cluster Administrator to label it`)
  if (labels[tenantLabel] === undefined)
    return errored(
      `PersistentVolume ${name} is missing the Capsule Tenant label, preventing a potential cross-tenant mount`,
    )
  if (labels[tenantLabel] === tenant) return undefined
  return errored(`PersistentVolume ${name} cannot be used by the following Tenant, preventing a cross-tenant mount`)
}
