import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, KubeObject } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/ask.ts'
import { type RedactedSnapshot, redactSnapshot } from '../../src/redact/redact-snapshot.ts'
import { restoreDefinition } from '../../src/replay/emptied.ts'
import { loadSnapshot } from '../../src/snapshot/load-snapshot.ts'
import { recorded } from '../snapshot/collected.ts'

const traces = join(import.meta.dirname, '../../../fixtures/traces')
const readJson = (path: string): Json => JSON.parse(readFileSync(join(traces, path), 'utf8')) as Json

interface Trace {
  readonly name: string
  readonly baseline: string
  readonly before: readonly KubeObject[]
}

/** Every so many-th recorded cluster of a family, as its scenario found it. */
function recordedClusters(version: string, family: string, each: number): readonly (readonly [string, KubeObject[]])[] {
  const definitions = version === 'v0.7' ? 'crds-0.7' : 'crds'
  const lines = readFileSync(join(traces, version, family), 'utf8').split('\n')
  return lines
    .filter((line, index) => line !== '' && index % each === 0)
    .map((line) => {
      const { name, baseline, before } = JSON.parse(line) as Trace
      const { items } = readJson(baseline) as unknown as { readonly items: readonly KubeObject[] }
      const restored = items.map((object) =>
        object.kind === 'CustomResourceDefinition'
          ? restoreDefinition(object, readJson(`${definitions}/${object.metadata.name}.json`), items)
          : object,
      )
      return [`${version} ${name}`, [...restored, ...before]]
    })
}

/** What is predicted, with every word of a pseudonym turned back, whatever the order. */
function predicted(objects: readonly KubeObject[], action: string, key: RedactedSnapshot['pseudonyms']): Json {
  const back = new Map(Object.entries(key).map(([word, pseudonym]) => [pseudonym, word] as const))
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
  const answer = ask(loadSnapshot([{ name: 'cluster.json', text }]), [action])
  const plain = (values: readonly unknown[]) =>
    values.map((value) => JSON.stringify(value).replace(/[A-Za-z0-9]+/g, (word) => back.get(word) ?? word)).toSorted()
  const place = ({ outcome, kind, namespace = '', name, fields = [] }: (typeof answer.effects)[number]) => [
    outcome,
    kind,
    namespace,
    name,
    ...fields,
  ]
  return {
    effects: plain(answer.effects.map(place)),
    pending: plain(answer.pending.map(place)),
    refusals: plain(answer.refusals.map(({ code, reason, message }) => [code, reason, message])),
    findings: plain(answer.findings),
    seconds: answer.seconds,
  }
}

function namespaceOfTenant(objects: readonly KubeObject[]): number {
  return objects.findIndex(
    ({ kind, metadata }) => kind === 'Namespace' && metadata.labels?.['capsule.clastix.io/tenant'] !== undefined,
  )
}

describe('predictions under pseudonyms are those under the names', () => {
  const clusters = ['v0.14', 'v0.7'].flatMap((version) =>
    readdirSync(join(traces, version)).flatMap((family) => recordedClusters(version, family, 14)),
  )

  it.each([...clusters, ['two tenants', recorded('two-tenants.json')] as const])('%s', (_name, objects) => {
    const { objects: renamed, pseudonyms } = redactSnapshot(objects, { names: true })
    const deletion = 'delete crd tenants.capsule.clastix.io'
    expect(predicted(renamed, deletion, pseudonyms)).toEqual(predicted(objects, deletion, {}))
    const at = namespaceOfTenant(objects)
    if (at < 0) return
    const deleteIn = (all: readonly KubeObject[]) => `delete namespace ${all[at]?.metadata.name}`
    expect(predicted(renamed, deleteIn(renamed), pseudonyms)).toEqual(predicted(objects, deleteIn(objects), {}))
  })
})

describe('pseudonyms', () => {
  const objects = recorded('two-tenants.json')
  const { objects: renamed, pseudonyms } = redactSnapshot(objects, { names: true })
  const text = JSON.stringify(renamed)

  it.each(['oil', 'gas', 'alice', 'bob', 'ledger', 'prod'])('leave no %s anywhere', (word) => {
    expect(JSON.stringify(objects)).toMatch(new RegExp(`\\b${word}\\b`))
    expect(text).not.toMatch(new RegExp(`\\b${word}\\b`))
  })

  it.each(['kube-system', 'capsule-system', 'cluster-admin', 'projectcapsule.dev', 'kube-root-ca.crt', 'pods'])(
    'leave %s as it is',
    (name) => {
      const count = (all: string) => all.split(JSON.stringify(name)).length
      expect(count(text)).toBe(count(JSON.stringify(objects)))
    },
  )

  it('are the same for the same snapshot, and leave it as it was', () => {
    const before = JSON.stringify(objects)
    expect(JSON.stringify(redactSnapshot(objects, { names: true }).objects)).toBe(text)
    expect(JSON.stringify(objects)).toBe(before)
  })

  it('keep that a namespace begins with the name of its tenant', () => {
    expect(text).toContain(`"name":"${pseudonyms.oil}-${pseudonyms.dev}"`)
  })

  it('stand for names that are keys too, but not for resources of a quota', () => {
    const object = (name: string, more: Json): KubeObject => ({
      apiVersion: 'x.example.org/v1',
      kind: 'Pool',
      metadata: { name, namespace: 'acme' },
      ...(more as object),
    })
    const [first] = redactSnapshot([object('pods', { status: { claims: { acme: ['pods'] }, hard: { pods: '1' } } })], {
      names: true,
    }).objects
    expect(first).toMatchObject({ status: { claims: { n1: ['pods'] }, hard: { pods: '1' } } })
  })
})

describe('secrets', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { token: 'hunter2' } }
  const replicated: KubeObject = {
    apiVersion: 'capsule.clastix.io/v1beta2',
    kind: 'GlobalTenantResource',
    metadata: {
      name: 'r',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":"hunter2"}', other: 'kept' },
    },
    spec: { resources: [{ rawItems: [secret, { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } }] }] },
  }

  it('within custom resources are emptied on reading, and the annotation that repeats them', () => {
    const { objects } = loadSnapshot([{ name: 'a.json', text: JSON.stringify(replicated) }])
    expect(JSON.stringify(objects)).not.toContain('hunter2')
    expect(objects[0]).toMatchObject({
      metadata: { annotations: { other: 'kept' } },
      spec: { resources: [{ rawItems: [{ stringData: { token: '' } }, { data: { a: 'b' } }] }] },
    })
  })

  it('are out of what is redacted, even where they were read with their values', () => {
    expect(JSON.stringify(redactSnapshot([{ ...secret, metadata: { name: 's' } }, replicated]))).not.toContain(
      'hunter2',
    )
  })
})

it('managedFields go where that is asked for', () => {
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'a', managedFields: [{ manager: 'kubectl' }] },
  }
  expect(redactSnapshot([object]).objects).toEqual([object])
  expect(redactSnapshot([object], { dropManagedFields: true }).objects[0]?.metadata).toEqual({ name: 'a' })
})
