import { describe, expect, it } from 'vitest'
import { validateCustomQuota } from '../../src/capsule/webhooks/custom-quotas/validating.ts'
import { at, type JsonObject, listAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Request } from '../../src/request/request.ts'
import { findObject } from '../../src/state/store.ts'
import { capsuleVersion, change, create, find } from './requests.ts'
import { admin, ask, capsule, conditions, core, object, type World, world } from './whole-cluster.ts'

const source = { apiVersion: 'v1', kind: 'Pod', op: 'count' }

function quota(spec: JsonObject, status: JsonObject = {}): ReturnType<typeof object> {
  return object('capsule.clastix.io/v1beta2', 'CustomQuota', 'q', 'default', { spec, status })
}

function verdictOfChange(spec: JsonObject, used: string): string {
  const answer = validateCustomQuota({
    operation: 'UPDATE',
    type: {
      group: 'capsule.clastix.io',
      version: 'v1beta2',
      resource: 'customquotas',
      kind: 'CustomQuota',
      namespaced: true,
      verbs: [],
      custom: true,
    },
    subresource: '',
    name: 'q',
    namespace: 'default',
    user: admin,
    object: quota(spec),
    oldObject: quota({ limit: '5', sources: [source] }, { usage: { used } }),
    dryRun: false,
  })
  return answer.allowed ? 'allowed' : answer.message
}

describe('a CustomQuota', () => {
  it('limits to more than nothing', () => {
    const create = (limit: string): number =>
      ask(world(), {
        verb: 'create',
        ...capsule('customquotas', 'CustomQuota'),
        namespace: 'default',
        body: quota({ limit, sources: [source] }),
      }).code
    expect([create('0'), create('-1'), create('1')]).toEqual([403, 403, 201])
  })

  it.each([
    [
      { limit: '3', sources: [source] },
      '4',
      'spec.limit cannot be lowered below current usage (4); requested limit: 3',
    ],
    [{ limit: '4', sources: [source] }, '4', 'allowed'],
    [{ limit: '3', sources: [] }, '0', 'allowed'],
    [
      { limit: '5', sources: [{ ...source, kind: 'Service' }] },
      '1',
      'spec.sources cannot be changed while usage is recorded (usage: 1); create a new CustomQuota instead',
    ],
    [{ limit: '5', sources: [{ ...source, selectors: [{ matchLabels: { a: 'b' } }] }] }, '1', 'allowed'],
  ])('changed to %j while %s are used: %s', (spec, used, verdict) => {
    expect(verdictOfChange(spec, used)).toBe(verdict)
  })
})

describe('the usage of a CustomQuota', () => {
  function configMap(name: string, data: JsonObject, labels: JsonObject = {}): Request {
    const body = object('v1', 'ConfigMap', name, 'one', { metadata: { labels }, data })
    return { verb: 'create', ...core('configmaps', 'ConfigMap'), namespace: 'one', body }
  }

  function counted(cluster: World, spec: JsonObject): KubeObject | undefined {
    const body = object('capsule.clastix.io/v1beta2', 'CustomQuota', 'q', 'one', { spec })
    ask(cluster, { verb: 'create', ...capsule('customquotas', 'CustomQuota'), namespace: 'one', body })
    return findObject(cluster.state, 'capsule.clastix.io/customquotas', 'one', 'q')
  }

  const configMaps = { apiVersion: 'v1', kind: 'ConfigMap' }

  it('is the sum over what its sources select', () => {
    const cluster = world('one')
    ask(cluster, configMap('a', { size: '1500m' }, { mine: 'yes' }))
    ask(cluster, configMap('b', { size: '1' }, { mine: 'yes' }))
    ask(cluster, configMap('c', { size: '5' }))
    const selectors = [{ matchLabels: { mine: 'yes' } }]
    const quota = counted(cluster, {
      limit: '4',
      sources: [{ ...configMaps, op: 'add', path: '.data.size', selectors }],
    })
    expect(at(quota, 'status', 'usage')).toEqual({ used: '2500m', available: '1500m' })
    expect(listAt(quota, 'status', 'claims').map((claim) => at(claim, 'name'))).toEqual(['a', 'b'])
    const ledger = findObject(cluster.state, 'capsule.clastix.io/quantityledgers', 'one', 'q')
    expect(at(ledger, 'status', 'allocated')).toBe('2500m')
  })

  it('is told as it was when the quota changed last', () => {
    const cluster = world('one')
    const quota = counted(cluster, { limit: '4', sources: [{ ...configMaps, op: 'count' }] })
    ask(cluster, configMap('a', {}))
    const later = findObject(cluster.state, 'capsule.clastix.io/customquotas', 'one', 'q')
    expect(at(later, 'status')).toEqual(at(quota, 'status'))
  })

  it('cannot be told where an object has nothing at the path', () => {
    const cluster = world('one')
    const quota = counted(cluster, { limit: '4', sources: [{ ...configMaps, op: 'add', path: '.data.size' }] })
    expect(conditions(quota)).toEqual(['Ready=False Failed'])
    expect(at(quota, 'status', 'conditions', 0, 'message')).toContain('quantity path did not resolve to any value')
  })

  it('is not of kinds without namespaces', () => {
    const quota = counted(world('one'), { limit: '4', sources: [{ apiVersion: 'v1', kind: 'Namespace', op: 'count' }] })
    expect(at(quota, 'status', 'conditions', 0, 'message')).toBe('GVK /v1, Kind=Namespace is not namespaced')
  })

  it('of a GlobalCustomQuota counts the namespaces that it selects, as they come', () => {
    const cluster = world('one')
    const spec = {
      limit: '9',
      sources: [{ ...configMaps, op: 'count' }],
      namespaceSelectors: [{ matchLabels: { team: 'a' } }],
    }
    const body = object('capsule.clastix.io/v1beta2', 'GlobalCustomQuota', 'q', undefined, { spec })
    ask(cluster, { verb: 'create', ...capsule('globalcustomquotas', 'GlobalCustomQuota'), body })
    const told = (): unknown => {
      const quota = findObject(cluster.state, 'capsule.clastix.io/globalcustomquotas', undefined, 'q')
      return [at(quota, 'status', 'namespaces'), at(quota, 'status', 'usage', 'used')]
    }
    expect(told()).toEqual([['one'], '1'])
    const two = object('v1', 'Namespace', 'two', undefined, { metadata: { labels: { team: 'a' } } })
    ask(cluster, { verb: 'create', ...core('namespaces', 'Namespace'), body: two })
    expect(told()).toEqual([['one', 'two'], expect.anything()])
  })
})

describe('a source of a CustomQuota', () => {
  const data = { size: '2', kind: 'web', on: 'true' }

  /** The usage of a quota in a namespace with the maps a (web, size 2), b (db, size 3) and c (nothing). */
  function used(source: JsonObject): unknown {
    const cluster = world('one')
    const maps = { a: data, b: { size: '3', kind: 'db', on: 'false' }, c: {} }
    for (const [name, content] of Object.entries(maps))
      create(
        cluster,
        { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'one', name },
        {
          metadata: {
            finalizers: Object.values(content)
              .map((value) => `example.com/${value}`)
              .toSpliced(0, 1),
          },
          data: content,
        },
      )
    const named = { apiVersion: capsuleVersion, kind: 'CustomQuota', namespace: 'one', name: 'q' }
    const selectors = [{ fieldSelectors: ['.metadata.name!=kube-root-ca.crt'] }]
    const spec = { limit: '9', sources: [{ apiVersion: 'v1', kind: 'ConfigMap', op: 'count', selectors, ...source }] }
    create(cluster, named, { spec })
    return at(find(cluster, named)?.status, 'usage', 'used')
  }

  it.each([
    ['.data.on', '1'],
    ['.data.kind=web', '1'],
    ['.data.kind == "db"', '1'],
    ['.data.kind!=web', '3'],
    ["['data'].kind", undefined],
    [".data['kind']=web", '1'],
    ['.data["size"]=3', '1'],
    ['.data[*]=2 web true', '1'],
    ['.data.missing', '0'],
    ['.metadata.finalizers[0]=example.com/web', '1'],
    ['.metadata.finalizers[7]', '0'],
  ])('with the field selector %s counts %s', (field, count) => {
    expect(used({ selectors: [{ fieldSelectors: [field] }] })).toBe(count)
  })

  it('adds up all that is found at its path', () => {
    const selectors = [{ fieldSelectors: ['.data.size'] }]
    expect(used({ op: 'add', path: '.data.size', selectors })).toBe('5')
  })

  it('that subtracts ends at nothing', () => {
    expect(used({ op: 'sub', path: '.data.size', selectors: [{ fieldSelectors: ['.data.size'] }] })).toBe('0')
  })

  it('whose path leads to no quantity cannot be counted', () => {
    expect(used({ op: 'add', path: '.data.kind', selectors: [{ fieldSelectors: ['.data.kind=web'] }] })).toBe('0')
  })

  it('with an expression in CEL is not modelled: nothing is told', () => {
    expect(used({ selectors: [{ celExpressions: ['object.metadata.name == "a"'] }] })).toBeUndefined()
  })
})

describe('a CustomQuota that is asked to be counted anew', () => {
  const named = { apiVersion: capsuleVersion, kind: 'CustomQuota', namespace: 'one', name: 'q' }
  const asked = 'reconcile.projectcapsule.dev/requestedAt'

  it('is, and the request is taken off it', () => {
    const cluster = world('one')
    const map = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'one', name: 'a' }
    create(cluster, named, { spec: { limit: '9', sources: [{ apiVersion: 'v1', kind: 'ConfigMap', op: 'count' }] } })
    const before = Number(at(find(cluster, named)?.status, 'usage', 'used'))
    create(cluster, map)
    change(cluster, named, { metadata: { annotations: { [asked]: 'now' } } })
    expect(Number(at(find(cluster, named)?.status, 'usage', 'used'))).toBe(before + 1)
    expect(find(cluster, named)?.metadata.annotations ?? {}).not.toHaveProperty([asked])
  })

  it('is not believed to be in order where its selector of namespaces is none', () => {
    const cluster = world('one')
    const global = { apiVersion: capsuleVersion, kind: 'GlobalCustomQuota', name: 'q' }
    const namespaceSelectors = [{ matchExpressions: [{ key: 'a', operator: 'Like' }] }]
    const sources = [{ apiVersion: 'v1', kind: 'ConfigMap', op: 'count' }]
    create(cluster, global, { spec: { limit: '9', sources, namespaceSelectors } })
    expect(at(find(cluster, global)?.status, 'conditions', 0, 'message')).toMatch(/^invalid namespace selector: /)
  })
})
