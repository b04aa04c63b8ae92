import type { OwnerReference } from '../../../object/kube-object.ts'
import { fieldOwnerHash } from './field-owner.ts'
import type { ImpersonatedClient } from './impersonated-client.ts'
import type { ResourceId } from './processed-items.ts'
import { isGlobal, type Replication, type Settings, settingsOf } from './replication.ts'

/** How a run deals with objects. [pkg/api/processor/processor.go:ProcessorOptions] */
export interface ProcessorOptions extends Settings {
  readonly client: ImpersonatedClient
  /** The field manager that an item is applied as. */
  readonly fieldOwnerOf: (id: ResourceId) => string
  /** put on objects that a GlobalTenantResource creates; a TenantResource never owns */
  readonly owner?: OwnerReference
}

export function processorOptions(replication: Replication, client: ImpersonatedClient): ProcessorOptions {
  const { apiVersion, kind, metadata } = replication
  const hash = fieldOwnerHash(metadata.namespace, metadata.name)
  const fieldOwnerOf = ({ namespace = '', tenant = '', origin = '' }: ResourceId): string =>
    `${hash}/${namespace}/${tenant}/${origin}/`
  const options = { ...settingsOf(replication), client, fieldOwnerOf }
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' }
  return isGlobal(replication) ? { ...options, owner } : options
}
