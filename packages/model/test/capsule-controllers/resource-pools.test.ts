import { describe, expect, it } from 'vitest'
import { at, type Json, type JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Response } from '../../src/request/request.ts'
import { findObject } from '../../src/state/store.ts'
import { ask, capsule, conditions, core, object, type World, world } from './whole-cluster.ts'

const claimsResource = capsule('resourcepoolclaims', 'ResourcePoolClaim')
const poolsResource = capsule('resourcepools', 'ResourcePool')
const switchesOff = { defaultsZero: false, orderedQueue: false, deleteBoundResources: false }

function createPool(to: World, hard: JsonObject, config: JsonObject = {}): Response {
  const spec = { selectors: [{ matchLabels: { team: 'a' } }], quota: { hard }, config: { ...switchesOff, ...config } }
  const body = object('capsule.clastix.io/v1beta2', 'ResourcePool', 'pool', undefined, { spec })
  return ask(to, { verb: 'create', ...poolsResource, body })
}

function createClaim(
  to: World,
  name: string,
  claim: JsonObject,
  pool: string = 'pool',
  namespace: string = 'one',
): Response {
  const body = object('capsule.clastix.io/v1beta2', 'ResourcePoolClaim', name, namespace, { spec: { pool, claim } })
  return ask(to, { verb: 'create', ...claimsResource, namespace, body })
}

function createPod(to: World, name: string, cpu: string, namespace: string = 'one'): Response {
  const resources = { limits: { cpu } }
  const body = object('v1', 'Pod', name, namespace, { spec: { containers: [{ name: 'c', image: 'i', resources }] } })
  return ask(to, { verb: 'create', ...core('pods', 'Pod'), namespace, body })
}

function claimOf(from: World, name: string, namespace: string = 'one'): KubeObject | undefined {
  return findObject(from.state, 'capsule.clastix.io/resourcepoolclaims', namespace, name)
}

function poolOf(from: World): KubeObject | undefined {
  return findObject(from.state, 'capsule.clastix.io/resourcepools', undefined, 'pool')
}

function quotaOf(from: World, namespace: string = 'one'): Json | undefined {
  return at(findObject(from.state, '/resourcequotas', namespace, 'capsule-pool-pool'), 'spec', 'hard')
}

describe('a ResourcePool', () => {
  it('gives its namespaces what their claims were granted, and tells what is left', () => {
    const cluster = world('one', 'two')
    createPool(cluster, { 'limits.cpu': '2', pods: '4' })
    createClaim(cluster, 'c1', { 'limits.cpu': '0.5' })
    expect([quotaOf(cluster), quotaOf(cluster, 'two')]).toEqual([{ 'limits.cpu': '500m' }, undefined])
    expect(at(poolOf(cluster), 'status', 'allocation', 'available')).toEqual({ 'limits.cpu': '1500m', pods: '4' })
    expect(conditions(claimOf(cluster, 'c1'))).toEqual([
      'Ready=True Succeeded',
      'Exhausted=False NoExhaustions',
      'Bound=False Unused',
    ])
  })

  it('with defaultsZero lets nothing in before a claim was granted', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' }, { defaultsZero: true })
    expect(quotaOf(cluster)).toEqual({ 'limits.cpu': '0' })
    expect(createPod(cluster, 'p', '1').code).toBe(403)
    createClaim(cluster, 'c1', { 'limits.cpu': '1' })
    expect(createPod(cluster, 'p', '1').code).toBe(201)
  })

  it('lets a later, smaller claim pass one that does not fit', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'big', { 'limits.cpu': '3' })
    createClaim(cluster, 'small', { 'limits.cpu': '2' })
    expect(conditions(claimOf(cluster, 'big'))).toContain('Exhausted=True PoolExhausted')
    expect(conditions(claimOf(cluster, 'small'))).toContain('Exhausted=False NoExhaustions')
    expect(at(poolOf(cluster), 'status', 'exhaustions')).toEqual({ 'limits.cpu': { requesting: '3' } })
  })

  it('with an ordered queue lets nobody pass who asks for the same resource', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2', pods: '4' }, { orderedQueue: true })
    createClaim(cluster, 'big', { 'limits.cpu': '3' })
    createClaim(cluster, 'small', { 'limits.cpu': '1' })
    createClaim(cluster, 'other', { pods: '1' })
    expect(conditions(claimOf(cluster, 'small'))).toEqual([
      'Ready=True Succeeded',
      'Exhausted=True QueueExhausted',
      'Bound=False Failed',
    ])
    expect(conditions(claimOf(cluster, 'other'))).toContain('Exhausted=False NoExhaustions')
  })

  it('keeps what was granted: it cannot become smaller than that', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'c1', { 'limits.cpu': '1' })
    const shrink = (hard: JsonObject): Response =>
      ask(cluster, {
        verb: 'patch',
        ...poolsResource,
        name: 'pool',
        patchType: 'merge',
        body: { spec: { quota: { hard } } },
      })
    expect(shrink({ 'limits.cpu': '250m' }).code).toBe(403)
    expect(shrink({ 'limits.cpu': null }).body.message).toContain('can not remove resource limits.cpu')
    expect(shrink({ 'limits.cpu': '1' }).code).toBe(200)
  })

  it('that is deleted lets its claims live, but not those that never got anything', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'granted', { 'limits.cpu': '1' })
    createClaim(cluster, 'waiting', { 'limits.cpu': '3' })
    ask(cluster, { verb: 'delete', ...poolsResource, name: 'pool' })
    expect([poolOf(cluster), quotaOf(cluster), claimOf(cluster, 'waiting')]).toEqual([undefined, undefined, undefined])
    expect(conditions(claimOf(cluster, 'granted'))).toEqual(['Ready=False Failed'])
    expect(at(claimOf(cluster, 'granted'), 'status', 'pool')).toBeUndefined()
  })

  it('with deleteBoundResources takes the claims along', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' }, { deleteBoundResources: true })
    createClaim(cluster, 'granted', { 'limits.cpu': '1' })
    ask(cluster, { verb: 'delete', ...poolsResource, name: 'pool' })
    expect(claimOf(cluster, 'granted')).toBeUndefined()
  })

  it('lets go of a namespace that loses its label', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'c1', { 'limits.cpu': '1' })
    ask(cluster, {
      verb: 'patch',
      ...core('namespaces', 'Namespace'),
      name: 'one',
      patchType: 'merge',
      body: { metadata: { labels: { team: null } } },
    })
    expect(findObject(cluster.state, '/resourcequotas', 'one', 'capsule-pool-pool')).toBeUndefined()
    expect(claimOf(cluster, 'c1')?.metadata.ownerReferences).toBeUndefined()
    expect([at(poolOf(cluster), 'status', 'claims'), poolOf(cluster)?.metadata.finalizers]).toEqual([{}, undefined])
  })
})

describe('a ResourcePoolClaim', () => {
  it('is bound while pods need it, and then neither changes nor goes', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'small', { 'limits.cpu': '500m' })
    createClaim(cluster, 'large', { 'limits.cpu': '1' })
    createPod(cluster, 'p', '800m')
    expect(conditions(claimOf(cluster, 'large'))).toContain('Bound=True InUse')
    expect(conditions(claimOf(cluster, 'small'))).toContain('Bound=False Unused')
    const remove = (name: string): Response =>
      ask(cluster, { verb: 'delete', ...claimsResource, namespace: 'one', name })
    expect(remove('large').body.message).toContain('cannot delete the pool while claim is used in resourcepool pool')
    expect(remove('small').code).toBe(200)
    const resize = { spec: { claim: { 'limits.cpu': '2' } } }
    expect(
      ask(cluster, {
        verb: 'patch',
        ...claimsResource,
        namespace: 'one',
        name: 'large',
        patchType: 'merge',
        body: resize,
      }).code,
    ).toBe(403)
  })

  it('can be released while it is bound', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'c1', { 'limits.cpu': '1' })
    createPod(cluster, 'p', '1')
    const body = { metadata: { annotations: { 'projectcapsule.dev/release': 'true' } } }
    ask(cluster, { verb: 'patch', ...claimsResource, namespace: 'one', name: 'c1', patchType: 'merge', body })
    expect(at(claimOf(cluster, 'c1'), 'status', 'pool')).toBeUndefined()
    expect([claimOf(cluster, 'c1')?.metadata.annotations, claimOf(cluster, 'c1')?.metadata.ownerReferences]).toEqual([
      undefined,
      undefined,
    ])
    expect(quotaOf(cluster)).toBeUndefined()
  })

  it('that is resized beyond what is left loses what it had', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'c1', { 'limits.cpu': '1' })
    const resize = (cpu: string): Response =>
      ask(cluster, {
        verb: 'patch',
        ...claimsResource,
        namespace: 'one',
        name: 'c1',
        patchType: 'merge',
        body: { spec: { claim: { 'limits.cpu': cpu } } },
      })
    resize('2')
    expect(quotaOf(cluster)).toEqual({ 'limits.cpu': '2' })
    resize('3')
    expect(quotaOf(cluster)).toBeUndefined()
    expect(conditions(claimOf(cluster, 'c1'))).toContain('Exhausted=True PoolExhausted')
  })

  it('without a pool gets one that has its resources', () => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'c1', { 'limits.cpu': '1' }, '')
    createClaim(cluster, 'c2', { pods: '1' }, '')
    expect(at(claimOf(cluster, 'c1'), 'spec', 'pool')).toBe('pool')
    expect(at(claimOf(cluster, 'c2'), 'spec', 'pool')).toBe('')
    expect(at(claimOf(cluster, 'c2'), 'status', 'conditions', 0, 'message')).toBe('no pool reference was defined')
  })

  it.each([
    ['ghost', { 'limits.cpu': '1' }, 'ResourcePool.capsule.clastix.io "ghost" not found'],
    ['pool', { 'requests.storage': '1Gi' }, 'resource requests.storage is not available in pool pool'],
  ])('of %s for %j is told why it is not assigned', (pool, claim, message) => {
    const cluster = world('one')
    createPool(cluster, { 'limits.cpu': '2' })
    createClaim(cluster, 'c1', claim, pool)
    expect(at(claimOf(cluster, 'c1'), 'status', 'conditions', 0, 'message')).toBe(message)
  })
})

describe('the end of a ResourcePool', () => {
  it('is seen by its claims before or after it, as chance will have it', () => {
    const told = (choicesGiven: readonly number[]): Json | undefined => {
      const cluster = world('one')
      createPool(cluster, { 'limits.cpu': '2' })
      createClaim(cluster, 'c1', { 'limits.cpu': '1' })
      cluster.state = { ...cluster.state, choicesGiven }
      ask(cluster, { verb: 'delete', ...poolsResource, name: 'pool' })
      expect(cluster.state.choicesMade).toHaveLength(1)
      return at(claimOf(cluster, 'c1'), 'status', 'conditions', 0, 'message')
    }
    expect(told([])).toBe('ResourcePool.capsule.clastix.io "pool" not found')
    expect(told([1])).toBe('resourcepool not available')
  })
})
