import type { Json, JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

/** What a caller is to Capsule's admission. [core N1] */
export type UserType = 'Admin' | 'Capsule' | 'Unknown'

/** Who owns a Tenant, or administers Capsule. */
export type OwnerKind = 'User' | 'Group' | 'ServiceAccount'

export interface UserSpec {
  readonly kind: OwnerKind
  readonly name: string
}

export interface OwnerSpec extends UserSpec {
  readonly clusterRoles?: readonly string[]
}

/** An entry of status.owners: the roles are always written. */
export interface OwnerStatus extends UserSpec {
  readonly clusterRoles?: readonly string[]
}

/** An entry of status.promotions. */
export interface PromotionStatus extends UserSpec {
  readonly clusterRoles?: readonly string[]
  readonly targets?: readonly string[]
}

export interface LabelSelectorRequirement {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[]
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly LabelSelectorRequirement[]
}

export interface AdditionalMetadata {
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

export interface SelectedMetadata extends AdditionalMetadata {
  readonly namespaceSelector?: LabelSelector
}

export interface ForbiddenList {
  readonly denied?: readonly string[]
  readonly deniedRegex?: string
}

/** A list of allowed names; the regular expression is deprecated upstream and still in force. */
export interface AllowedList {
  readonly allowed?: readonly string[]
  readonly allowedRegex?: string
}

/** An allowed list that may also select class objects by label, and may name a default. */
export interface ClassPolicy extends AllowedList, LabelSelector {
  readonly default?: string
}

export interface NamespaceOptions {
  readonly quota?: number
  readonly additionalMetadata?: AdditionalMetadata
  readonly additionalMetadataList?: readonly SelectedMetadata[]
  readonly requiredMetadata?: AdditionalMetadata
  readonly forbiddenLabels?: ForbiddenList
  readonly forbiddenAnnotations?: ForbiddenList
  readonly managedMetadataOnly?: boolean
}

export interface Subject {
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  readonly apiGroup?: string
}

export interface AdditionalRoleBinding extends AdditionalMetadata {
  readonly clusterRoleName: string
  readonly subjects: readonly Subject[]
}

export interface PromotionRule {
  readonly clusterRoles?: readonly string[]
  readonly selector?: LabelSelector
}

export interface RuleQuota {
  readonly name: string
  readonly hard?: Readonly<Record<string, Json>>
  readonly scopes?: readonly string[]
  readonly scopeSelector?: JsonObject
}

export interface TenantRule {
  readonly namespaceSelector?: LabelSelector
  readonly audience?: readonly JsonObject[]
  readonly enforce?: JsonObject
  readonly quota?: readonly RuleQuota[]
  readonly permissions?: {
    readonly bindings?: readonly AdditionalRoleBinding[]
    readonly promotions?: readonly PromotionRule[]
  }
}

export interface IngressOptions {
  readonly allowedClasses?: ClassPolicy
  readonly hostnameCollisionScope?: string
  readonly allowedHostnames?: AllowedList
  readonly allowWildcardHostnames?: boolean
}

export interface ServiceOptions {
  readonly additionalMetadata?: AdditionalMetadata
  readonly allowedServices?: {
    readonly nodePort?: boolean
    readonly externalName?: boolean
    readonly loadBalancer?: boolean
  }
  readonly externalIPs?: { readonly allowed?: readonly string[] }
  readonly forbiddenLabels?: ForbiddenList
  readonly forbiddenAnnotations?: ForbiddenList
}

export interface TenantSpec {
  readonly owners?: readonly OwnerSpec[]
  readonly permissions?: { readonly matchOwners?: readonly LabelSelector[]; readonly allowOwnerPromotion?: boolean }
  readonly rules?: readonly TenantRule[]
  readonly data?: Json
  readonly namespaceOptions?: NamespaceOptions
  readonly nodeSelector?: Readonly<Record<string, string>>
  readonly cordoned?: boolean
  readonly preventDeletion?: boolean
  readonly forceTenantPrefix?: boolean
  readonly additionalRoleBindings?: readonly AdditionalRoleBinding[]
  readonly resourceQuotas?: { readonly scope?: string; readonly items?: readonly JsonObject[] }
  readonly limitRanges?: { readonly items?: readonly JsonObject[] }
  readonly networkPolicies?: { readonly items?: readonly JsonObject[] }
  readonly storageClasses?: ClassPolicy
  readonly priorityClasses?: ClassPolicy
  readonly runtimeClasses?: ClassPolicy
  readonly deviceClasses?: ClassPolicy
  readonly gatewayOptions?: { readonly allowedClasses?: ClassPolicy }
  readonly ingressOptions?: IngressOptions
  readonly serviceOptions?: ServiceOptions
  readonly podOptions?: { readonly additionalMetadata?: AdditionalMetadata }
  readonly containerRegistries?: AllowedList
  readonly imagePullPolicies?: readonly string[]
}

export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason: string
  readonly message: string
  readonly lastTransitionTime: string
}

/** An entry of status.spaces. */
export interface SpaceStatus {
  readonly name: string
  readonly uid?: string
  readonly conditions?: readonly Condition[]
  readonly metadata?: AdditionalMetadata
}

export interface TenantStatus {
  readonly observedGeneration?: number
  readonly state?: 'Active' | 'Cordoned' | 'Terminating'
  readonly size?: number
  readonly namespaces?: readonly string[]
  readonly spaces?: readonly SpaceStatus[]
  readonly owners?: readonly OwnerStatus[]
  readonly promotions?: readonly PromotionStatus[]
  readonly classes?: Readonly<Record<string, readonly string[]>>
  readonly conditions?: readonly Condition[]
}

/** A Tenant as it is stored, in version v1beta2. */
export type Tenant = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly spec?: TenantSpec
  readonly status?: TenantStatus
}

/** The typed view of a stored Tenant. The schema of its definition answers for the types of the fields. */
export function asTenant(object: KubeObject): Tenant {
  return object as unknown as Tenant
}

/** The stored form of a Tenant. */
export function fromTenant(tenant: Tenant): KubeObject {
  return tenant as unknown as KubeObject
}
