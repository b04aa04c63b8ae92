import type { Reconcile } from '../../controllers/controller.ts'
import type { JsonObject } from '../../object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import {
  managedByController,
  managedByLabel,
  newTenantLabel,
  roleBindingLabel,
  tenantLabel,
} from '../tenant/constants.ts'
import { isSelected } from '../tenant/namespace-selector.ts'
import type { AdditionalRoleBinding, Subject, Tenant, TenantRule, UserSpec } from '../tenant/tenant.ts'
import { withController } from './controller-reference.ts'
import { eachNamespace } from './each-namespace.ts'
import { type Failure, isNamespaceTerminating } from './failure.ts'
import { namespaces, roleBindings } from './kinds.ts'
import { collectLeftovers } from './leftovers.ts'
import { prune } from './prune.ts'
import { cached, get } from './reading.ts'
import { roleBindingHash } from './role-binding-hash.ts'
import { readyNamespaces } from './spaces.ts'
import { createOrUpdate, placeIn } from './writing.ts'

/**
 * In each namespace there is a RoleBinding for each owner and each of his ClusterRoles, for each additional binding of
 * the spec, and for what rules bind and promote there. [CT/rolebindings.go:syncRoleBindings; core R5.5]
 */
export function* syncRoleBindings(tenant: Tenant): Reconcile<Failure | undefined> {
  const leftovers = yield* collectLeftovers(roleBindings, tenant)
  if (leftovers) return leftovers
  return yield* eachNamespace(readyNamespaces(tenant), (namespace) => syncNamespace(tenant, namespace))
}

/** Bindings are made first and pruned last, so that nobody is without access meanwhile. */
function* syncNamespace(tenant: Tenant, namespace: string): Reconcile<Failure | undefined> {
  const bindings = yield* cached((state) => bindingsIn(state, tenant, namespace))
  for (const [hash, binding] of bindings) {
    const { failure } = yield* createOrUpdate(roleBindings, placeIn(namespace, `capsule:managed:${hash}`), (object) =>
      withController(asBound(object, tenant, hash, binding), tenant),
    )
    if (failure && !isNamespaceTerminating(failure))
      return { ...failure, message: `${failure.message} (role: ${binding.clusterRoleName})` }
  }
  return yield* prune(roleBindings, namespace, roleBindingLabel, [...bindings.keys()])
}

/** The bindings wanted in a namespace by hash; of two with one hash the later counts. */
function bindingsIn(
  state: ClusterState,
  tenant: Tenant,
  namespace: string,
): ReadonlyMap<string, AdditionalRoleBinding> {
  const owners = (tenant.status?.owners ?? []).flatMap((owner) => bindingsOf(owner, owner.clusterRoles))
  const rules = (tenant.spec?.rules ?? []).filter((rule) => isForNamespace(state, rule, namespace))
  const promotions = (tenant.status?.promotions ?? [])
    .filter((promotion) => promotion.targets?.includes(namespace) === true)
    .flatMap((promotion) => bindingsOf(promotion, promotion.clusterRoles))
  const all = [
    ...owners,
    ...(tenant.spec?.additionalRoleBindings ?? []),
    ...rules.flatMap((rule) => rule.permissions?.bindings ?? []),
    ...promotions,
  ]
  return new Map(all.map((binding) => [roleBindingHash(binding), binding]))
}

function isForNamespace(state: ClusterState, rule: TenantRule, name: string): boolean {
  if (rule.namespaceSelector === undefined) return true
  const namespace = get(namespaces, undefined, name)(state)
  return namespace !== undefined && isSelected(rule.namespaceSelector, labelsOf(namespace))
}

/** The bindings that an owner's ClusterRoles ask for. */
export function bindingsOf(
  user: UserSpec,
  clusterRoles: readonly string[] | undefined,
): readonly AdditionalRoleBinding[] {
  return (clusterRoles ?? []).map((clusterRoleName) => ({ clusterRoleName, subjects: [subjectOf(user)] }))
}

/** [pkg/api/rbac/users.go:Subject] */
function subjectOf({ kind, name }: UserSpec): Subject {
  if (kind !== 'ServiceAccount') return { apiGroup: 'rbac.authorization.k8s.io', kind, name }
  const parts = name.split(':')
  return { kind, name: parts.at(-1) ?? '', namespace: parts.at(-2) ?? '' }
}

/** Labels and annotations are set anew; what others put there goes. */
function asBound(object: KubeObject, tenant: Tenant, hash: string, binding: AdditionalRoleBinding): KubeObject {
  const { [tenantLabel]: _legacy, ...own } = binding.labels ?? {}
  const labels = {
    ...own,
    [newTenantLabel]: tenant.metadata.name,
    [roleBindingLabel]: hash,
    [managedByLabel]: managedByController,
  }
  return {
    ...withMetadata(object, { labels, annotations: binding.annotations }),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: binding.clusterRoleName },
    subjects: binding.subjects as unknown as readonly JsonObject[],
  }
}
