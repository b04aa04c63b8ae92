import { describe, expect, test } from 'vitest'
import { loadManifests } from '../../src/snapshot/load-manifests.ts'
import { loadSnapshot } from '../../src/snapshot/load-snapshot.ts'
import { resolvePlainScalar } from '../../src/snapshot/plain-scalar.ts'
import { formatIssue, severityOf, snapshotIssueCodes } from '../../src/snapshot/snapshot-issue.ts'

const load = (name: string, text: string) => loadSnapshot([{ name, text }])
const tenant = { apiVersion: 'capsule.clastix.io/v1beta2', kind: 'Tenant', metadata: { name: 'oil' } }

describe('what kubectl prints', () => {
  test('a List gives its items, each with the place where it stands', () => {
    const text = JSON.stringify(
      { apiVersion: 'v1', kind: 'List', items: [tenant, { ...tenant, metadata: { name: 'gas' } }] },
      null,
      4,
    )
    const snapshot = load('a.json', text)
    expect(snapshot.objects.map(({ metadata }) => metadata.name)).toEqual(['oil', 'gas'])
    expect(snapshot.origins).toEqual([
      { file: 'a.json', line: 5, column: 9 },
      { file: 'a.json', line: 12, column: 9 },
    ])
    expect(snapshot.issues).toEqual([])
  })

  test('items of a TenantList get apiVersion and kind from it', () => {
    const text = JSON.stringify({
      kind: 'TenantList',
      apiVersion: tenant.apiVersion,
      items: [{ metadata: { name: 'oil' } }],
    })
    expect(load('a.json', text).objects).toEqual([tenant])
    expect(
      load('a.yaml', `apiVersion: ${tenant.apiVersion}\nkind: TenantList\nitems:\n- metadata:\n    name: oil\n`)
        .objects,
    ).toEqual([tenant])
  })

  test('items of a TenantList that is cut off get them too', () => {
    const text = JSON.stringify({
      kind: 'TenantList',
      apiVersion: tenant.apiVersion,
      items: [{ metadata: { name: 'oil' } }, {}],
    })
    expect(load('a.json', text.slice(0, -4)).objects).toEqual([tenant])
  })

  test('a List without items is no error', () => {
    expect(load('a.json', '{"apiVersion":"v1","kind":"List","items":null}')).toEqual({
      objects: [],
      origins: [],
      issues: [],
    })
  })

  test('several documents of YAML, with places', () => {
    const text =
      '# mine\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n# two\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n...\n'
    const snapshot = load('a.yaml', text)
    expect(snapshot.objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'b'])
    expect(snapshot.origins.map(({ line, column }) => [line, column])).toEqual([
      [3, 1],
      [9, 1],
    ])
  })

  test('JSON within a .yaml file, JSON lines, Windows line ends and a byte order mark', () => {
    expect(load('a.yaml', JSON.stringify(tenant)).objects).toEqual([tenant])
    expect(
      load('-', `${JSON.stringify(tenant)}\n${JSON.stringify({ ...tenant, metadata: { name: 'gas' } })}\n`).objects,
    ).toHaveLength(2)
    expect(
      load('a.yaml', `\uFEFFapiVersion: ${tenant.apiVersion}\r\nkind: Tenant\r\nmetadata:\r\n  name: oil\r\n`).objects,
    ).toEqual([tenant])
    expect(load('-', `apiVersion: ${tenant.apiVersion}\nkind: Tenant\nmetadata: {name: oil}\n`).objects).toEqual([
      tenant,
    ])
  })

  test('a bare list', () => {
    expect(load('a.json', JSON.stringify([tenant])).objects).toEqual([tenant])
  })

  test('input is left as it was and the same input gives the same bytes', () => {
    const documents = Object.freeze([Object.freeze({ name: 'a.json', text: JSON.stringify(tenant) })])
    expect(JSON.stringify(loadSnapshot(documents))).toBe(JSON.stringify(loadSnapshot(documents)))
  })
})

describe('secrets', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 's',
      namespace: 'a',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'cGFzc3dvcmQ=', x: 'y' },
    },
    data: { password: 'cGFzc3dvcmQ=' },
    stringData: { token: 'cGFzc3dvcmQ=' },
    type: 'Opaque',
  }
  const text = JSON.stringify([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } }, secret])

  test('lose their values and keep their keys', () => {
    const snapshot = load('a.json', text)
    expect(JSON.stringify(snapshot)).not.toContain('cGFzc3dvcmQ=')
    expect(snapshot.objects[1]).toMatchObject({
      data: { password: '' },
      stringData: { token: '' },
      type: 'Opaque',
      metadata: { annotations: { x: 'y' } },
    })
  })

  test('keep their values where that is asked for, and in manifests', () => {
    const document = { name: 'a.json', text }
    expect(loadSnapshot([document], { redactSecrets: false }).objects[1]).toEqual(secret)
    expect(loadManifests([document]).objects[1]).toEqual(secret)
  })
})

test('a namespaced object without namespace is taken to be in default', () => {
  const knownResources = [{ group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', namespaced: true }]
  const text = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}'
  const { objects, issues } = loadSnapshot([{ name: 'a.json', text }], { knownResources })
  expect(objects[0]?.metadata.namespace).toBe('default')
  expect(issues.map(({ code }) => code)).toEqual(['namespace-assumed', 'namespace-absent'])
})

test.each([
  ['yes', true],
  ['Off', false],
  ['n', false],
  ['~', null],
  ['', null],
  ['012', 10],
  ['0o14', 12],
  ['-0x1F', -31],
  ['0b11', 3],
  ['1_000', 1000],
  ['089', 89],
  ['1e3', 1000],
  ['.5', 0.5],
  ['+7', 7],
  ['1.', 1],
  ['1:20', '1:20'],
  ['2024-01-01', '2024-01-01'],
  ['.inf', '.inf'],
  ['yEs', 'yEs'],
  ['-', '-'],
  ['0x', '0x'],
  ['1.2.3', '1.2.3'],
])('the plain word %j of YAML is %j to kubectl', (word, value) => {
  expect(resolvePlainScalar(word)).toBe(value)
})

test('every code has a severity, and an issue prints as compilers print', () => {
  for (const code of snapshotIssueCodes) expect(['error', 'warning', 'note']).toContain(severityOf(code))
  expect(formatIssue({ code: 'too-deep', severity: 'error', message: 'm', file: 'f', line: 2, column: 3 })).toBe(
    'f:2:3: error: m [too-deep]',
  )
})
