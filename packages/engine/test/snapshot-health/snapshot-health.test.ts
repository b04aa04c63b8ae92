import type { Json, KubeObject } from '@capsule-whatif/model'
import { builtinResources } from '@capsule-whatif/model'
import { describe, expect, it, test } from 'vitest'
import { snapshotHealthText } from '../../src/report/snapshot-health-text.ts'
import { loadSnapshot } from '../../src/snapshot/load-snapshot.ts'
import type { HealthCode, HealthFinding } from '../../src/snapshot-health/health-finding.ts'
import { questions } from '../../src/snapshot-health/health-finding.ts'
import { type SnapshotHealth, snapshotHealth } from '../../src/snapshot-health/snapshot-health.ts'
import { recorded } from '../snapshot/collected.ts'

const operator: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'capsule-controller-manager',
    namespace: 'capsule-system',
    uid: 'd0',
    labels: { 'app.kubernetes.io/name': 'capsule' },
    managedFields: [{ manager: 'helm', time: '2026-11-21T11:00:00Z' }],
  },
  spec: { replicas: 1 },
  status: { observedGeneration: 1, readyReplicas: 1 },
}
const cluster = [...recorded('two-tenants.json'), operator]

function healthOf(objects: readonly KubeObject[], list: Json = {}, now?: number): SnapshotHealth {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: list, items: objects })
  const snapshot = loadSnapshot([{ name: 'cluster.json', text }], { knownResources: builtinResources })
  return snapshotHealth(snapshot, now === undefined ? {} : { now })
}

const grave = ({ findings }: SnapshotHealth) =>
  findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code)
const without = (...kinds: readonly string[]) => cluster.filter(({ kind }) => !kinds.includes(kind))
const find = (code: HealthCode, { findings }: SnapshotHealth): HealthFinding | undefined =>
  findings.find((finding) => finding.code === code)

test('of a recorded cluster with its operator nothing is in doubt', () => {
  const health = healthOf(cluster)
  expect(grave(health)).toEqual([])
  expect(health.sound).toEqual(questions)
  expect(health).toMatchObject({
    objects: cluster.length,
    capsuleVersion: '0.14',
    takenAfter: '2026-11-21T11:00:00.000Z',
  })
  expect(health.resources[0]).toEqual({ resource: 'clusterroles.rbac.authorization.k8s.io', objects: 74 })
})

describe('what is taken out of a recorded cluster is missed:', () => {
  it.each<readonly [string, readonly KubeObject[], readonly HealthCode[]]>([
    ['definitions', without('CustomResourceDefinition'), ['definitions-absent', 'kinds-undefined']],
    [
      'the definition of Tenant',
      cluster.filter(({ metadata }) => metadata.name !== 'tenants.capsule.clastix.io'),
      ['capsule-absent', 'kinds-undefined'],
    ],
    ['namespaces', without('Namespace'), ['namespaces-absent']],
    ['validating webhooks', without('ValidatingWebhookConfiguration'), ['webhooks-absent']],
    ['mutating webhooks', without('MutatingWebhookConfiguration'), ['webhooks-absent']],
    ['cluster roles', without('ClusterRole'), ['roles-absent']],
    ['cluster role bindings', without('ClusterRoleBinding'), ['roles-absent']],
    ['roles', without('Role'), ['roles-absent']],
    ['role bindings', without('RoleBinding'), ['roles-absent']],
    ['the configuration', without('CapsuleConfiguration'), ['configuration-absent']],
    ['the operator', without('Deployment'), ['operator-absent']],
    ['service accounts and services', without('ServiceAccount', 'Service'), ['kinds-uncollected']],
    [
      'a namespace with objects in it',
      cluster.filter(({ kind, metadata }) => kind !== 'Namespace' || metadata.name !== 'oil-dev'),
      ['namespaces-missing'],
    ],
    [
      'uids',
      cluster.map((object) => (object.kind === 'Tenant' ? withoutField(object, 'uid') : object)),
      ['uids-absent'],
    ],
  ])('%s', (_what, objects, codes) => {
    const health = healthOf(objects)
    expect([...new Set(grave(health))].toSorted()).toEqual([...codes].toSorted())
    for (const code of codes) {
      const finding = find(code, health)
      expect(finding?.limits.length).toBeGreaterThan(0)
      for (const question of finding?.limits ?? []) expect(health.sound).not.toContain(question)
    }
  })

  it('secrets, which limits no answer', () => {
    const health = healthOf(without('Secret'))
    expect(find('secrets-absent', health)).toMatchObject({ severity: 'note' })
    expect(health.sound).toEqual(questions)
  })

  it('managedFields, which only server-side apply needs', () => {
    expect(find('managed-fields-absent', healthOf(without('Deployment')))).toMatchObject({
      limits: ['predict', 'plan'],
    })
    expect(find('managed-fields-absent', healthOf(cluster))).toBeUndefined()
  })

  it('access is in doubt without roles, quotas are not', () => {
    const { sound } = healthOf(without('ClusterRole'))
    expect(sound).not.toContain('access')
    expect(sound).toContain('quota-forecast')
  })

  it('webhooks of Capsule, where others are there', () => {
    const others = cluster.map((object) =>
      object.kind.endsWith('WebhookConfiguration') ? { ...object, webhooks: [{ name: 'pods.example.org' }] } : object,
    )
    expect(find('webhooks-absent', healthOf(others as KubeObject[]))).toMatchObject({ severity: 'warning' })
  })
})

describe('what is in a snapshot and should make one wonder:', () => {
  it('an operator that has no pods, or wants none', () => {
    const change = (more: object) => healthOf([...without('Deployment'), { ...operator, ...more }])
    expect(grave(change({ spec: { replicas: 0 }, status: {} }))).toEqual(['operator-stopped'])
    expect(grave(change({ status: { observedGeneration: 1 } }))).toEqual(['operator-stopped'])
    expect(grave(change({ status: {} }))).toEqual([])
  })

  it('only the first page of a list', () => {
    for (const page of [{ continue: 'token', remainingItemCount: 5 }, { remainingItemCount: 5 }, { continue: 'token' }])
      expect(find('lists-partial', healthOf(cluster, page))).toMatchObject({ severity: 'error', limits: questions })
    expect(find('lists-partial', healthOf(cluster, { continue: '', resourceVersion: '7' }))).toBeUndefined()
  })

  it('two clusters, told by the uid of kube-system', () => {
    const other = cluster
      .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'kube-system')
      .map((object) => ({ ...object, metadata: { ...object.metadata, uid: 'another' } }))
    expect(grave(healthOf([...cluster, ...other]))).toEqual(['clusters-mixed', 'duplicates-different'])
  })

  it('two clusters, told by their certificates', () => {
    const map = (namespace: string, text: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace, uid: namespace },
      data: { 'ca.crt': text },
    })
    const rest = cluster.filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')
    expect(grave(healthOf([...rest, map('oil-dev', 'one'), map('gas-dev', 'one')]))).toEqual([])
    expect(grave(healthOf([...rest, map('oil-dev', 'one'), map('gas-dev', 'two')]))).toEqual(['clusters-mixed'])
  })

  it('the same object, different', () => {
    const tenant = cluster.filter(({ kind }) => kind === 'Tenant').slice(0, 1)
    const changed = tenant.map((object) => ({ ...object, metadata: { ...object.metadata, resourceVersion: '9999' } }))
    expect(grave(healthOf([...cluster, ...changed]))).toEqual(['duplicates-different'])
  })

  it('a file that is cut off', () => {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: cluster })
    const snapshot = loadSnapshot([{ name: 'cluster.json', text: text.slice(0, -50) }])
    expect(find('input-incomplete', snapshotHealth(snapshot))).toMatchObject({ severity: 'error', limits: questions })
  })

  it('a namespace that only a Tenant names', () => {
    const objects = cluster.filter(({ metadata: { name, namespace } }) => name !== 'gas-dev' && namespace !== 'gas-dev')
    expect(find('namespaces-missing', healthOf(objects))?.message).toContain('gas-dev')
  })

  it('nothing that tells the version', () => {
    const definition = (object: KubeObject) =>
      object.kind !== 'CustomResourceDefinition' || /^(tenants|capsuleconf)/.test(object.metadata.name)
    expect(healthOf(without('Deployment').filter(definition)).capsuleVersion).toBe('0.7')
  })

  it('that nothing happened in it for more than a day', () => {
    const day = 24 * 3_600_000
    const latest = Date.parse('2026-11-21T11:00:00Z')
    expect(find('snapshot-old', healthOf(cluster, {}, latest + day - 1))).toBeUndefined()
    expect(find('snapshot-old', healthOf(cluster, {}, latest + 3 * day))?.message).toContain('72 hours old')
    expect(find('snapshot-old', healthOf(cluster))).toBeUndefined()
  })
})

test('nothing at all is told as such', () => {
  const health = snapshotHealth(loadSnapshot([]))
  expect(health.sound).toEqual([])
  expect(health.findings[0]?.severity).toBe('error')
})

test('the text says what is missing, what that limits and what to do, and the JSON is plain data', () => {
  const health = healthOf(without('ClusterRole'))
  const text = snapshotHealthText(health)
  expect(text).toContain('In short: ')
  expect(text).toContain(
    '  no ClusterRoles: everybody but system:masters is refused [roles-absent]\n    limits: predict, ',
  )
  expect(JSON.parse(JSON.stringify(health))).toEqual(health)
  expect(snapshotHealthText(healthOf(without('ClusterRole')))).toBe(text)
})

function withoutField(object: KubeObject, field: 'uid'): KubeObject {
  const { [field]: _, ...metadata } = object.metadata
  return { ...object, metadata }
}
