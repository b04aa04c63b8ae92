import { describe, expect, it } from 'vitest'
import { innerMetadataControllers } from '../../src/capsule/v0.7/controllers/inner-metadata.ts'
import { rbacController } from '../../src/capsule/v0.7/controllers/rbac-controller.ts'
import { at } from '../../src/object/json.ts'
import { type KubeObject, labelsOf } from '../../src/object/kube-object.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { findObject } from '../../src/state/store.ts'
import { objectOf, stateOf, tenant } from '../capsule/webhook-world.ts'
import { type Driven, drive } from '../capsule-controllers/in-memory-server.ts'
import { configuration07 } from './asking.ts'

describe('the roles for Namespaces, under v0.7,', () => {
  const rolesKey = 'rbac.authorization.k8s.io/clusterroles'
  const bindingsKey = 'rbac.authorization.k8s.io/clusterrolebindings'
  const started = (): Driven => {
    const state = stateOf(configuration07())
    const [first] = rbacController.start(state).enqueue ?? []
    return drive(state, rbacController.reconcile(first?.key ?? '', undefined, 0))
  }

  it('are made at the start: to create and patch for the groups of the configuration, to delete for owners', () => {
    const { state } = started()
    const verbsOf = (name: string): unknown => at(findObject(state, rolesKey, undefined, name), 'rules')
    expect(verbsOf('capsule-namespace-provisioner')).toEqual([
      { apiGroups: [''], resources: ['namespaces'], verbs: ['create', 'patch'] },
    ])
    expect(verbsOf('capsule-namespace-deleter')).toEqual([
      { apiGroups: [''], resources: ['namespaces'], verbs: ['delete'] },
    ])
    const binding = findObject(state, bindingsKey, undefined, 'capsule-namespace-provisioner')
    expect(binding?.subjects).toEqual([{ kind: 'Group', name: 'projectcapsule.dev' }])
  })

  it('are looked after by name, others are not', () => {
    const observed = (name: string): number => {
      const object = objectOf('ClusterRole', name)
      const event = { type: 'modified', resource: rolesKey, object } as Parameters<typeof rbacController.observe>[0]
      return (rbacController.observe(event, undefined, stateOf()).enqueue ?? []).length
    }
    expect([observed('capsule-namespace-deleter'), observed('view')]).toEqual([1, 0])
  })
})

describe('a Service, under v0.7,', () => {
  const services = innerMetadataControllers.find(({ name }) => name === 'capsule/services')
  const labelled = (name: string): KubeObject =>
    objectOf('Namespace', { name: 'oil-dev', labels: { 'capsule.clastix.io/tenant': name } })
  const oil = tenant(
    'oil',
    'alice',
    { serviceOptions: { additionalMetadata: { labels: { team: 'oil' } } } },
    { namespaces: ['oil-dev'] },
  )
  const service = objectOf('Service', { name: 's', namespace: 'oil-dev', labels: { own: '1' } })
  const pass = (state: ClusterState): Driven => {
    if (!services) throw new Error('no controller of Services')
    const [first] = services.start(state).enqueue ?? []
    return drive(state, services.reconcile(first?.key ?? 'oil-dev/s', undefined, 0))
  }

  it('gets the metadata that the Tenant in the label of its namespace gives, beside its own', () => {
    const { state } = pass(stateOf(oil, labelled('oil'), service))
    const after = findObject(state, '/services', 'oil-dev', 's')
    expect(after && labelsOf(after)).toMatchObject({ own: '1', team: 'oil' })
  })

  it('is tried again as long as that Tenant, or the namespace, is missing', () => {
    expect(pass(stateOf(oil, labelled('gone'), service)).result).toMatchObject({ type: 'error' })
    expect(pass(stateOf(oil, service)).result).toEqual({ type: 'error', message: 'Namespace "oil-dev" not found' })
  })
})
