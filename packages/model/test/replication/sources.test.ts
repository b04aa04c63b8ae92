import { describe, expect, it } from 'vitest'
import type { ReplicationSpec, ResourceSpec } from '../../src/capsule/controllers/replication/replication.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { configMap, make, namespace, type Place, readyMessage, type World, world } from './replication-world.ts'

const global: Place = ['', 'rep']
const local: Place = ['dev', 'rep']
const maps = { apiVersion: 'v1', kind: 'ConfigMap' }

function entry(resource: object): ReplicationSpec {
  return { resources: [resource as ResourceSpec] }
}

function source(name: string, labels: Readonly<Record<string, string>> = {}, scope: string = 'dev'): KubeObject {
  return make('ConfigMap', { name, namespace: scope, uid: `uid-${name}`, labels }, { data: { from: scope } })
}

/** The names of what lies in prod after a TenantResource of dev had this to copy. */
function copied(selector: JsonObject): readonly string[] {
  const cluster = world(source('a', { tier: 'web' }), source('b', { tier: 'db', old: 'yes' }), source('c'))
  cluster.replicate('TenantResource', local, entry({ namespacedItems: [{ ...maps, selector }] }))
  return ['a', 'b', 'c'].filter((name) => cluster.get('ConfigMap', ['prod', name]))
}

function problem(of: World, spec: ReplicationSpec): string | undefined {
  of.replicate('TenantResource', local, spec)
  return readyMessage(of.replication('TenantResource', local))
}

describe('the sources of a TenantResource', () => {
  it.each([
    [{}, ['a', 'b', 'c']],
    [{ matchLabels: { tier: 'web' } }, ['a']],
    [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['web', 'db'] }] }, ['a', 'b']],
    [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, ['b', 'c']],
    [{ matchExpressions: [{ key: 'old', operator: 'Exists' }] }, ['b']],
    [{ matchLabels: { tier: 'web' }, matchExpressions: [{ key: 'old', operator: 'DoesNotExist' }] }, ['a']],
  ])('that %j selects are %j', (selector, names) => {
    expect(copied(selector)).toEqual(names)
  })

  it('may be one object by its name; where it is not there, nothing is copied', () => {
    const cluster = world(source('a'), source('b'))
    cluster.replicate(
      'TenantResource',
      local,
      entry({
        namespacedItems: [
          { ...maps, name: 'a' },
          { ...maps, name: 'x' },
        ],
      }),
    )
    expect(cluster.get('ConfigMap', ['prod', 'a'])).toMatchObject({ data: { from: 'dev' } })
    expect(cluster.get('ConfigMap', ['prod', 'b'])).toBeUndefined()
    expect(cluster.replication('TenantResource', local).status?.size).toBe(1)
  })

  it('are copied once, however many references lead to them', () => {
    const cluster = world(source('a', { tier: 'web' }))
    const selector = { matchLabels: { tier: 'web' } }
    cluster.replicate(
      'TenantResource',
      local,
      entry({
        namespacedItems: [
          { ...maps, name: 'a' },
          { ...maps, selector },
        ],
      }),
    )
    expect(cluster.replication('TenantResource', local).status?.processedItems).toMatchObject([
      { namespace: 'prod', name: 'a' },
    ])
  })

  it('that must be there fail the run where they are not', () => {
    const missing = entry({ namespacedItems: [{ ...maps, name: 'x', optional: false }] })
    expect(problem(world(), missing)).toContain('failed to get ConfigMap/x: configmaps "x" not found')
  })

  it('of a kind that is not served fail the run', () => {
    const unknown = entry({ namespacedItems: [{ apiVersion: 'example.com/v1', kind: 'Nothing' }] })
    expect(problem(world(), unknown)).toMatch(/^failed to resolve GVK example.com\/v1, Kind=Nothing: /)
  })

  it('cannot be selected by what is no selector', () => {
    const selector = { matchExpressions: [{ key: 'tier', operator: 'Like', values: ['web'] }] }
    expect(problem(world(), entry({ namespacedItems: [{ ...maps, selector }] }))).toMatch(/^invalid label selector: /)
  })

  it('are none where its namespace is not in the status of the Tenant', () => {
    const cluster = world(namespace('late'))
    cluster.replicate('TenantResource', ['late', 'rep'], entry({ namespacedItems: [maps] }))
    expect(readyMessage(cluster.replication('TenantResource', ['late', 'rep']))).toBe(
      'cross-namespace selection is not allowed. Referring a Namespace (late) that is not part of the given Tenant (allowed map[dev:{} prod:{}])',
    )
  })

  it('cannot be read without the rights of the acting ServiceAccount', () => {
    const spec = { ...entry({ namespacedItems: [maps] }), serviceAccount: { name: 'weak' } }
    expect(problem(world(), spec)).toMatch(/^failed to list ConfigMap: configmaps is forbidden: /)
  })
})

describe('the sources of a GlobalTenantResource', () => {
  it('may lie in any namespace, and stay themselves where they lie in a target', () => {
    const cluster = world(namespace('foreign', {}, 'gas'), source('a', {}, 'foreign'), source('b', {}, 'prod'))
    const items = [
      { ...maps, namespace: 'foreign' },
      { ...maps, namespace: 'prod', name: 'b' },
    ]
    cluster.replicate('GlobalTenantResource', global, entry({ namespacedItems: items }))
    expect(cluster.get('ConfigMap', ['prod', 'a'])?.data).toEqual({ from: 'foreign' })
    expect(cluster.get('ConfigMap', ['dev', 'b'])?.data).toEqual({ from: 'prod' })
    expect(cluster.get('ConfigMap', ['prod', 'b'])?.metadata.labels).toEqual({})
  })

  it('fail the run where one cannot be read', () => {
    const cluster = world()
    const items = [{ ...maps, namespace: 'dev', name: 'x', optional: false }]
    cluster.replicate('GlobalTenantResource', global, entry({ namespacedItems: items }))
    expect(readyMessage(cluster.replication('GlobalTenantResource', global))).toContain('failed to get ConfigMap/x')
  })
})

describe('the context of an entry', () => {
  function reading(reference: JsonObject): ReplicationSpec {
    return entry({ rawItems: [configMap('made')], context: { resources: [{ index: 'x', ...maps, ...reference }] } })
  }

  it('is read with the names of Tenant and namespace filled in', () => {
    const cluster = world(source('of-oil', {}, 'dev'), source('of-oil', {}, 'prod'))
    const spec = reading({ name: 'of-{{tenant.name}}', namespace: '{{namespace}}', optional: false })
    expect(problem(cluster, spec)).toBe('reconciled')
    expect(cluster.get('ConfigMap', ['prod', 'made'])).toBeDefined()
  })

  it('that cannot be read keeps everything from being made', () => {
    const cluster = world(source('of-dev', {}, 'dev'))
    const spec = reading({ name: 'of-{{namespace}}', optional: false })
    expect(problem(cluster, spec)).toContain('failed to get ConfigMap/of-prod')
    expect(cluster.get('ConfigMap', ['dev', 'made'])).toBeUndefined()
  })

  it('of a TenantResource lies in namespaces of its Tenant', () => {
    const cluster = world(namespace('foreign', {}, 'gas'))
    expect(problem(cluster, reading({ namespace: 'foreign' }))).toContain('Referring a Namespace (foreign)')
  })

  it('is selected by labels with the names filled in', () => {
    const selector = {
      matchLabels: { of: '{{tenant.name}}' },
      matchExpressions: [{ key: 'in', operator: 'In', values: ['{{namespace}}'] }],
    }
    const denied = { ...reading({ selector }), serviceAccount: { name: 'weak' } }
    expect(problem(world(), reading({ selector }))).toBe('reconciled')
    expect(problem(world(), denied)).toContain('failed to list ConfigMap: ')
  })
})

describe('a raw item', () => {
  it('without a kind is no object', () => {
    const raw = entry({ rawItems: [{ apiVersion: 'v1', metadata: { name: 'a' } }] })
    expect(problem(world(), raw)).toContain("decode unstructured: Object 'Kind' is missing in '")
  })

  it('goes into the namespace that it is made for, whatever it says', () => {
    const cluster = world()
    const item = { ...configMap('a'), metadata: { name: 'a', namespace: 'elsewhere' } }
    cluster.replicate('TenantResource', local, entry({ rawItems: [item] }))
    expect(cluster.get('ConfigMap', ['prod', 'a'])).toBeDefined()
    expect(cluster.get('ConfigMap', ['elsewhere', 'a'])).toBeUndefined()
  })
})

describe('an entry', () => {
  it('with a selector of namespaces that is none fails the run', () => {
    const namespaceSelector = { matchExpressions: [{ key: 'env', operator: 'Like', values: ['x'] }] }
    const spec = entry({ rawItems: [configMap('a')], namespaceSelector })
    expect(problem(world(), spec)).toContain('"Like" is not a valid label selector operator')
  })

  it('with generators is not predicted', () => {
    const spec = entry({ generators: [{ template: '{{ .tenant.metadata.name }}' }] })
    expect(problem(world(), spec)).toBe('error running generator: not modelled: templates')
  })
})

describe('a replication without the rights that it had', () => {
  const item = entry({ rawItems: [configMap('a')] })
  const weak = { serviceAccount: { name: 'weak' } }

  it.each([
    [true, 'pruning failed for item: '],
    [false, 'disowning failed for item: '],
  ])('cannot take back what it made (deleting it: %s), and tells why', (pruningOnDelete, prefix) => {
    const cluster = world()
    cluster.replicate('TenantResource', local, { ...item, pruningOnDelete })
    cluster.change('TenantResource', local, { spec: { ...weak, resources: [] } })
    const replication = cluster.replication('TenantResource', local)
    expect(readyMessage(replication)).toBe('pruning of 2 resources failed')
    expect(replication.status?.processedItems?.[0]?.status.message).toContain(`${prefix}configmaps "a" is forbidden: `)
    cluster.send({ verb: 'delete' }, 'TenantResource', local)
    cluster.settle()
    expect(cluster.get('TenantResource', local)).toBeDefined()
  })

  it('forgets with the first apply that fails what it made, and leaves it behind when it ends', () => {
    const cluster = world()
    cluster.replicate('TenantResource', local, item)
    cluster.change('TenantResource', local, { spec: weak })
    cluster.send({ verb: 'delete' }, 'TenantResource', local)
    cluster.settle()
    expect(cluster.get('TenantResource', local)).toBeUndefined()
    expect(cluster.get('ConfigMap', ['prod', 'a'])).toBeDefined()
  })
})
