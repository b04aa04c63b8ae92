import { describe, expect, it } from 'vitest'
import { builtinResources } from '../../src/apiserver/builtin-resources.ts'
import { strategyOf } from '../../src/apiserver/kinds/kind-strategy.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { typeOf } from '../plugins/admission-fixture.ts'

function defaulted(group: string, resource: string, content: object): KubeObject {
  const object = { metadata: { name: 'x' }, ...content } as KubeObject
  const strategy = strategyOf(typeOf(group, resource, ''))
  return strategy.applyDefaults?.(object) ?? object
}

const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } }

describe('defaults', () => {
  it('replace a quarter of a deployment at a time', () => {
    expect(defaulted('apps', 'deployments', { spec: { template } }).spec).toMatchObject({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      template: { spec: { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst' } },
    })
  })

  it('do not link templates to services, only pods', () => {
    expect(defaulted('apps', 'deployments', { spec: { template } })).not.toHaveProperty(
      'spec.template.spec.enableServiceLinks',
    )
  })

  it('take the limits of containers from the maximum, requests from the limits or the minimum', () => {
    const limits = [
      { type: 'Container', max: { cpu: '2' }, min: { cpu: '1', memory: '1Gi' } },
      { type: 'Pod', max: { cpu: '4' } },
    ]
    expect(defaulted('', 'limitranges', { spec: { limits } }).spec).toEqual({
      limits: [
        {
          type: 'Container',
          max: { cpu: '2' },
          min: { cpu: '1', memory: '1Gi' },
          default: { cpu: '2' },
          defaultRequest: { cpu: '2', memory: '1Gi' },
        },
        { type: 'Pod', max: { cpu: '4' } },
      ],
    })
  })

  it('tell the directions of a network policy from its rules', () => {
    expect(defaulted('networking.k8s.io', 'networkpolicies', { spec: { podSelector: {} } }).spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress'],
    })
    const egress = [{ ports: [{ port: 53 }] }]
    expect(defaulted('networking.k8s.io', 'networkpolicies', { spec: { podSelector: {}, egress } }).spec).toEqual({
      podSelector: {},
      egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
      policyTypes: ['Ingress', 'Egress'],
    })
  })

  it('let webhooks fail closed and match everywhere', () => {
    const webhooks = [{ name: 'w', rules: [{ apiGroups: ['*'] }] }]
    const configuration = defaulted('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', { webhooks })
    expect(configuration.webhooks).toEqual([
      {
        name: 'w',
        rules: [{ apiGroups: ['*'], scope: '*' }],
        failurePolicy: 'Fail',
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        timeoutSeconds: 10,
        reinvocationPolicy: 'Never',
      },
    ])
  })
})

describe('every built-in resource', () => {
  it('is defaulted to the same, however often', () => {
    for (const type of builtinResources) {
      const strategy = strategyOf(type)
      const object = { kind: type.kind, metadata: { name: 'x' }, spec: { template } } as unknown as KubeObject
      const once = strategy.applyDefaults?.(object) ?? object
      expect(strategy.applyDefaults?.(once) ?? once, type.kind).toEqual(once)
    }
  })

  it('leaves what it is given as it is', () => {
    for (const type of builtinResources) {
      const strategy = strategyOf(type)
      const object = { kind: type.kind, metadata: { name: 'x' }, spec: { template } } as unknown as KubeObject
      const before = JSON.stringify(object)
      strategy.prepareForCreate?.(strategy.applyDefaults?.(object) ?? object)
      expect(JSON.stringify(object), type.kind).toBe(before)
    }
  })

  it('starts its generation with 1 and counts it, where it has one', () => {
    for (const type of builtinResources) {
      const strategy = strategyOf(type)
      const object = { kind: type.kind, metadata: { name: 'x', uid: 'u' }, spec: {} } as unknown as KubeObject
      const created = strategy.prepareForCreate?.(object) ?? object
      if (type.resource !== 'csidrivers')
        expect(created.metadata.generation, type.kind).toBe(strategy.hasGeneration ? 1 : undefined)
    }
  })
})
