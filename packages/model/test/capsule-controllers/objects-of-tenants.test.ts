import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { capsuleVersion, change, create, createTenant, find, type Named } from './requests.ts'
import { type World, world } from './whole-cluster.ts'

const oil: Named = { apiVersion: capsuleVersion, kind: 'Tenant', name: 'oil' }
const pod: Named = { apiVersion: 'v1', kind: 'Pod', namespace: 'oil-dev', name: 'web' }
const service: Named = { ...pod, kind: 'Service' }

function createPod(to: World, metadata: JsonObject = {}): void {
  create(to, pod, { metadata, spec: { containers: [{ name: 'c', image: 'i' }] } })
}

describe('the metadata that a Tenant has for pods and services', () => {
  const podOptions = { additionalMetadata: { labels: { cost: '42' }, annotations: { team: 'a' } } }

  it('is given to them as they come, over what they say themselves', () => {
    const to = world()
    createTenant(to, 'oil', { podOptions }, 'oil-dev')
    createPod(to, { labels: { cost: '1', mine: 'yes' } })
    create(to, service, { spec: { ports: [{ port: 80 }] } })
    expect(find(to, pod)?.metadata).toMatchObject({ labels: { cost: '42', mine: 'yes' }, annotations: { team: 'a' } })
    expect(find(to, service)?.metadata.labels).not.toHaveProperty('cost')
  })

  it('is given to those that are there when the options change, and is never taken away', () => {
    const to = world()
    createTenant(to, 'oil', {}, 'oil-dev')
    createPod(to)
    create(to, service, { spec: { ports: [{ port: 80 }] } })
    change(to, oil, { spec: { podOptions, serviceOptions: { additionalMetadata: { labels: { cost: '7' } } } } })
    expect([find(to, pod), find(to, service)].map((found) => found?.metadata.labels?.cost)).toEqual(['42', '7'])
    change(to, oil, { spec: { podOptions: null, serviceOptions: null } })
    expect([find(to, pod), find(to, service)].map((found) => found?.metadata.labels?.cost)).toEqual(['42', '7'])
  })

  it('is put back when somebody changes it', () => {
    const to = world()
    createTenant(to, 'oil', { podOptions }, 'oil-dev')
    createPod(to)
    change(to, pod, { metadata: { labels: { cost: '1' } } })
    expect(find(to, pod)?.metadata.labels).toMatchObject({ cost: '42' })
  })
})

describe('the custom resources that an annotation of a Tenant limits', () => {
  const counted = 'customquotas.capsule.clastix.io_v1beta2'

  it('are counted into another annotation, in the namespaces of the Tenant alone', () => {
    const to = world('free')
    createTenant(to, 'oil', {}, 'oil-dev')
    const spec = { limit: '1', sources: [{ apiVersion: 'v1', kind: 'Pod', op: 'count' }] }
    for (const namespace of ['oil-dev', 'free'])
      create(to, { apiVersion: capsuleVersion, kind: 'CustomQuota', namespace, name: 'q' }, { spec })
    change(to, oil, { metadata: { annotations: { [`quota.resources.capsule.clastix.io/${counted}`]: '3' } } })
    const used = `used.resources.capsule.clastix.io/${counted}`
    expect(find(to, oil)?.metadata.annotations).toMatchObject({ [used]: '1' })
  })

  it('are none where the annotation does not name a resource with its version', () => {
    const to = world()
    createTenant(to, 'oil', {}, 'oil-dev')
    const annotations = { 'quota.resources.capsule.clastix.io/pods': '3' }
    change(to, oil, { metadata: { annotations } })
    const names = Object.keys(find(to, oil)?.metadata.annotations ?? {})
    expect(names.filter((name) => name.startsWith('used.'))).toEqual([])
  })
})
