import { describe, expect, it } from 'vitest'
import { noMemory } from '../../src/capsule/v0.7/controllers/garbage-collection-race.ts'
import { roleBindingHash } from '../../src/capsule/v0.7/controllers/role-bindings.ts'
import { reconcileTenant } from '../../src/capsule/v0.7/controllers/tenant-pass.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import { type KubeObject, labelsOf, type ObjectMeta } from '../../src/object/kube-object.ts'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { findObject, listObjects, putObject } from '../../src/state/store.ts'
import { type Driven, drive } from '../capsule-controllers/in-memory-server.ts'

const tenantsKey = 'capsule.clastix.io/tenants'
const roleBindingsKey = 'rbac.authorization.k8s.io/rolebindings'

function tenant(name: string, spec: JsonObject = {}, uid = `uid-${name}`): KubeObject {
  const owners = [{ kind: 'User', name: 'alice', clusterRoles: ['admin'] }]
  return {
    apiVersion: 'capsule.clastix.io/v1beta2',
    kind: 'Tenant',
    metadata: { name, uid },
    spec: { owners, ...spec },
  }
}

function member(name: string, of: string, more: JsonObject = {}, meta: Partial<ObjectMeta> = {}): KubeObject {
  const reference = { apiVersion: 'capsule.clastix.io/v1beta2', kind: 'Tenant', name: of, uid: `uid-${of}` }
  const metadata = { name, ownerReferences: [reference], ...meta }
  return { apiVersion: 'v1', kind: 'Namespace', metadata, status: { phase: 'Active' }, ...more }
}

function quota(namespace: string, index: number, used: JsonObject, hard: JsonObject = {}): KubeObject {
  const labels = { 'capsule.clastix.io/tenant': 'oil', 'capsule.clastix.io/resource-quota': String(index) }
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: `capsule-oil-${index}`, namespace, labels },
    spec: { hard },
    status: { used },
  }
}

const resources: Readonly<Record<string, `${string}/${string}`>> = {
  Namespace: '/namespaces',
  ResourceQuota: '/resourcequotas',
  NetworkPolicy: 'networking.k8s.io/networkpolicies',
  RoleBinding: roleBindingsKey,
  Tenant: tenantsKey,
}

function stateOf(...objects: readonly KubeObject[]): ClusterState {
  return objects.reduce((state, object) => {
    const key = resources[object.kind]
    if (!key) throw new Error(`no resource for ${object.kind}`)
    return putObject(state, key, object)
  }, emptyState(0))
}

function pass(name: string, ...objects: readonly KubeObject[]): Driven {
  return drive(stateOf(...objects), reconcileTenant(name, noMemory))
}

function namesIn(state: ClusterState, kind: string, namespace: string): readonly string[] {
  return listObjects(state, resources[kind] ?? '/', namespace).map(({ metadata }) => metadata.name)
}

function specOf(state: ClusterState, namespace: string, name: string): Json | undefined {
  return findObject(state, '/resourcequotas', namespace, name)?.spec
}

describe('the hash of a RoleBinding under v0.7', () => {
  it('is over the role, kinds and names, without anything between', () => {
    const hash = (clusterRoleName: string, kind: string, name: string): string =>
      roleBindingHash({ clusterRoleName, subjects: [{ kind, name, namespace: 'not counted' }] })
    expect(hash('admin', 'User', 'alice')).toBe('8fb969aaa7a67b71')
    expect(hash('capsule-namespace-deleter', 'User', 'alice')).toBe('b8822dde20953fb1')
    expect(hash('admin', 'ServiceAccount', 'sa')).toBe('6db53da62fe21d86')
    expect(hash('admin', 'Group', 'devs')).toBe('99003e7cb39210cf')
  })
})

describe('a pass of v0.7 over a Tenant', () => {
  it('writes what the spec left out, and lists active members by name', () => {
    const oil = pass(
      'oil',
      tenant('oil', { namespaceOptions: { quota: 2 } }),
      member('b', 'oil'),
      member(
        'a',
        'oil',
        {},
        { ownerReferences: [{ apiVersion: 'capsule.clastix.io/v1beta2', kind: 'Any', name: 'oil', uid: 'uid-oil' }] },
      ),
      member('c', 'oil', { status: { phase: 'Terminating' } }),
      member(
        'd',
        'oil',
        {},
        {
          ownerReferences: [{ apiVersion: 'capsule.clastix.io/v1beta1', kind: 'Tenant', name: 'oil', uid: 'uid-oil' }],
        },
      ),
    )
    const stored = findObject(oil.state, tenantsKey, undefined, 'oil')
    expect(stored?.status).toEqual({ state: 'Active', size: 2, namespaces: ['a', 'b'] })
    expect(stored?.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'oil' })
    expect(stored?.spec).toMatchObject({
      namespaceOptions: { quota: 2, forbiddenLabels: {}, forbiddenAnnotations: {} },
      ingressOptions: {},
      limitRanges: {},
      networkPolicies: {},
      resourceQuotas: {},
    })
  })

  it('labels members, over what they have, and takes nothing away', () => {
    const spec = { namespaceOptions: { additionalMetadata: { labels: { own: '1' } } }, nodeSelector: { pool: 'a' } }
    const labels = { 'capsule.clastix.io/tenant': 'gas', left: '1' }
    const { state } = pass('oil', tenant('oil', spec), member('a', 'oil', {}, { labels }))
    expect(findObject(state, '/namespaces', undefined, 'a')?.metadata).toMatchObject({
      labels: { 'capsule.clastix.io/tenant': 'oil', left: '1', own: '1', 'kubernetes.io/metadata.name': 'a' },
      annotations: { 'scheduler.alpha.kubernetes.io/node-selector': 'pool=a' },
    })
  })

  it('numbers RoleBindings by owners and roles, and prunes those of other Tenants by their hash', () => {
    const foreign = (name: string, hash: string): KubeObject => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, namespace: 'a', labels: { 'capsule.clastix.io/role-binding': hash } },
    })
    const additionalRoleBindings = [{ clusterRoleName: 'view', subjects: [{ kind: 'User', name: 'eve' }] }]
    const { state } = pass(
      'oil',
      tenant('oil', { additionalRoleBindings }),
      member('a', 'oil'),
      foreign('capsule-gas-0-admin', '8fb969aaa7a67b71'),
      foreign('capsule-gas-1-edit', 'other'),
    )
    expect(namesIn(state, 'RoleBinding', 'a')).toEqual([
      'capsule-gas-0-admin',
      'capsule-oil-0-admin',
      'capsule-oil-1-view',
    ])
    const made = findObject(state, roleBindingsKey, 'a', 'capsule-oil-0-admin')
    expect(made && labelsOf(made)).toMatchObject({ 'capsule.clastix.io/role-binding': '8fb969aaa7a67b71' })
  })

  it('keeps the NetworkPolicies of a former Tenant beside its own as far as its own items go', () => {
    const former = (index: number): KubeObject => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {
        name: `capsule-gas-${index}`,
        namespace: 'a',
        labels: { 'capsule.clastix.io/network-policy': String(index) },
      },
    })
    const items = [{ podSelector: {} }]
    const { state } = pass(
      'oil',
      tenant('oil', { networkPolicies: { items } }),
      member('a', 'oil'),
      former(0),
      former(1),
    )
    expect(namesIn(state, 'NetworkPolicy', 'a')).toEqual(['capsule-gas-0', 'capsule-oil-0'])
  })

  it('shares the limits of scope Tenant among all quotas with its label, members or not', () => {
    const resourceQuotas = { scope: 'Tenant', items: [{ hard: { pods: '10' } }] }
    const { state } = pass(
      'oil',
      tenant('oil', { resourceQuotas }),
      member('a', 'oil'),
      quota('a', 0, { pods: '3' }, { pods: '10', gone: '1' }),
      quota('elsewhere', 0, { pods: '2' }),
    )
    expect(specOf(state, 'a', 'capsule-oil-0')).toEqual({ hard: { pods: '8' } })
    expect(specOf(state, 'elsewhere', 'capsule-oil-0')).toEqual({ hard: { pods: '7' } })
  })

  it('makes a new quota of scope Tenant without limits', () => {
    const resourceQuotas = { scope: 'Tenant', items: [{ hard: { pods: '10' } }] }
    const { state } = pass('oil', tenant('oil', { resourceQuotas }), member('a', 'oil'))
    expect(specOf(state, 'a', 'capsule-oil-0')).toEqual({})
  })

  it('ends with the first step that fails: a quota that another Tenant controls keeps RoleBindings from being made', () => {
    const resourceQuotas = { scope: 'Namespace', items: [{ hard: { pods: '10' } }] }
    const owner = { apiVersion: 'v1', kind: 'Other', name: 'x', uid: 'x', controller: true }
    const taken = quota('a', 0, {})
    const controlled = { ...taken, metadata: { ...taken.metadata, ownerReferences: [owner] } }
    const { state, result } = pass('oil', tenant('oil', { resourceQuotas }), member('a', 'oil'), controlled)
    expect(result).toEqual({
      type: 'error',
      message: 'namespace "a": Object a/capsule-oil-0 is already owned by another Other controller x',
    })
    expect(namesIn(state, 'RoleBinding', 'a')).toEqual([])
  })
})
