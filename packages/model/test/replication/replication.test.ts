import { describe, expect, it } from 'vitest'
import { listAt, objectAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { configMap, make, namespace, type Place, readyMessage, type World, world } from './replication-world.ts'

const global: Place = ['', 'rep']
const local: Place = ['dev', 'rep']
const marks = { 'projectcapsule.dev/created-by': 'replications', 'projectcapsule.dev/managed-by': 'replications' }

function raw(...items: readonly object[]): { readonly resources: readonly [{ readonly rawItems: never }] } {
  return { resources: [{ rawItems: items as never }] }
}

function replica(of: World, place: Place): KubeObject {
  const found = of.get('ConfigMap', place)
  if (!found) throw new Error(`no replica ${place.join('/')}`)
  return found
}

describe('a GlobalTenantResource', () => {
  it('makes its items in every namespace of the Tenants that it selects, and owns them', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, raw(configMap('a')))
    for (const name of ['dev', 'prod']) {
      const { metadata, data } = replica(cluster, [name, 'a'])
      expect(data).toEqual({ from: 'template' })
      expect(metadata.labels).toEqual(marks)
      expect(metadata.ownerReferences).toMatchObject([{ kind: 'GlobalTenantResource', name: 'rep' }])
    }
    const { status, metadata } = cluster.replication('GlobalTenantResource', global)
    expect(status).toMatchObject({ size: 2, selectedTenants: ['oil'], serviceAccount: { name: 'capsule' } })
    expect(status?.processedItems?.map((item) => item.status.created)).toEqual([true, true])
    expect(metadata.finalizers).toEqual(['controller.projectcapsule.dev/finalize'])
  })

  it('takes fields away that it no longer says, without making the object anew', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, raw(configMap('a', { x: '1', y: '2' })))
    const before = replica(cluster, ['dev', 'a'])
    cluster.change('GlobalTenantResource', global, { spec: raw(configMap('a', { y: '3' })) })
    const after = replica(cluster, ['dev', 'a'])
    expect(after.data).toEqual({ y: '3' })
    expect(after.metadata.uid).toBe(before.metadata.uid)
    expect(after.metadata.labels).toEqual(marks)
  })

  it('makes objects anew when another item comes before theirs', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, raw(configMap('a')))
    const before = replica(cluster, ['dev', 'a'])
    cluster.change('GlobalTenantResource', global, { spec: raw(configMap('b'), configMap('a')) })
    expect(replica(cluster, ['dev', 'a']).metadata.uid).not.toBe(before.metadata.uid)
  })

  it('leaves alone what somebody else made, and says so', () => {
    const cluster = world(
      make('ConfigMap', { namespace: 'dev', name: 'a', resourceVersion: '1' }, { data: { mine: 'yes' } }),
    )
    cluster.replicate('GlobalTenantResource', global, raw(configMap('a')))
    expect(replica(cluster, ['dev', 'a']).data).toEqual({ mine: 'yes' })
    expect(replica(cluster, ['prod', 'a']).data).toEqual({ from: 'template' })
    const replication = cluster.replication('GlobalTenantResource', global)
    expect(readyMessage(replication)).toBe('applying of 1 resources failed')
    const adoption =
      'apply failed for item 0/raw-0: evaluating managed metadata: object v1/ConfigMap dev/a exists and cannot be adopted'
    expect(replication.status?.processedItems?.map((item) => item.status.message)).toContain(adoption)
  })

  it('adopts if it may, and releases only its own fields in the end', () => {
    const cluster = world(
      make('ConfigMap', { namespace: 'dev', name: 'a', resourceVersion: '1' }, { data: { mine: 'yes' } }),
    )
    cluster.replicate('GlobalTenantResource', global, { ...raw(configMap('a')), settings: { adopt: true } })
    const adopted = replica(cluster, ['dev', 'a'])
    expect(adopted.data).toEqual({ mine: 'yes', from: 'template' })
    expect(adopted.metadata.ownerReferences).toBeUndefined()
    cluster.send({ verb: 'delete' }, 'GlobalTenantResource', global)
    cluster.settle()
    expect(replica(cluster, ['dev', 'a']).data).toEqual({ mine: 'yes' })
    expect(replica(cluster, ['dev', 'a']).metadata.labels).toBeUndefined()
    expect(cluster.get('ConfigMap', ['prod', 'a'])).toBeUndefined()
    expect(cluster.get('GlobalTenantResource', global)).toBeUndefined()
  })

  it('without pruning lets its objects go: they stay, unmanaged, and without an owner', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, { ...raw(configMap('a')), pruningOnDelete: false })
    cluster.send({ verb: 'delete' }, 'GlobalTenantResource', global)
    cluster.settle()
    expect(cluster.get('GlobalTenantResource', global)).toBeUndefined()
    const { metadata } = replica(cluster, ['dev', 'a'])
    expect(metadata.labels).toEqual({ 'projectcapsule.dev/created-by': 'replications' })
    expect(metadata.ownerReferences).toBeUndefined()
  })

  it('conflicts with another over a field, unless it may use force', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, raw(configMap('a', { x: '1' })))
    cluster.replicate('GlobalTenantResource', ['', 'other'], raw(configMap('a', { x: '2' })))
    const [item] = cluster.replication('GlobalTenantResource', ['', 'other']).status?.processedItems ?? []
    expect(item?.status.message).toMatch(
      /^apply failed for item 0\/raw-0: applying object failed: Apply failed with 1 conflict: conflict with ".*\/dev\/oil\/0\/raw-0\/": \.data\.x$/,
    )
    cluster.change('GlobalTenantResource', ['', 'other'], { spec: { settings: { force: true } } })
    expect(replica(cluster, ['dev', 'a']).data).toEqual({ x: '2' })
  })

  it('makes an item once a Tenant, or once in all', () => {
    const cluster = world()
    const item = { ...configMap('a', { of: '{{tenant.name}}' }), metadata: { name: 'a', namespace: 'prod' } }
    cluster.replicate('GlobalTenantResource', global, { ...raw(item), scope: 'Tenant' })
    expect(replica(cluster, ['prod', 'a']).data).toEqual({ of: 'oil' })
    expect(cluster.get('ConfigMap', ['dev', 'a'])).toBeUndefined()
    cluster.change('GlobalTenantResource', global, { spec: { scope: 'None' } })
    expect(replica(cluster, ['prod', 'a']).data).toEqual({ of: 'None' })
  })

  it('fills a new namespace of the Tenant at once', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, raw(configMap('a')))
    cluster.send({ verb: 'create', body: namespace('new') }, 'Namespace', ['', 'new'])
    cluster.settle()
    expect(cluster.get('ConfigMap', ['new', 'a'])).toBeDefined()
    expect(cluster.replication('GlobalTenantResource', global).status?.size).toBe(3)
  })

  it('does nothing while it is cordoned, and repairs when it is not', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, { ...raw(configMap('a')), cordoned: true })
    expect(cluster.get('ConfigMap', ['dev', 'a'])).toBeUndefined()
    expect(readyMessage(cluster.replication('GlobalTenantResource', global))).toBe('reconciled')
    cluster.change('GlobalTenantResource', global, { spec: { cordoned: false } })
    expect(cluster.get('ConfigMap', ['dev', 'a'])).toBeDefined()
  })

  it('waits for what it depends on', () => {
    const cluster = world()
    cluster.replicate('GlobalTenantResource', global, { ...raw(configMap('a')), dependsOn: [{ name: 'first' }] })
    expect(readyMessage(cluster.replication('GlobalTenantResource', global))).toBe('dependency first not found')
    cluster.replicate('GlobalTenantResource', ['', 'first'], raw(configMap('b')))
    expect(cluster.get('ConfigMap', ['dev', 'a'])).toBeDefined()
  })

  it('lists new items from any of them on, by chance', () => {
    const order = (choicesGiven: readonly number[]): readonly (string | undefined)[] => {
      const cluster = world()
      cluster.state = { ...cluster.state, choicesGiven }
      cluster.replicate('GlobalTenantResource', global, raw(configMap('a')))
      expect(cluster.state.choicesMade.map(({ of }) => of)).toEqual([2])
      return (
        cluster.replication('GlobalTenantResource', global).status?.processedItems?.map((item) => item.namespace) ?? []
      )
    }
    expect(order([])).toEqual(['dev', 'prod'])
    expect(order([1])).toEqual(['prod', 'dev'])
  })
})

describe('a TenantResource', () => {
  const source = make(
    'Secret',
    { namespace: 'dev', name: 'src', labels: { copy: 'me', kept: 'yes' } },
    { data: { a: 'Yg==' } },
  )
  const items = [{ apiVersion: 'v1', kind: 'Secret', selector: { matchLabels: { copy: 'me' } } }]

  it('copies objects of its namespace into the others, without the labels that selected them', () => {
    const cluster = world(source)
    cluster.replicate('TenantResource', local, { resources: [{ namespacedItems: items }] })
    const copy = cluster.get('Secret', ['prod', 'src'])
    expect(copy?.data).toEqual({ a: 'Yg==' })
    expect(copy?.metadata.labels).toEqual({ kept: 'yes', ...marks })
    expect(copy?.metadata.ownerReferences).toBeUndefined()
    expect(objectAt(cluster.get('Secret', ['dev', 'src']), 'metadata', 'labels')).toEqual({ copy: 'me', kept: 'yes' })
  })

  it('takes a copy back when its source is gone', () => {
    const cluster = world(source)
    cluster.replicate('TenantResource', local, { resources: [{ namespacedItems: items }] })
    cluster.send({ verb: 'delete' }, 'Secret', ['dev', 'src'])
    cluster.change('TenantResource', local, { spec: { resyncPeriod: '61s' } })
    expect(cluster.get('Secret', ['prod', 'src'])).toBeUndefined()
    expect(cluster.replication('TenantResource', local).metadata.finalizers).toBeUndefined()
  })

  it('acts as its ServiceAccount, whose missing rights stand in its items', () => {
    const cluster = world()
    cluster.replicate('TenantResource', local, { ...raw(configMap('a')), serviceAccount: { name: 'bot' } })
    const { status } = cluster.replication('TenantResource', local)
    expect(status?.serviceAccount).toEqual({ name: 'bot', namespace: 'dev' })
    expect(status?.processedItems?.map((item) => item.status.message)).toContain(
      'apply failed for item 0/raw-0: evaluating managed metadata: configmaps "a" is forbidden: User "system:serviceaccount:dev:bot" cannot get resource "configmaps" in API group "" in the namespace "dev"',
    )
    cluster.send({ verb: 'delete' }, 'TenantResource', local)
    cluster.settle()
    expect(cluster.get('TenantResource', local)).toBeUndefined()
  })

  it('reads no source outside of its Tenant, and makes nothing cluster-scoped', () => {
    const cluster = world(namespace('foreign', {}, 'gas'))
    const foreign = [{ apiVersion: 'v1', kind: 'Secret', namespace: 'foreign' }]
    cluster.replicate('TenantResource', local, { resources: [{ namespacedItems: foreign }] })
    expect(readyMessage(cluster.replication('TenantResource', local))).toBe(
      'cross-namespace selection is not allowed. Referring a Namespace (foreign) that is not part of the allowed namespaces [dev prod]',
    )
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' } }
    cluster.change('TenantResource', local, { spec: { resources: raw(role).resources } })
    expect(readyMessage(cluster.replication('TenantResource', local))).toMatch(
      /^cluster-scoped kind rbac.authorization.k8s.io\/v1\/ClusterRole is not allowed/,
    )
  })

  it('skips and forgets what would go into a namespace that terminates', () => {
    const cluster = world()
    cluster.replicate('TenantResource', local, raw(configMap('a')))
    cluster.send({ verb: 'delete' }, 'Namespace', ['', 'prod'])
    cluster.change('TenantResource', local, { spec: { resyncPeriod: '61s' } })
    const { status } = cluster.replication('TenantResource', local)
    expect(status?.processedItems?.map((item) => item.namespace)).toEqual(['dev'])
    expect(listAt(cluster.get('Namespace', ['', 'prod']), 'spec', 'finalizers')).toEqual(['kubernetes'])
  })

  it('gives its objects the metadata of its item, with the names of Tenant and namespace filled in', () => {
    const cluster = world()
    const additionalMetadata = { labels: { of: '{{ tenant.name }}' }, annotations: { in: '{{namespace}}' } }
    cluster.replicate('TenantResource', local, {
      resources: [
        { rawItems: [configMap('a')], additionalMetadata, namespaceSelector: { matchLabels: { env: 'prod' } } },
      ],
    })
    expect(cluster.get('ConfigMap', ['dev', 'a'])).toBeUndefined()
    const { metadata } = replica(cluster, ['prod', 'a'])
    expect(metadata.labels).toEqual({ of: 'oil', ...marks })
    expect(metadata.annotations).toEqual({ in: 'prod' })
  })
})
