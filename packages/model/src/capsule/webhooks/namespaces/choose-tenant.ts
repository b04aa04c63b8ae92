import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { UserInfo } from '../../../request/request.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { configurationOf } from '../../tenant/configuration.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { isTenantOwner } from '../../tenant/owners.ts'
import { tenantByLabel } from '../../tenant/resolve-tenant.ts'
import type { Tenant, UserType } from '../../tenant/tenant.ts'
import { tenantsOfUser } from '../../tenant/tenant-lists.ts'
import { deny, errored } from '../answer.ts'

export interface Caller {
  readonly info: UserInfo
  readonly type: UserType
}

export type Choice =
  | { readonly tenant: Tenant | undefined; readonly refusal?: undefined }
  | { readonly refusal: WebhookAnswer }

/**
 * The Tenant of a Namespace is the one that its label names, which the caller has to own; without the label it is one of
 * the caller's Tenants: the only one, or the one whose name is the longest prefix.
 * [internal/webhook/utils/tenant_get.go:GetNamespaceTenant; core N3.4]
 */
export function chooseTenant(state: ClusterState, namespace: KubeObject, caller: Caller): Choice {
  const labelled = tenantByLabel(state, namespace)
  if (labelled.error !== undefined) return { refusal: errored(labelled.error, 400) }
  if (labelled.tenant) return chooseLabelled(state, namespace, caller, labelled.tenant)
  const tenants = tenantsOfUser(state, caller.info)
  if (tenants.length === 0) return caller.type === 'Admin' ? { tenant: undefined } : { refusal: deny(noTenant) }
  const tenant = tenants.length === 1 ? tenants[0] : closestByPrefix(namespace.metadata.name, tenants)
  if (tenant) return withPrefix(state, namespace, tenant)
  return configurationOf(state).spec?.forceTenantPrefix === true
    ? { refusal: deny(noTenantOfPrefix) }
    : { tenant: undefined }
}

const noTenant = 'You do not have any Tenant assigned: please, reach out to the system administrators'
const noTenantOfPrefix = "The Namespace prefix used doesn't match any available Tenant"

/** What an owner of several Tenants hears where none of them is meant. [mutation/assignment.go:OnCreate; core N3.4b] */
export const unassignable: WebhookAnswer = deny(
  `Unable to assign namespace to tenant. Please use ${tenantLabel} label when creating a namespace`,
)

function chooseLabelled(state: ClusterState, namespace: KubeObject, caller: Caller, tenant: Tenant): Choice {
  if (!isTenantOwner(tenant, caller.info, caller.type))
    return { refusal: errored('can not assign the desired namespace to a non-owned Tenant', 400) }
  return withPrefix(state, namespace, tenant)
}

function closestByPrefix(namespace: string, tenants: readonly Tenant[]): Tenant | undefined {
  return tenants
    .filter((tenant) => namespace.startsWith(`${tenant.metadata.name}-`))
    .toSorted((a, b) => b.metadata.name.length - a.metadata.name.length)[0]
}

/** The prefix is forced by the Tenant, or where it is silent by the configuration; administrators are not exempt. [core N3.5] */
export function hasForcedPrefix(state: ClusterState, tenant: Tenant): boolean {
  return tenant.spec?.forceTenantPrefix ?? configurationOf(state).spec?.forceTenantPrefix ?? false
}

function withPrefix(state: ClusterState, namespace: KubeObject, tenant: Tenant): Choice {
  const prefix = `${tenant.metadata.name}-`
  if (!hasForcedPrefix(state, tenant) || namespace.metadata.name.startsWith(prefix)) return { tenant }
  return {
    refusal: deny(`The Namespace name must start with '${prefix}' when ForceTenantPrefix is enabled in the Tenant.`),
  }
}
