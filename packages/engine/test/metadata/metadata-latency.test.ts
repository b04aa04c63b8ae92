import { controlPlane, type KubeObject, type Step, stateFromObjects } from '@capsule-whatif/model'
import { describe, expect, it } from 'vitest'
import { defaultUser } from '../../src/action/impersonated-user.ts'
import type { LatencyAnswer, MetadataMode, TenantLatency } from '../../src/metadata/latency-answer.ts'
import { keyText } from '../../src/metadata/metadata-key.ts'
import { metadataLatency } from '../../src/metadata/metadata-latency.ts'
import { neverWithoutMetadata } from '../../src/metadata/never-without-metadata.ts'
import { createNamespace, creationOfPod, namespaceForm, podIn } from '../../src/metadata/probe.ts'
import { wantedMetadata } from '../../src/metadata/wanted-metadata.ts'
import { clockOf } from '../../src/replay/scenario.ts'
import { metadataText } from '../../src/report/metadata-text.ts'
import { paces, settle, waitUntil } from '../../src/schedule/likely.ts'
import { recording, twoTenants } from './recorded.ts'

const labelled = { namespaceOptions: { additionalMetadata: { labels: { team: 'oil' } } } }

function ofOil(objects: readonly KubeObject[], mode: MetadataMode = 'as is'): TenantLatency {
  const answer = metadataLatency(objects, { mode, tenants: ['oil'] })
  const [found] = answer.tenants
  if (!found) throw new Error('there is no Tenant oil')
  return found
}

function momentOf({ runs }: TenantLatency, text: string): string | undefined {
  return runs[0]?.namespaceKeys.find(({ key }) => keyText(key) === text)?.moment
}

describe('the modes', () => {
  it('of 0.14 bring a label at admission, but where only reconciles do', () => {
    const moments = (['as is', 'admission', 'reconcile', 'both'] as const).map((mode) => {
      const latency = ofOil(twoTenants(labelled), mode)
      return [mode, momentOf(latency, 'label team=oil'), latency.verdict]
    })
    expect(moments).toEqual([
      ['as is', 'admission', 'unknown'],
      ['admission', 'admission', 'unknown'],
      ['reconcile', 'reconcile', 'may'],
      ['both', 'admission', 'unknown'],
    ])
  })

  it('of 0.7 bring it at admission where a policy does', () => {
    const { objects } = recording('0.7', 'metadata', 'metadata-1-0001')
    const moments = (['as is', 'admission', 'reconcile', 'both'] as const).map((mode) => {
      const { tenants } = metadataLatency(objects, { mode, capsule: '0.7', tenants: ['me2cg-oil'] })
      return tenants.map((latency) => momentOf(latency, 'label a=1'))
    })
    expect(moments).toEqual([['reconcile'], ['admission'], ['reconcile'], ['admission']])
  })

  it('by policies alone never reach namespaces that are there, and take from them what the operator gave', () => {
    const { objects } = recording('0.14', 'metadata', 'metadata-1-0001')
    const { tenants } = metadataLatency(objects, { mode: 'admission', tenants: ['me2cg-oil'] })
    const [{ runs, edits }] = tenants as [TenantLatency]
    expect(runs[0]?.losses.map(({ key }) => keyText(key))).toContain('label a=1')
    expect(edits.flatMap(({ namespaces }) => namespaces.map(({ arrival }) => arrival.moment))).not.toContain(
      'reconcile',
    )
  })

  it('by reconciles alone are stopped by a node selector: the operator of 0.14 refuses it to itself', () => {
    const { objects } = recording('0.14', 'metadata', 'metadata-1-0001')
    const { tenants } = metadataLatency(objects, { mode: 'reconcile', tenants: ['me2cg-oil'] })
    expect(tenants.map((latency) => momentOf(latency, 'label a=1'))).toEqual(['never'])
  })
})

describe('what is wanted', () => {
  it('holds the name of the namespace where a value is a template, and each selector its own namespaces', () => {
    const list = [
      { labels: { home: '{{tenant.name}}-{{namespace}}' } },
      { namespaceSelector: { matchLabels: { env: 'prod' } }, annotations: { tier: 'one' } },
    ]
    const { tenants } = metadataLatency(twoTenants({ namespaceOptions: { additionalMetadataList: list } }), {
      tenants: ['oil'],
      mode: 'admission',
    })
    expect(tenants.map(({ labels }) => labels)).toEqual([{}, { env: 'prod' }])
    expect(tenants.map((latency) => momentOf(latency, 'label home=oil-{{namespace}}'))).toEqual([
      'admission',
      'admission',
    ])
    expect(tenants.map((latency) => momentOf(latency, 'annotation tier=one'))).toEqual([undefined, 'admission'])
  })

  it('of pods never comes to one that is there before the operator lists its namespace', () => {
    const { runs } = ofOil(twoTenants({ podOptions: { additionalMetadata: { labels: { cost: '4' } } } }))
    const moments = runs[0]?.pods.map(({ by, podKeys }) => [by, podKeys.find(({ key }) => key.key === 'cost')?.moment])
    expect(moments).toEqual([
      ['owner', 'reconcile'],
      ['administrator', 'never'],
    ])
  })

  it('is not known of a Tenant in which no namespace can be created, and says why', () => {
    const { refused, verdict, runs } = ofOil(twoTenants({ namespaceOptions: { quota: 2 } }))
    expect(refused).toContain('Cannot exceed Namespace quota')
    expect([verdict, runs]).toEqual(['unknown', []])
  })
})

describe('the answer', () => {
  const answer: LatencyAnswer = metadataLatency(twoTenants(labelled), { proof: { oil: 'never' } })

  it('is plain data, the same twice, with the verdict that an exploration gave', () => {
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
    expect(metadataLatency(twoTenants(labelled), { proof: { oil: 'never' } })).toEqual(answer)
    expect(answer.tenants.map(({ tenant, verdict }) => [tenant, verdict])).toEqual([
      ['gas', 'unknown'],
      ['oil', 'never'],
    ])
  })

  it('reads as text', () => {
    expect(metadataText(answer)).toContain(
      'Tenant oil: no pod is ever admitted while its namespace lacks metadata, in all orders\n',
    )
  })
})

describe('the property that no pod is created without metadata', () => {
  /** The steps of a pod created so many milliseconds after its namespace. */
  function violations(capsule: '0.7' | '0.14', afterMs: number): readonly string[] {
    const { objects } = recording(capsule, 'metadata', 'metadata-1-0001')
    const model = controlPlane({ capsule })
    const loaded = stateFromObjects(objects, clockOf(objects)).state
    const quiet = settle(model, model.start(loaded)).state
    const property = neverWithoutMetadata(wantedMetadata(model, quiet))
    const tenant = objects.find(({ kind, metadata }) => kind === 'Tenant' && metadata.name === 'me2cg-oil')
    const form = tenant ? namespaceForm(model, quiet, tenant, {}) : { refused: '' }
    if ('refused' in form) throw new Error(form.refused)
    const created = createNamespace(
      model,
      { ...quiet, lagMs: { ...paces.prompt, capsule: 4000 } },
      form,
      'me2cg-oil-new',
    )
    const before = waitUntil(model, created.state, created.at + afterMs).state
    const request = creationOfPod(podIn('me2cg-oil-new', tenant))
    const step: Step = model.apply(before, { type: 'request', as: defaultUser, request })
    expect(step.response?.code).toBe(201)
    expect(property(quiet, created)).toEqual([])
    return property(before, step).map(({ key }) => keyText(key))
  }

  it('is violated with 0.7 between the service account and the pass of a busy operator, and holds after it', () => {
    expect(violations('0.7', 42)).toEqual([
      'label capsule.clastix.io/tenant=me2cg-oil',
      'label a=1',
      'annotation b=2',
      'annotation scheduler.alpha.kubernetes.io/node-selector=pool=me2cg-pool',
    ])
    expect(violations('0.7', 5000)).toEqual([])
  })

  it('holds with 0.14', () => {
    expect(violations('0.14', 42)).toEqual([])
  })
})
