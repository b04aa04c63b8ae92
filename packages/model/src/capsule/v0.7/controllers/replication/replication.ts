import type { JsonObject } from '../../../../object/json.ts'
import type { KubeObject } from '../../../../object/kube-object.ts'
import type { AdditionalMetadata, LabelSelector } from '../../../tenant/tenant.ts'

/** Objects of a kind in a namespace that are copied. */
export interface NamespacedItem {
  readonly kind: string
  readonly apiVersion?: string
  readonly namespace: string
  readonly selector?: LabelSelector
}

export interface Section {
  readonly namespaceSelector?: LabelSelector
  readonly namespacedItems?: readonly NamespacedItem[]
  readonly rawItems?: readonly JsonObject[]
  readonly additionalMetadata?: AdditionalMetadata
}

/** A replicated object as a status lists it. */
export interface ProcessedItem {
  readonly kind: string
  readonly apiVersion?: string
  readonly namespace: string
  readonly name: string
}

/** A TenantResource, or a GlobalTenantResource, which selects Tenants. [api/v1beta2/tenantresource_*.go; 0.7 P1] */
export type Replication = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly spec?: {
    readonly resyncPeriod?: string
    readonly pruningOnDelete?: boolean
    readonly resources?: readonly Section[]
    readonly tenantSelector?: LabelSelector
  }
  readonly status?: { readonly processedItems?: readonly ProcessedItem[]; readonly selectedTenants?: readonly string[] }
}

export function asReplication(object: KubeObject): Replication {
  return object as unknown as Replication
}

/** How upstream writes an item as a text, which it sorts and compares items by. [ObjectReferenceStatus.String] */
export function itemText({ kind, apiVersion = '', namespace, name }: ProcessedItem): string {
  return `Kind=${kind},APIVersion=${apiVersion},Namespace=${namespace},Name=${name}`
}
