import { describe, expect, it } from 'vitest'
import { reconcileReplication } from '../../src/capsule/v0.7/controllers/replication/replication-pass.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { type KubeObject, labelsOf } from '../../src/object/kube-object.ts'
import { emptyState } from '../../src/state/cluster-state.ts'
import { findObject, listObjects, putObject } from '../../src/state/store.ts'
import { type Driven, drive } from '../capsule-controllers/in-memory-server.ts'

const replicationsKey = 'capsule.clastix.io/globaltenantresources'

function objectOf(kind: string, metadata: KubeObject['metadata'], rest: JsonObject = {}): KubeObject {
  return {
    apiVersion: kind === 'ConfigMap' || kind === 'Namespace' ? 'v1' : 'capsule.clastix.io/v1beta2',
    kind,
    metadata,
    ...rest,
  }
}

const keys: Readonly<Record<string, `${string}/${string}`>> = {
  ConfigMap: '/configmaps',
  GlobalTenantResource: replicationsKey,
  Namespace: '/namespaces',
  Tenant: 'capsule.clastix.io/tenants',
}

function labelled(name: string, tenant: string): KubeObject {
  return objectOf('Namespace', { name, labels: { 'capsule.clastix.io/tenant': tenant } })
}

function replication(
  section: JsonObject,
  meta: Partial<KubeObject['metadata']> = {},
  rest: JsonObject = {},
): KubeObject {
  const spec = { resyncPeriod: '60s', pruningOnDelete: true, tenantSelector: {}, resources: [section] }
  return objectOf('GlobalTenantResource', { name: 'all', ...meta }, { spec, ...rest })
}

const raw = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'made' },
  data: { text: '{{ tenant.name }} {{ namespace }} {{ other }}.' },
}

function pass(...objects: readonly KubeObject[]): Driven {
  const state = [objectOf('Tenant', { name: 'oil' }), ...objects].reduce((built, object) => {
    const key = keys[object.kind]
    if (!key) throw new Error(`no resource for ${object.kind}`)
    return putObject(built, key, object)
  }, emptyState(0))
  return drive(state, reconcileReplication(true, { name: 'all' }))
}

describe('a GlobalTenantResource of v0.7', () => {
  it("makes raw items in every namespace with a Tenant's label, member or not, and lists them", () => {
    const { state, result } = pass(replication({ rawItems: [raw] }), labelled('a', 'oil'), labelled('b', 'gone'))
    const made = findObject(state, '/configmaps', 'a', 'made')
    expect(made?.data).toEqual({ text: 'oil a .' })
    expect(made && labelsOf(made)).toMatchObject({
      'capsule.clastix.io/resources': '0',
      'capsule.clastix.io/tenant': 'oil',
    })
    expect(findObject(state, '/configmaps', 'b', 'made')).toBeUndefined()
    expect(findObject(state, replicationsKey, undefined, 'all')).toMatchObject({
      metadata: { finalizers: ['capsule.clastix.io/resources'] },
      status: {
        selectedTenants: ['oil'],
        processedItems: [{ kind: 'ConfigMap', apiVersion: 'v1', namespace: 'a', name: 'made' }],
      },
    })
    expect(result).toEqual({ type: 'requeue', afterMs: 60_000 })
  })

  it('marks its source as a replica where that lies in a target', () => {
    const source = objectOf('ConfigMap', { name: 'source', namespace: 'a' })
    const item = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', selector: {} }
    const { state } = pass(replication({ namespacedItems: [item] }), labelled('a', 'oil'), labelled('b', 'oil'), source)
    expect(listObjects(state, '/configmaps').map((object) => labelsOf(object)['capsule.clastix.io/resources'])).toEqual(
      ['0', '0'],
    )
  })

  it('does nothing, again and again, with additional labels alone', () => {
    const section = { rawItems: [raw], additionalMetadata: { labels: { a: '1' } } }
    const { state, result } = pass(replication(section), labelled('a', 'oil'))
    expect(listObjects(state, '/configmaps')).toEqual([])
    expect(result).toEqual({ type: 'error', message: 'panic: assignment to entry in nil map [recovered]' })
  })

  it('takes what it made with it', () => {
    const made = objectOf('ConfigMap', { name: 'made', namespace: 'a' })
    const meta = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['capsule.clastix.io/resources'] }
    const status = { processedItems: [{ kind: 'ConfigMap', apiVersion: 'v1', namespace: 'a', name: 'made' }] }
    const { state } = pass(replication({ rawItems: [raw] }, meta, { status }), labelled('a', 'oil'), made)
    expect(listObjects(state, '/configmaps')).toEqual([])
    expect(findObject(state, replicationsKey, undefined, 'all')?.metadata.finalizers).toBeUndefined()
  })
})
