import type { JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'
import { capsuleConfigurationsKey, configurationName } from './constants.ts'
import type { ForbiddenList, UserSpec } from './tenant.ts'

export interface CapsuleConfigurationSpec {
  readonly users?: readonly UserSpec[]
  /** deprecated, merged into users */
  readonly userNames?: readonly string[]
  /** deprecated, merged into users */
  readonly userGroups?: readonly string[]
  readonly ignoreUserWithGroups?: readonly string[]
  readonly administrators?: readonly UserSpec[]
  readonly forceTenantPrefix?: boolean
  readonly protectedNamespaceRegex?: string
  readonly allowServiceAccountPromotion?: boolean
  readonly nodeMetadata?: { readonly forbiddenLabels?: ForbiddenList; readonly forbiddenAnnotations?: ForbiddenList }
  readonly rbac?: {
    readonly administrationClusterRoles?: readonly string[]
    readonly promotionClusterRoles?: readonly string[]
    readonly provisioner?: string
    readonly deleter?: string
  }
  readonly impersonation?: {
    readonly globalDefaultServiceAccount?: string
    readonly globalDefaultServiceAccountNamespace?: string
    readonly tenantDefaultServiceAccount?: string
  }
  readonly admission?: { readonly mutating?: JsonObject; readonly validating?: JsonObject }
}

/** The one CapsuleConfiguration that the operator reads. */
export type CapsuleConfiguration = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly spec?: CapsuleConfigurationSpec
  readonly status?: { readonly users?: readonly UserSpec[]; readonly tenants?: readonly string[] }
}

export function asConfiguration(object: KubeObject): CapsuleConfiguration {
  return object as unknown as CapsuleConfiguration
}

/** What holds while there is no CapsuleConfiguration. [pkg/runtime/configuration/client.go; core B2.2, W7] */
const defaultConfiguration: CapsuleConfiguration = {
  apiVersion: 'capsule.clastix.io/v1beta2',
  kind: 'CapsuleConfiguration',
  metadata: { name: configurationName },
  spec: { users: [{ kind: 'Group', name: 'projectcapsule.dev' }] },
}

/** The configuration in force. [core B2] */
export function configurationOf(state: ClusterState): CapsuleConfiguration {
  const found = findObject(state, capsuleConfigurationsKey, undefined, configurationName)
  return found ? asConfiguration(found) : defaultConfiguration
}

const rbacDefaults = {
  administrationClusterRoles: ['capsule-namespace-deleter'],
  promotionClusterRoles: ['capsule-namespace-provisioner', 'capsule-namespace-deleter'],
  provisioner: 'capsule-namespace-provisioner',
  deleter: 'capsule-namespace-deleter',
} as const

/** Names of the ClusterRoles that Capsule generates and hands out, defaults filled in. [core B1.1, B2.2] */
export function rbacOf(configuration: CapsuleConfiguration): Required<NonNullable<CapsuleConfigurationSpec['rbac']>> {
  return { ...rbacDefaults, ...configuration.spec?.rbac }
}
