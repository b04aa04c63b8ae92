import { describe, expect, it } from 'vitest'
import { strategyOf } from '../../src/apiserver/kinds/kind-strategy.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { namespaces, typeOf } from '../plugins/admission-fixture.ts'

const namespace = strategyOf(namespaces)
const secret = strategyOf(typeOf('', 'secrets', 'Secret'))
const roleBinding = strategyOf(typeOf('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'))
const definition = strategyOf(typeOf('apiextensions.k8s.io', 'customresourcedefinitions', 'CustomResourceDefinition'))
const tenant = strategyOf({ ...typeOf('capsule.clastix.io', 'tenants', 'Tenant', false), custom: true })

const object = (content: object): KubeObject => content as KubeObject
const oil = object({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'oil' } })

describe('a namespace', () => {
  it('starts Active, held by its finalizer, labelled with its name', () => {
    expect(namespace.prepareForCreate?.(oil)).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'oil', labels: { 'kubernetes.io/metadata.name': 'oil' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    })
  })

  it('keeps finalizers, status and the name label on update', () => {
    const old = namespace.prepareForCreate?.(oil) ?? oil
    const sent = object({ ...oil, metadata: { name: 'oil', labels: { a: 'b' } }, spec: {}, status: { phase: 'X' } })
    expect(namespace.prepareForUpdate?.(sent, old)).toEqual({
      ...old,
      metadata: { name: 'oil', labels: { a: 'b', 'kubernetes.io/metadata.name': 'oil' } },
    })
  })
})

describe('a secret', () => {
  it('is Opaque and takes stringData into data', () => {
    const sent = object({
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: { a: 'b', u: 'ü€' },
      data: { k: 'eA==' },
    })
    expect(secret.applyDefaults?.(sent)).toEqual({
      kind: 'Secret',
      metadata: { name: 's' },
      data: { k: 'eA==', a: 'Yg==', u: 'w7zigqw=' },
      type: 'Opaque',
    })
  })
})

describe('a role binding', () => {
  it('fills the group of users, groups and the role, not of service accounts', () => {
    const sent = object({
      kind: 'RoleBinding',
      metadata: { name: 'b' },
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [
        { kind: 'User', name: 'a' },
        { kind: 'ServiceAccount', name: 's', namespace: 'n' },
      ],
    })
    expect(roleBinding.applyDefaults?.(sent)).toEqual({
      ...sent,
      roleRef: { kind: 'Role', name: 'r', apiGroup: 'rbac.authorization.k8s.io' },
      subjects: [
        { kind: 'User', name: 'a', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 's', namespace: 'n' },
      ],
    })
  })
})

describe('a definition', () => {
  it('is named after its kind and starts with its storage version stored', () => {
    const sent = object({
      kind: 'CustomResourceDefinition',
      metadata: { name: 'oils.example.com' },
      spec: { names: { plural: 'oils', kind: 'Oil' }, versions: [{ name: 'v1', storage: true }] },
      status: { storedVersions: ['v9'] },
    })
    const created = definition.prepareForCreate?.(definition.applyDefaults?.(sent) ?? sent)
    expect(created).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        names: { plural: 'oils', kind: 'Oil', singular: 'oil', listKind: 'OilList' },
        conversion: { strategy: 'None' },
      },
      status: { storedVersions: ['v1'] },
    })
  })
})

describe('a custom resource', () => {
  const stored = object({
    kind: 'Tenant',
    metadata: { name: 'oil', generation: 3 },
    spec: { a: 1 },
    status: { size: 1 },
  })

  it('counts its generation when the spec changes, not when labels or status are sent', () => {
    const labelled = object({ ...stored, metadata: { name: 'oil', labels: { a: 'b' } }, status: { size: 9 } })
    expect(tenant.prepareForUpdate?.(labelled, stored)).toMatchObject({
      metadata: { generation: 3 },
      status: { size: 1 },
    })
    const changed = object({ ...stored, spec: { a: 2 } })
    expect(tenant.prepareForUpdate?.(changed, stored).metadata.generation).toBe(4)
  })

  it('changes nothing but status through the status endpoint', () => {
    const sent = object({
      ...stored,
      metadata: { name: 'oil', labels: { a: 'b' } },
      spec: { a: 2 },
      status: { size: 2 },
    })
    expect(tenant.prepareForStatusUpdate?.(sent, stored)).toEqual({ ...stored, status: { size: 2 } })
  })
})
