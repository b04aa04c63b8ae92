import { namespacesKey, tenantsKey } from '../capsule/tenant/constants.ts'
import { tenantLabelOf } from '../capsule/tenant/resolve-tenant.ts'
import { tenantReferencesOf } from '../capsule/tenant/tenant-references.ts'
import { listAt, textAt } from '../object/json.ts'
import { isTerminating, type KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject, listObjects } from '../state/store.ts'
import { nameOf, type StateInvariant, type Violation } from './invariant.ts'

const twoTenants = 'no-namespace-has-two-tenants'

/** Holds while only owners of tenants act. [capsule-core.md N5, R9] */
export const noNamespaceHasTwoTenants: StateInvariant = {
  name: twoTenants,
  sentence: 'A namespace is owned by at most one tenant.',
  when: 'always',
  exceptions: [
    {
      name: 'second-owner-while-no-webhook-is-there',
      sentence: 'With the operator and its webhook configurations gone anybody who may write namespaces adds owners.',
      source: 'capsule-core.md W6, R9',
    },
  ],
  violations: (state) =>
    listObjects(state, namespacesKey)
      .filter((namespace) => tenantReferencesOf(namespace).length > 1)
      .map((namespace) => ({
        invariant: twoTenants,
        object: nameOf(namespace),
        says: `is owned by ${tenantReferencesOf(namespace)
          .map((reference) => `Tenant ${reference.name}`)
          .join(' and ')}`,
      })),
}

const agreement = 'label-reference-and-status-agree'

/**
 * Holds while the operator runs. Of a Tenant that terminates nothing is asked: its status is not kept up. A namespace that terminates stays listed until
 * it is gone. [capsule-core.md R2, R4, R8.3]
 */
export const labelReferenceAndStatusAgree: StateInvariant = {
  name: agreement,
  sentence: "The label of a namespace, its owner reference and the tenant's status name the same tenant.",
  when: 'eventually',
  exceptions: [
    {
      name: 'new-namespace-while-the-operator-stops',
      sentence: 'A namespace that was created just before the operator stopped is in no status until it starts again.',
      source: 'capsule-core.md W6, R4',
    },
    {
      name: 'label-without-owner',
      sentence:
        'A namespace that got the label alone while no webhook was there belongs to nobody: no controller looks at it.',
      source: 'capsule-core.md R9, S20',
    },
  ],
  violations: allDisagreements,
}

function allDisagreements(state: ClusterState): readonly Violation[] {
  return [
    ...listObjects(state, namespacesKey).flatMap((namespace) => disagreements(state, namespace)),
    ...listObjects(state, tenantsKey).flatMap((tenant) => strangers(state, tenant)),
  ]
}

function disagreements(state: ClusterState, namespace: KubeObject): readonly Violation[] {
  const found = (says: string): Violation => ({ invariant: agreement, object: nameOf(namespace), says })
  const label = tenantLabelOf(namespace)
  const references = tenantReferencesOf(namespace)
  if (references.length === 0) return label === '' ? [] : [found(`has the label of Tenant ${label} and no reference`)]
  return references.flatMap((reference) => {
    if (label !== reference.name) return [found(`has the label "${label}" and a reference to Tenant ${reference.name}`)]
    const tenant = findObject(state, tenantsKey, undefined, reference.name)
    if (!tenant) return [found(`belongs to Tenant ${reference.name}, which is not there`)]
    if (tenant.metadata.uid !== reference.uid) return [found(`belongs to another Tenant of the name ${reference.name}`)]
    const listed = isTerminating(tenant) || listsOf(tenant).every((names) => names.includes(namespace.metadata.name))
    return listed ? [] : [found(`is not in the status of Tenant ${reference.name}`)]
  })
}

/** Namespaces in a Tenant's status that do not belong to it. */
function strangers(state: ClusterState, tenant: KubeObject): readonly Violation[] {
  if (isTerminating(tenant)) return []
  return [...new Set(listsOf(tenant).flat())]
    .filter((name) => {
      const namespace = findObject(state, namespacesKey, undefined, name)
      return !namespace || !tenantReferencesOf(namespace).some(({ name: owner }) => owner === tenant.metadata.name)
    })
    .map((name) => ({
      invariant: agreement,
      object: nameOf(tenant),
      says: `has Namespace ${name} in its status, which is not its own`,
    }))
}

/** Names in `status.namespaces`, and in `status.spaces`. */
function listsOf(tenant: KubeObject): readonly (readonly string[])[] {
  const names = listAt(tenant, 'status', 'namespaces').filter((name) => typeof name === 'string')
  return [names, listAt(tenant, 'status', 'spaces').map((space) => textAt(space, 'name') ?? '')]
}
