import { describe, expect, it } from 'vitest'
import { callWebhooks, type WebhookServer } from '../../src/admission/webhooks.ts'
import type { WebhookAnswer } from '../../src/apiserver/admission.ts'
import type { ResourceKey } from '../../src/object/gvk.ts'
import { openCluster } from '../../src/state/cluster.ts'
import { findObject } from '../../src/state/store.ts'
import { stateWith } from '../plugins/admission-fixture.ts'
import { configMap, createOf, namespace, ruleOfConfigMaps } from './policy-fixture.ts'

const refusing = (message: string): WebhookAnswer => ({
  allowed: false,
  code: 403,
  reason: 'Forbidden',
  message,
  warnings: [`${message} warns`],
})
const counted = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'count', namespace: 'n' }, data: { n: '1' } }
const counting: WebhookAnswer = {
  allowed: true,
  warnings: ['counted'],
  writes: [{ resource: '/configmaps', object: counted }],
}

const answers: Readonly<Record<string, WebhookAnswer>> = {
  'first.example.com': refusing('no'),
  'second.example.com': counting,
  'third.example.com': refusing('never'),
}
const server: WebhookServer = { answer: ({ name }) => answers[name] }

function configuration(kind: 'Mutating' | 'Validating'): readonly [ResourceKey, object] {
  const webhooks = Object.keys(answers).map((name) => ({
    name,
    clientConfig: { url: 'https://example.com/' },
    rules: [ruleOfConfigMaps],
    sideEffects: 'None',
  }))
  const resource: ResourceKey = `admissionregistration.k8s.io/${kind.toLowerCase()}webhookconfigurations`
  return [resource, { kind: `${kind}WebhookConfiguration`, metadata: { name: 'w' }, webhooks }]
}

function asked(kind: 'Mutating' | 'Validating'): { readonly outcome: object; readonly count: unknown } {
  const zero = { ...counted, data: { n: '0' } }
  const cluster = openCluster(stateWith(namespace, ['/configmaps', zero], configuration(kind)))
  const called = kind === 'Mutating' ? 'mutating' : 'validating'
  const outcome = callWebhooks(called, [server], createOf(configMap()), cluster)
  return { outcome, count: findObject(cluster.state, '/configmaps', 'n', 'count')?.data }
}

describe('when a webhook refuses', () => {
  it('others that validate are asked all the same: they warn and write; the first that refuses has the say', () => {
    const { outcome, count } = asked('Validating')
    expect(outcome).toMatchObject({
      refusal: { body: { message: 'admission webhook "first.example.com" denied the request: no' } },
      warnings: ['no warns', 'counted', 'never warns'],
    })
    expect(count).toEqual({ n: '1' })
  })

  it('others that mutate are no longer asked', () => {
    const { outcome, count } = asked('Mutating')
    expect(outcome).toMatchObject({ warnings: ['no warns'] })
    expect(count).toEqual({ n: '0' })
  })
})
