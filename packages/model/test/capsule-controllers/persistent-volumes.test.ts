import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { labelsOf } from '../../src/object/kube-object.ts'
import { change, create, createTenant, find, type Named, remove } from './requests.ts'
import { type World, world } from './whole-cluster.ts'

const volume: Named = { apiVersion: 'v1', kind: 'PersistentVolume', name: 'disk' }
const tenantLabel = 'capsule.clastix.io/tenant'

function claimedBy(namespace: string): JsonObject {
  return { claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: 'data' } }
}

function createVolume(to: World, more: JsonObject = {}): void {
  const spec = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/d' }, ...more }
  create(to, volume, { spec })
}

function tenantOf(cluster: World): string | undefined {
  const found = find(cluster, volume)
  if (!found) throw new Error('no volume')
  return labelsOf(found)[tenantLabel]
}

function tenantCluster(): World {
  const cluster = world('free')
  createTenant(cluster, 'oil', {}, 'oil-dev')
  return cluster
}

describe('a PersistentVolume', () => {
  it('bears the name of the Tenant in whose namespace it is claimed, as soon as it is', () => {
    const cluster = tenantCluster()
    createVolume(cluster)
    expect(tenantOf(cluster)).toBeUndefined()
    change(cluster, volume, { spec: claimedBy('oil-dev') })
    expect(tenantOf(cluster)).toBe('oil')
  })

  it('that is claimed from the start is labelled when it is made', () => {
    const cluster = tenantCluster()
    createVolume(cluster, claimedBy('oil-dev'))
    expect(tenantOf(cluster)).toBe('oil')
  })

  it('gets the label back when somebody changes it', () => {
    const cluster = tenantCluster()
    createVolume(cluster, claimedBy('oil-dev'))
    change(cluster, volume, { metadata: { labels: { [tenantLabel]: 'gas' } } })
    expect(tenantOf(cluster)).toBe('oil')
  })

  it.each(['free', 'missing'])('claimed in a namespace of no Tenant (%s) bears no label', (namespace) => {
    const cluster = tenantCluster()
    createVolume(cluster, claimedBy(namespace))
    expect(tenantOf(cluster)).toBeUndefined()
  })

  it('keeps the label when its Tenant and the namespaces are gone', () => {
    const cluster = tenantCluster()
    createVolume(cluster, claimedBy('oil-dev'))
    remove(cluster, { apiVersion: 'v1', kind: 'Namespace', name: 'oil-dev' })
    change(cluster, volume, { metadata: { annotations: { seen: 'yes' } } })
    expect(tenantOf(cluster)).toBe('oil')
  })
})
