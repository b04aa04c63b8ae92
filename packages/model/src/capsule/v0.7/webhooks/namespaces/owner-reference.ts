import type { AdmissionRequest, WebhookAnswer } from '../../../../apiserver/admission.ts'
import { type KubeObject, labelsOf, ownerReferencesOf, withMetadata } from '../../../../object/kube-object.ts'
import type { UserInfo } from '../../../../request/request.ts'
import type { ClusterState } from '../../../../state/cluster-state.ts'
import { withOwner } from '../../../controllers/controller-reference.ts'
import { configurationOf } from '../../../tenant/configuration.ts'
import { tenantLabel } from '../../../tenant/constants.ts'
import type { Tenant } from '../../../tenant/tenant.ts'
import { tenantsByStatusNamespace } from '../../../tenant/tenant-lists.ts'
import { isTenantReference, tenantReference, tenantReferencesOf } from '../../../tenant/tenant-references.ts'
import { allowed, deny, errored, mutated } from '../../../webhooks/answer.ts'
import { unassignable } from '../../../webhooks/namespaces/choose-tenant.ts'
import { cachedTenant } from '../../tenant/cached-tenant.ts'
import { isTenantOwner, tenantsOwnedBy } from '../../tenant/owners.ts'

/** Ties new Namespaces of Capsule users to a Tenant, and keeps them from untying. [pkg/webhook/ownerreference/patching.go; 0.7 N2, N4] */
export function mutateOwnerReferences(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, oldObject, operation, user } = request
  if (operation === 'CREATE' && object) return assign(request, object, chooseTenant(state, object, user))
  if (operation === 'UPDATE' && object && oldObject) return keep(request, state, object, oldObject)
  return allowed
}

type Choice = { readonly tenant: Tenant } | { readonly refusal: WebhookAnswer }

/** The Tenant that the label names, or else the only one that the caller owns. [setOwnerRef; 0.7 N2.1, N2.2] */
function chooseTenant(state: ClusterState, namespace: KubeObject, caller: UserInfo): Choice {
  const label = labelsOf(namespace)[tenantLabel]
  if (label !== undefined) return chooseLabelled(state, namespace, label, caller)
  const tenants = tenantsOwnedBy(state, caller)
  const [first] = tenants
  if (!first) return { refusal: deny(noTenant) }
  if (tenants.length === 1) return withPrefix(namespace, first)
  if (configurationOf(state).spec?.forceTenantPrefix !== true) return { refusal: unassignable }
  const tenant = tenants.find((candidate) => namespace.metadata.name.startsWith(`${candidate.metadata.name}-`))
  return tenant ? { tenant } : { refusal: deny(noTenantOfPrefix) }
}

const noTenant = 'You do not have any Tenant assigned: please, reach out to the system administrators'
const noTenantOfPrefix = "The Namespace prefix used doesn't match any available Tenant"

function chooseLabelled(state: ClusterState, namespace: KubeObject, label: string, caller: UserInfo): Choice {
  const { tenant, error } = cachedTenant(state, label)
  if (!tenant) return { refusal: errored(error, 400) }
  return isTenantOwner(tenant, caller)
    ? withPrefix(namespace, tenant)
    : { refusal: deny('Cannot assign the desired namespace to a non-owned Tenant') }
}

/** Here only the Tenant's own setting counts. [validateNamespacePrefix; 0.7 N2.4] */
function withPrefix(namespace: KubeObject, tenant: Tenant): Choice {
  const prefix = `${tenant.metadata.name}-`
  if (tenant.spec?.forceTenantPrefix !== true || namespace.metadata.name.startsWith(prefix)) return { tenant }
  return {
    refusal: deny(`The Namespace name must start with '${prefix}' when ForceTenantPrefix is enabled in the Tenant.`),
  }
}

/** The reference is set whatever uid it had; neither label nor annotation is. [patchResponseForOwnerRef; 0.7 N2.3] */
function assign(request: AdmissionRequest, namespace: KubeObject, choice: Choice): WebhookAnswer {
  if ('refusal' in choice) return choice.refusal
  return mutated(request, withOwner(namespace, tenantReference(choice.tenant)))
}

/**
 * A Capsule user changes Namespaces that a Tenant of his lists and that refer to it by uid, and what he does to
 * references to Tenants is undone. [OnUpdate; 0.7 N4.1, N4.2]
 */
function keep(request: AdmissionRequest, state: ClusterState, object: KubeObject, old: KubeObject): WebhookAnswer {
  const references = tenantReferencesOf(old)
  const isOwned = tenantsByStatusNamespace(state, old.metadata.name).some(
    (tenant) =>
      isTenantOwner(tenant, request.user) && references.some((reference) => reference.uid === tenant.metadata.uid),
  )
  if (!isOwned) return deny('Denied patch request for this namespace')
  const others = ownerReferencesOf(object).filter((reference) => !isTenantReference(reference))
  return mutated(request, withMetadata(object, { ownerReferences: [...references, ...others] }))
}
