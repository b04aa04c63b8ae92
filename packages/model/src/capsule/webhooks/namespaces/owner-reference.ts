import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import {
  type KubeObject,
  labelsOf,
  type OwnerReference,
  ownerReferencesOf,
  withMetadata,
} from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { nameLabels } from '../../tenant/namespace-metadata.ts'
import { ownsNamespace } from '../../tenant/owners.ts'
import { resolveNamespaceTenant, tenantLabelOf } from '../../tenant/resolve-tenant.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import {
  isReferenceForTenant,
  isTenantReference,
  referSameObject,
  tenantReference,
  tenantReferencesOf,
} from '../../tenant/tenant-references.ts'
import { deny, errored, panicked } from '../answer.ts'
import { type Caller, type Choice, chooseTenant, unassignable } from './choose-tenant.ts'
import { requestedTenant } from './requested-tenant.ts'

/** A Namespace on its way through a mutating handler, or the refusal that ends it. */
export type Step =
  | { readonly namespace: KubeObject; readonly refusal?: undefined }
  | { readonly refusal: WebhookAnswer }

/**
 * A new Namespace gets the labels of its name and Tenant and an ownerReference to the Tenant.
 * [mutation/assignment.go:ownerReferenceHandler.OnCreate; core N3.4, N3.6, N3.9]
 */
export function assignOnCreate(state: ClusterState, namespace: KubeObject, caller: Caller): Step {
  const choice = chooseTenant(state, namespace, caller)
  if (choice.refusal) return choice
  if (!choice.tenant) return caller.type === 'Admin' ? { namespace } : { refusal: unassignable }
  if (namespace.metadata.labels === undefined) return { refusal: panicked('assignment to entry in nil map') }
  return { namespace: assign(namespace, choice.tenant, ownerReferencesOf(namespace)) }
}

/**
 * A Namespace keeps or changes its Tenant: ownerReferences to others go, one to it is ensured, the name labels are set.
 * [OnUpdate; core N5.4]
 */
export function assignOnUpdate(
  state: ClusterState,
  namespace: KubeObject,
  oldNamespace: KubeObject,
  caller: Caller,
): Step {
  const choice =
    caller.type === 'Admin'
      ? denied(requestedTenant(state, namespace))
      : tenantForOwner(state, namespace, oldNamespace, caller)
  if (choice.refusal) return choice
  const tenant = choice.tenant
  if (!tenant) return { namespace }
  const kept = ownerReferencesOf(namespace).filter(
    (reference) => !isTenantReference(reference) || isReferenceForTenant(reference, tenant),
  )
  return { namespace: assign(namespace, tenant, kept) }
}

/** A reference of the Tenant's group, kind and name is left alone, whatever its uid. [assignToTenant; core N3.9] */
function assign(namespace: KubeObject, tenant: Tenant, references: readonly OwnerReference[]): KubeObject {
  const reference = tenantReference(tenant)
  const has = references.some((other) => referSameObject(other, reference))
  return withMetadata(namespace, {
    labels: { ...labelsOf(namespace), ...nameLabels(namespace, tenant) },
    ownerReferences: has ? references : [...references, reference],
  })
}

function denied(resolved: ReturnType<typeof requestedTenant>): Choice {
  return resolved.error === undefined ? { tenant: resolved.tenant } : { refusal: deny(resolved.error) }
}

/**
 * A Capsule user may only keep a Namespace in the Tenant that he owns: half a change is undone, a whole one refused.
 * [tenantForUpdate; core N5.3]
 */
function tenantForOwner(state: ClusterState, namespace: KubeObject, oldNamespace: KubeObject, caller: Caller): Choice {
  const old = resolveNamespaceTenant(state, oldNamespace)
  if (old.error !== undefined) return { refusal: errored(old.error) }
  if (!old.tenant) return { refusal: refuseJoin(state, namespace) }
  if (!stillReferences(namespace, old.tenant)) {
    const refusal = refuseLeave(state, namespace, old.tenant)
    if (refusal) return { refusal }
  }
  return ownsNamespace(oldNamespace, old.tenant, caller.info, caller.type)
    ? { tenant: old.tenant }
    : { refusal: deny('denied patch request for this namespace') }
}

function stillReferences(namespace: KubeObject, tenant: Tenant): boolean {
  return (
    tenantLabelOf(namespace) === tenant.metadata.name ||
    tenantReferencesOf(namespace).some((reference) => isReferenceForTenant(reference, tenant))
  )
}

function refuseJoin(state: ClusterState, namespace: KubeObject): WebhookAnswer {
  const requested = requestedTenant(state, namespace)
  if (requested.error !== undefined) return deny(requested.error)
  return deny(requested.tenant ? 'namespace can not be patched into a tenant' : 'namespace is not owned by any tenant')
}

function refuseLeave(state: ClusterState, namespace: KubeObject, old: Tenant): WebhookAnswer | undefined {
  const requested = requestedTenant(state, namespace)
  if (requested.error !== undefined) return deny(requested.error)
  if (!requested.tenant) return deny('namespace can not remove tenant ownership')
  const same =
    requested.tenant.metadata.name === old.metadata.name && requested.tenant.metadata.uid === old.metadata.uid
  return same ? undefined : deny('namespace can not be migrated between tenants')
}
