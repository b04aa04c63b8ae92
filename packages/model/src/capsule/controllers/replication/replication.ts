import type { Json, JsonObject } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { LabelSelector } from '../../tenant/tenant.ts'
import type { CapsuleCondition } from '../conditions.ts'
import { globalTenantResources, type Kind, tenantResources } from '../kinds.ts'
import type { ProcessedItems } from './processed-items.ts'

/** A reference to objects that are there: one by name, or those that a selector matches. [pkg/template/reference.go:ResourceReference] */
export interface ResourceReference {
  readonly apiVersion?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly selector?: LabelSelector
  readonly optional?: boolean
}

/** An entry of spec.resources. [api/v1beta2/tenantresource_types.go:ResourceSpec; extended C1.1] */
export interface ResourceSpec {
  readonly namespaceSelector?: LabelSelector
  readonly namespacedItems?: readonly ResourceReference[]
  readonly rawItems?: readonly JsonObject[]
  readonly generators?: readonly { readonly template?: string; readonly missingKey?: string }[]
  readonly additionalMetadata?: {
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly context?: { readonly resources?: readonly ResourceReference[] }
}

export interface ServiceAccountReference {
  readonly name: string
  readonly namespace?: string
}

export interface ReplicationSpec {
  readonly settings?: { readonly adopt?: boolean; readonly force?: boolean }
  readonly dependsOn?: readonly { readonly name: string }[]
  readonly resyncPeriod?: string
  readonly pruningOnDelete?: boolean
  readonly cordoned?: boolean
  readonly resources?: readonly ResourceSpec[]
  readonly serviceAccount?: ServiceAccountReference
  /** of a GlobalTenantResource */
  readonly scope?: 'Namespace' | 'Tenant' | 'None'
  /** of a GlobalTenantResource */
  readonly tenantSelector?: LabelSelector
}

export interface ReplicationStatus {
  readonly observedGeneration?: number
  readonly conditions?: readonly CapsuleCondition[]
  readonly processedItems?: ProcessedItems
  readonly size?: number
  readonly serviceAccount?: ServiceAccountReference
  /** of a GlobalTenantResource */
  readonly selectedTenants?: readonly string[]
}

/** A TenantResource or a GlobalTenantResource. */
export type Replication = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly spec?: ReplicationSpec
  readonly status?: ReplicationStatus
}

/** The typed view of a stored object. The schema of its definition answers for the types of the fields. */
export function asReplication(object: KubeObject): Replication {
  return object as unknown as Replication
}

/** The stored form. */
export function fromReplication(replication: Replication): KubeObject {
  return replication as unknown as KubeObject
}

export function statusAsJson(status: ReplicationStatus): Json {
  return status as unknown as Json
}

export function kindOf(replication: Replication): Kind {
  return isGlobal(replication) ? globalTenantResources : tenantResources
}

export function isGlobal({ kind }: Replication): boolean {
  return kind === globalTenantResources.kind
}

export function isCordoned({ spec }: Replication): boolean {
  return spec?.cordoned === true
}

export function isDeleted({ metadata }: Replication): boolean {
  return metadata.deletionTimestamp !== undefined
}

/** What is left to be said of the settings: everything made is taken back unless the spec says otherwise. [extended C1.1] */
export interface Settings {
  readonly prune: boolean
  readonly adopt: boolean
  readonly force: boolean
}

export function settingsOf({ spec }: Replication): Settings {
  const { adopt = false, force = false } = spec?.settings ?? {}
  return { prune: spec?.pruningOnDelete ?? true, adopt, force }
}
