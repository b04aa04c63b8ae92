import { describe, expect, it } from 'vitest'
import { strategyOf } from '../../src/apiserver/kinds/kind-strategy.ts'
import { printFieldError } from '../../src/object/field-error.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { pods } from '../plugins/admission-fixture.ts'

const strategy = strategyOf(pods)

function podOf(container: object, spec: object = {}): KubeObject {
  const containers = [{ name: 'c', image: 'nginx', ...container }]
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers, ...spec } } as KubeObject
}

function created(pod: KubeObject): KubeObject {
  const defaulted = strategy.applyDefaults?.(pod) ?? pod
  return strategy.prepareForCreate?.(defaulted) ?? defaulted
}

function errorsOf(pod: KubeObject): readonly string[] {
  return (strategy.validate?.(created(pod)) ?? []).map(printFieldError)
}

describe('a new pod', () => {
  it('has every default of v1', () => {
    expect(created(podOf({}))).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', generation: 1 },
      spec: {
        containers: [
          {
            name: 'c',
            image: 'nginx',
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
            imagePullPolicy: 'Always',
          },
        ],
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
        schedulerName: 'default-scheduler',
        enableServiceLinks: true,
      },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    })
  })

  it('that limits itself as a whole requests what its containers request, else its limits', () => {
    const limits = { cpu: '2', memory: '1Gi' }
    const pod = created(podOf({ resources: { limits: { memory: '1e3' } } }, { resources: { limits } }))
    expect(pod).toMatchObject({ spec: { resources: { limits, requests: { cpu: '2', memory: '1e3' } } } })
  })

  it('that only requests something as a whole gets no more requests than that', () => {
    const resources = { requests: { cpu: '2' } }
    expect(created(podOf({ resources: { limits: { memory: '1e3' } } }, { resources })).spec).toMatchObject({
      resources,
    })
    expect(created(podOf({ resources: { limits: { memory: '1e3' } } }, { resources })).spec).not.toHaveProperty(
      'resources.requests.memory',
    )
  })

  it('that asks for huge pages in its containers is limited to them as a whole, but where it requests them', () => {
    const container = { resources: { limits: { 'hugepages-2Mi': '4Mi' } } }
    expect(created(podOf(container, { resources: { requests: { cpu: '1' } } }))).toMatchObject({
      spec: { resources: { limits: { 'hugepages-2Mi': '4Mi' }, requests: { cpu: '1', 'hugepages-2Mi': '4Mi' } } },
    })
    const requested = { resources: { requests: { 'hugepages-2Mi': '6Mi' } } }
    expect(created(podOf(container, requested)).spec).not.toHaveProperty('resources.limits')
  })

  it('asks for as much as its limits where it says nothing, in canonical amounts', () => {
    const pod = created(podOf({ resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 0.5 } } }))
    expect(pod).toMatchObject({
      spec: {
        containers: [{ resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } } }],
      },
      status: { qosClass: 'Burstable' },
    })
  })

  it('is guaranteed when requests are as high as limits everywhere', () => {
    const resources = { limits: { cpu: '1', memory: '1Gi' } }
    expect(created(podOf({ resources })).status).toEqual({ phase: 'Pending', qosClass: 'Guaranteed' })
  })

  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['localhost:5000/nginx', 'Always'],
    ['localhost:5000/nginx:1', 'IfNotPresent'],
    ['a/b@sha256:1111', 'IfNotPresent'],
  ])('pulls %s %s', (image, policy) => {
    expect(created(podOf({ image }))).toMatchObject({ spec: { containers: [{ imagePullPolicy: policy }] } })
  })
})

describe('validation of a pod', () => {
  it('refuses requests above limits', () => {
    const resources = { limits: { memory: '128Mi' }, requests: { memory: '1Gi' } }
    expect(errorsOf(podOf({ resources }))).toEqual([
      'spec.containers[0].resources.requests: Invalid value: "1Gi": must be less than or equal to memory limit of 128Mi',
    ])
  })

  it('wants containers, names, images and volumes that are there', () => {
    expect(errorsOf(podOf({}, { containers: [] }))).toEqual(['spec.containers: Required value'])
    expect(errorsOf(podOf({ image: '', volumeMounts: [{ name: 'v', mountPath: '/v' }] }))).toEqual([
      'spec.containers[0].image: Required value',
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ])
    expect(errorsOf(podOf({ imagePullPolicy: 'No' }))).toEqual([
      'spec.containers[0].imagePullPolicy: Unsupported value: "No": supported values: "Always", "IfNotPresent", "Never"',
    ])
  })

  it('lets an update change images only', () => {
    const old = created(podOf({}))
    expect(strategy.validateUpdate?.(created(podOf({ image: 'nginx' })), old)).toEqual([])
    const other = created(podOf({ command: ['x'] }))
    expect(strategy.validateUpdate?.(other, old).map(({ type, field }) => [type, field])).toEqual([
      ['FieldValueForbidden', 'spec'],
    ])
  })
})
