import { type KubeObject, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { cordonedLabel } from '../../tenant/constants.ts'
import { mergedNamespaceMetadata } from '../../tenant/namespace-metadata.ts'
import { tenantByLabel } from '../../tenant/resolve-tenant.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { errored } from '../answer.ts'
import { type Caller, type Choice, chooseTenant } from './choose-tenant.ts'
import type { Step } from './owner-reference.ts'

/**
 * A new Namespace gets the metadata that its Tenant manages, and the cordoned label if the Tenant's condition says that
 * it is cordoned. [mutation/metadata.go:OnCreate; core N3.7]
 */
export function metadataOnCreate(state: ClusterState, namespace: KubeObject, caller: Caller): Step {
  const choice = chooseTenant(state, namespace, caller)
  if (choice.refusal) return choice
  if (!choice.tenant) return { namespace }
  return { namespace: withCordonedLabel(withManagedMetadata(namespace, choice.tenant), choice.tenant) }
}

/**
 * At an update the managed metadata is merged again: an administrator's Namespace by its new label, a Capsule user's by
 * what it was before. [mutation/metadata.go:OnUpdate; core N5.5]
 */
export function metadataOnUpdate(
  state: ClusterState,
  namespace: KubeObject,
  oldNamespace: KubeObject,
  caller: Caller,
): Step {
  const choice = caller.type === 'Admin' ? byNewLabel(state, namespace) : chooseTenant(state, oldNamespace, caller)
  if (choice.refusal) return choice
  return { namespace: choice.tenant ? withManagedMetadata(namespace, choice.tenant) : namespace }
}

function byNewLabel(state: ClusterState, namespace: KubeObject): Choice {
  const resolved = tenantByLabel(state, namespace)
  return resolved.error === undefined ? { tenant: resolved.tenant } : { refusal: errored(resolved.error) }
}

function withManagedMetadata(namespace: KubeObject, tenant: Tenant): KubeObject {
  return withMetadata(namespace, mergedNamespaceMetadata(namespace, tenant))
}

function withCordonedLabel(namespace: KubeObject, tenant: Tenant): KubeObject {
  const condition = tenant.status?.conditions?.find(({ type }) => type === 'Cordoned')
  const labels = labelsOf(namespace)
  if (condition?.status !== 'True' || Object.hasOwn(labels, cordonedLabel)) return namespace
  return withMetadata(namespace, { labels: { ...labels, [cordonedLabel]: 'true' } })
}
