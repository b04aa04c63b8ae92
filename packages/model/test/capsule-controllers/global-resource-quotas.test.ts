import { describe, expect, it } from 'vitest'
import { at, type Json, type JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Request, Response } from '../../src/request/request.ts'
import { findObject, listObjects } from '../../src/state/store.ts'
import { ask, askAtOnce, capsule, conditions, core, object, type World, world } from './whole-cluster.ts'

const alice = { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
const quotas = capsule('globalresourcequotas', 'GlobalResourceQuota')

function tenantWorld(...namespaces: readonly string[]): World {
  const cluster = world()
  const spec = { owners: [{ kind: 'User', name: 'alice' }] }
  const body = object('capsule.clastix.io/v1beta2', 'Tenant', 'oil', undefined, { spec })
  ask(cluster, { verb: 'create', ...capsule('tenants', 'Tenant'), body })
  for (const name of namespaces) ask(cluster, createNamespace(name), alice)
  return cluster
}

function createNamespace(name: string): Request {
  return { verb: 'create', ...core('namespaces', 'Namespace'), body: object('v1', 'Namespace', name, undefined, {}) }
}

function createQuota(hard: JsonObject): Request {
  const spec = { namespaceSelectors: [{ matchLabels: { 'capsule.clastix.io/tenant': 'oil' } }], quota: { hard } }
  const body = object('capsule.clastix.io/v1beta2', 'GlobalResourceQuota', 'shared', undefined, { spec })
  return { verb: 'create', ...quotas, body }
}

function changeQuota(spec: JsonObject): Request {
  return { verb: 'patch', ...quotas, name: 'shared', patchType: 'merge', body: { spec } }
}

function createPod(name: string, namespace: string, cpu: string): Request {
  const containers = [{ name: 'c', image: 'i', resources: { limits: { cpu } } }]
  return {
    verb: 'create',
    ...core('pods', 'Pod'),
    namespace,
    body: object('v1', 'Pod', name, namespace, { spec: { containers } }),
  }
}

function quotaOf(from: World): KubeObject | undefined {
  return findObject(from.state, 'capsule.clastix.io/globalresourcequotas', undefined, 'shared')
}

/** The hard limits of the ResourceQuota in a namespace; null where there is none. */
function hardIn(from: World, namespace: string): Json {
  return at(listObjects(from.state, '/resourcequotas', namespace)[0], 'spec', 'hard') ?? null
}

function message(response: Response): string {
  return `${response.code} ${response.body.message}`
}

describe('a GlobalResourceQuota', () => {
  it('gives every namespace what it uses and what is left', () => {
    const cluster = tenantWorld('oil-dev', 'oil-prod')
    ask(cluster, createQuota({ 'limits.cpu': '2', pods: '5' }))
    expect(conditions(quotaOf(cluster))).toEqual(['Ready=True Succeeded'])
    expect(hardIn(cluster, 'oil-prod')).toEqual({ 'limits.cpu': '2', pods: '5' })
    expect(ask(cluster, createPod('p', 'oil-dev', '1500m')).code).toBe(201)
    expect([hardIn(cluster, 'oil-dev'), hardIn(cluster, 'oil-prod')]).toEqual([
      { 'limits.cpu': '2', pods: '5' },
      { 'limits.cpu': '500m', pods: '4' },
    ])
    expect(at(quotaOf(cluster), 'status', 'total', 'available')).toEqual({ 'limits.cpu': '500m', pods: '4' })
  })

  it('refuses what does not fit beside what all namespaces use', () => {
    const cluster = tenantWorld('oil-dev', 'oil-prod')
    ask(cluster, createQuota({ 'limits.cpu': '2' }))
    ask(cluster, createPod('p', 'oil-dev', '1500m'))
    expect(message(ask(cluster, createPod('q', 'oil-prod', '1')))).toContain(
      'resource exceeds GlobalResourceQuota "shared": limits.cpu (requested=1, current=1500m, projected=2500m, hard=2, exceededBy=500m)',
    )
  })

  it('refuses in a namespace that it has not seen yet', () => {
    const cluster = tenantWorld('oil-dev')
    ask(cluster, createQuota({ services: '2' }))
    const service: Request = {
      verb: 'create',
      ...core('services', 'Service'),
      namespace: 'oil-new',
      body: object('v1', 'Service', 's', 'oil-new', { spec: { ports: [{ port: 80 }] } }),
    }
    askAtOnce(cluster, createNamespace('oil-new'), alice)
    expect(message(askAtOnce(cluster, service))).toMatch(/^500 .* has not observed namespace oil-new$/)
    ask(cluster, createNamespace('oil-other'), alice)
    expect(ask(cluster, service).code).toBe(201)
  })

  it('needs a ledger', () => {
    const cluster = tenantWorld('oil-dev')
    askAtOnce(cluster, createQuota({ 'limits.cpu': '2' }))
    expect(message(askAtOnce(cluster, createPod('p', 'oil-dev', '1')))).toMatch(
      /^403 .*"shared" is not ready: QuantityLedger capsule-system\/global-resource-quota-[0-9a-f]{32} does not exist$/,
    )
  })

  it('keeps what is allocated, and does not shrink while its selectors change', () => {
    const cluster = tenantWorld('oil-dev')
    ask(cluster, createQuota({ 'limits.cpu': '2' }))
    ask(cluster, createPod('p', 'oil-dev', '1500m'))
    expect(message(ask(cluster, changeQuota({ quota: { hard: { 'limits.cpu': '1' } } })))).toContain(
      'invalid GlobalResourceQuota: spec.quota.hard["limits.cpu"] cannot be reduced to 1 while 1500m is allocated',
    )
    expect(
      message(
        ask(
          cluster,
          changeQuota({
            namespaceSelectors: [{ matchLabels: { a: 'b' } }],
            quota: { hard: { 'limits.cpu': '1800m' } },
          }),
        ),
      ),
    ).toContain('cannot be reduced from 2 to 1800m while namespace selectors are changing')
    expect(ask(cluster, changeQuota({ quota: { hard: { 'limits.cpu': '1500m' } } })).code).toBe(200)
  })

  it.each([
    [{}, 'spec.quota.hard must contain at least one resource'],
    [{ pods: '-1' }, 'spec.quota.hard["pods"] must not be negative'],
  ])('with limits %j is refused', (hard, problem) => {
    expect(message(ask(world(), createQuota(hard)))).toContain(`invalid GlobalResourceQuota: ${problem}`)
  })

  it('takes its ResourceQuota out of a namespace that it no longer selects', () => {
    const cluster = tenantWorld('oil-dev')
    ask(cluster, createQuota({ 'limits.cpu': '2' }))
    ask(cluster, changeQuota({ namespaceSelectors: [{ matchLabels: { a: 'b' } }] }))
    expect(hardIn(cluster, 'oil-dev')).toBeNull()
    expect(at(quotaOf(cluster), 'status', 'namespaces')).toBeUndefined()
  })
})

describe('what admission reserved in the ledger of a GlobalResourceQuota', () => {
  const later = '2026-11-21T13:00:00Z'
  const earlier = '2026-11-21T11:00:00Z'

  function ledgerOf(from: World): KubeObject {
    const found = listObjects(from.state, 'capsule.clastix.io/quantityledgers', 'capsule-system')[0]
    if (!found) throw new Error('no ledger')
    return found
  }

  function reserve(to: World, reservations: readonly JsonObject[]): void {
    const place = { ...capsule('quantityledgers', 'QuantityLedger'), namespace: 'capsule-system' }
    const body = { status: { resourceQuota: { reservations } } }
    const { name } = ledgerOf(to).metadata
    const response = ask(to, { verb: 'patch', ...place, name, subresource: 'status', patchType: 'merge', body })
    expect(response.code).toBe(200)
  }

  /** The ledger after these were reserved in it and a Pod with one CPU came. */
  function afterPod(...reservations: readonly JsonObject[]): KubeObject {
    const cluster = tenantWorld('oil-dev')
    ask(cluster, createQuota({ 'limits.cpu': '9' }))
    reserve(cluster, reservations)
    expect(ask(cluster, createPod('p', 'oil-dev', '1')).code).toBe(201)
    return ledgerOf(cluster)
  }

  function reserved(id: string, cpu: string, expiresAt: string = later): JsonObject {
    const objectRef = { apiVersion: 'v1', kind: 'Pod' }
    return { id, delta: { 'limits.cpu': cpu }, expiresAt, createdAt: earlier, updatedAt: earlier, objectRef }
  }

  it('is taken off as the usage grows, the oldest first', () => {
    const status = afterPod(reserved('a', '750m'), reserved('b', '2'))
    expect(at(status, 'status', 'resourceQuota')).toMatchObject({
      used: { 'limits.cpu': '1' },
      reserved: { 'limits.cpu': '1750m' },
      allocated: { 'limits.cpu': '2750m' },
      reservations: [{ id: 'b', delta: { 'limits.cpu': '1750m' } }],
    })
  })

  it('is forgotten when it has expired', () => {
    const status = afterPod(reserved('a', '5', earlier))
    expect(at(status, 'status', 'resourceQuota', 'reservations')).toBeUndefined()
    expect(at(status, 'status', 'resourceQuota', 'allocated')).toEqual({ 'limits.cpu': '1' })
  })

  it('is not left for others: together with the usage it has to fit', () => {
    const cluster = tenantWorld('oil-dev')
    ask(cluster, createQuota({ 'limits.cpu': '2' }))
    reserve(cluster, [reserved('a', '1500m')])
    expect(message(ask(cluster, createPod('p', 'oil-dev', '1')))).toContain(
      'resource exceeds GlobalResourceQuota "shared"',
    )
  })
})
