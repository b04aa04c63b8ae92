import { describe, expect, it } from 'vitest'
import { stateFromObjects } from '../../src/apiserver/state-from-objects.ts'
import { controlPlane } from '../../src/assemble.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import type { Step } from '../../src/step/cluster-model.ts'
import {
  configMap,
  mutatingBinding,
  mutatingPolicy,
  namespace,
  ruleOfConfigMaps,
  validatingBinding,
  validatingPolicy,
} from './policy-fixture.ts'

const admin: UserInfo = { user: 'admin', groups: ['system:masters'] }
const apiVersion = 'admissionregistration.k8s.io/v1'

const label = (name: string, expression: string): KubeObject[] => [
  object(
    mutatingPolicy(name, [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }], {
      reinvocationPolicy: 'IfNeeded',
    }),
  ),
  object(mutatingBinding(name)),
]

function object([, content]: readonly [string, object]): KubeObject {
  return { apiVersion, ...content } as KubeObject
}

function webhook(kind: 'Validating' | 'Mutating', more: object = {}): KubeObject {
  const hook = {
    name: 'elsewhere.example.com',
    clientConfig: { url: 'https://example.com/' },
    rules: [ruleOfConfigMaps],
    sideEffects: 'None',
    ...more,
  }
  const metadata = { name: kind.toLowerCase() }
  return { apiVersion, kind: `${kind}WebhookConfiguration`, metadata, webhooks: [hook] } as unknown as KubeObject
}

function create(...objects: readonly KubeObject[]): Step {
  const { state } = stateFromObjects([{ apiVersion: 'v1', ...namespace[1] } as KubeObject, ...objects], 0)
  const place = { group: '', version: 'v1', resource: 'configmaps', namespace: 'n' }
  const body = configMap({ a: '1' }) as KubeObject
  return controlPlane().apply(state, { type: 'request', as: admin, request: { verb: 'create', ...place, body } })
}

describe('policies in the chain of admission', () => {
  it('validating ones see what mutating ones made', () => {
    const seen = [
      object(validatingPolicy('v', { validations: [{ expression: "object.data.b == '2'" }] })),
      object(validatingBinding('v')),
    ]
    expect(create(...seen).response).toMatchObject({ code: 422, body: { reason: 'Invalid' } })
    const step = create(...seen, ...label('m', 'Object{data: {"b": "2"}}'))
    expect(step.response).toMatchObject({ code: 201, body: { data: { a: '1', b: '2' } } })
  })

  it('mutating ones that ask for it see what later ones made', () => {
    const first = label('a', `Object{data: {"saw": has(object.data.late) ? "it" : "nothing"}}`)
    const step = create(...first, ...label('b', 'Object{data: {"late": "1"}}'))
    expect(step.response).toMatchObject({ body: { data: { saw: 'it', late: '1' } } })
  })

  it('webhooks whose server is not modelled allow, and the step says so', () => {
    const step = create(webhook('Mutating'), webhook('Validating'))
    expect(step.response?.code).toBe(201)
    expect(step.findings).toEqual(['not modelled: webhook elsewhere.example.com, taken to allow'])
  })

  it('a match condition of a webhook that fails forbids; one that is not evaluated is taken to hold', () => {
    const failing = [{ name: 'm', expression: 'object.spec.x == 1' }]
    expect(create(webhook('Validating', { matchConditions: failing })).response).toMatchObject({
      code: 403,
      body: {
        message: `configmaps "c" is forbidden: expression 'object.spec.x == 1' resulted in error: no such key: spec`,
      },
    })
    const unknown = [{ name: 'm', expression: "ip('1.2.3.4').family() == 4" }]
    expect(create(webhook('Validating', { matchConditions: unknown })).findings).toHaveLength(2)
  })

  it('nothing is found where nothing is uncertain', () => {
    expect(create()).not.toHaveProperty('findings')
  })
})
