import { describe, expect, it } from 'vitest'
import { builtInPlugins } from '../../src/admission/plugins/index.ts'
import type { AdmissionRequest } from '../../src/apiserver/admission.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { claims, pods, requestOf, stateWith, typeOf } from './admission-fixture.ts'

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec: { containers: [{ name: 'c' }] },
}
const account = { metadata: { name: 'default', namespace: 'n' } }

function mutate(name: string, request: AdmissionRequest, state: ClusterState) {
  return builtInPlugins.find((plugin) => plugin.name === name)?.mutate?.(request, state)
}

function validate(name: string, request: AdmissionRequest, state: ClusterState) {
  return builtInPlugins.find((plugin) => plugin.name === name)?.validate?.(request, state)
}

function limitRange(...limits: readonly object[]) {
  return ['/limitranges', { metadata: { name: 'l', namespace: 'n' }, spec: { limits } }] as const
}

describe('LimitRanger', () => {
  const limits = { type: 'Container', default: { cpu: '200m', memory: '1Gi' }, defaultRequest: { cpu: '100m' } }

  it('gives containers what they lack and tells it', () => {
    const answer = mutate('LimitRanger', requestOf(pods, pod), stateWith(limitRange(limits)))
    expect(answer?.object).toEqual({
      ...pod,
      metadata: {
        ...pod.metadata,
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: cpu request for container c; cpu, memory limit for container c',
        },
      },
      spec: {
        containers: [{ name: 'c', resources: { limits: { cpu: '200m', memory: '1Gi' }, requests: { cpu: '100m' } } }],
      },
    })
  })

  it('leaves alone what says everything', () => {
    const resources = { limits: { cpu: '1', memory: '1' }, requests: { cpu: '1' } }
    const full = { ...pod, spec: { containers: [{ name: 'c', resources }] } }
    expect(mutate('LimitRanger', requestOf(pods, full), stateWith(limitRange(limits)))).toBeUndefined()
  })

  it.each([
    [{ type: 'Pod', max: { memory: '1Gi' } }, {}, 'maximum memory usage per Pod is 1Gi.  No limit is specified'],
    [
      { type: 'Container', max: { cpu: '1' } },
      { limits: { cpu: '2' } },
      'maximum cpu usage per Container is 1, but limit is 2',
    ],
    [
      { type: 'Container', min: { cpu: '1' } },
      { requests: { cpu: '500m' } },
      'minimum cpu usage per Container is 1, but request is 500m',
    ],
    [
      { type: 'Container', maxLimitRequestRatio: { cpu: '2' } },
      { limits: { cpu: '3' }, requests: { cpu: '1' } },
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
    ],
  ])('refuses what leaves the bounds: %j', (limit, resources, cause) => {
    const asking = { ...pod, spec: { containers: [{ name: 'c', resources }] } }
    const answer = validate('LimitRanger', requestOf(pods, asking), stateWith(limitRange(limit)))
    expect(answer?.refusal?.body.message).toBe(`pods "p" is forbidden: ${cause}`)
  })

  it('bounds the size of claims', () => {
    const claim = { metadata: { name: 'v', namespace: 'n' }, spec: { resources: { requests: { storage: '20Gi' } } } }
    const state = stateWith(limitRange({ type: 'PersistentVolumeClaim', max: { storage: '10Gi' } }))
    expect(validate('LimitRanger', requestOf(claims, claim), state)?.refusal?.body.message).toBe(
      'persistentvolumeclaims "v" is forbidden: maximum storage usage per PersistentVolumeClaim is 10Gi, but request is 20Gi',
    )
  })
})

describe('ServiceAccount', () => {
  it('mounts the token of the default account', () => {
    const answer = mutate('ServiceAccount', requestOf(pods, pod), stateWith(['/serviceaccounts', account]))
    expect(answer?.object).toMatchObject({
      spec: {
        serviceAccountName: 'default',
        containers: [
          { volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }] },
        ],
        volumes: [{ name: expect.stringMatching(/^kube-api-access-[a-z0-9]{5}$/) }],
      },
    })
    const again = mutate('ServiceAccount', requestOf(pods, answer?.object), stateWith(['/serviceaccounts', account]))
    expect(again?.object).toEqual(answer?.object)
  })

  it('mounts nothing where pod or account do not want it', () => {
    const unmounted = { ...account, automountServiceAccountToken: false }
    const answer = mutate('ServiceAccount', requestOf(pods, pod), stateWith(['/serviceaccounts', unmounted]))
    expect(answer?.object?.spec).not.toHaveProperty('volumes')
  })

  it('refuses a pod whose account is not there', () => {
    expect(mutate('ServiceAccount', requestOf(pods, pod), stateWith())?.refusal?.body.message).toBe(
      'pods "p" is forbidden: error looking up service account n/default: serviceaccount "default" not found',
    )
  })
})

describe('Priority', () => {
  const gold = [
    'scheduling.k8s.io/priorityclasses',
    { metadata: { name: 'gold' }, value: 1000, preemptionPolicy: 'Never' },
  ] as const

  it('is zero without a class and that of the class with one', () => {
    expect(mutate('Priority', requestOf(pods, pod), stateWith())?.object?.spec).toMatchObject({
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    })
    const golden = { ...pod, spec: { ...pod.spec, priorityClassName: 'gold' } }
    expect(mutate('Priority', requestOf(pods, golden), stateWith(gold))?.object?.spec).toMatchObject({
      priority: 1000,
      preemptionPolicy: 'Never',
    })
  })

  it('refuses a class that is not there', () => {
    const golden = { ...pod, spec: { ...pod.spec, priorityClassName: 'gold' } }
    expect(mutate('Priority', requestOf(pods, golden), stateWith())?.refusal?.body.message).toBe(
      'pods "p" is forbidden: no PriorityClass with name gold was found',
    )
  })
})

describe('classes', () => {
  it('are given to claims and ingresses that name none, the newest default', () => {
    const marked = { 'storageclass.kubernetes.io/is-default-class': 'true' }
    const state = stateWith(
      [
        'storage.k8s.io/storageclasses',
        { metadata: { name: 'old', annotations: marked, creationTimestamp: '2020-01-01T00:00:00Z' } },
      ],
      [
        'storage.k8s.io/storageclasses',
        { metadata: { name: 'young', annotations: marked, creationTimestamp: '2021-01-01T00:00:00Z' } },
      ],
    )
    const claim = { metadata: { name: 'v', namespace: 'n' }, spec: {} }
    expect(mutate('DefaultStorageClass', requestOf(claims, claim), state)?.object?.spec).toEqual({
      storageClassName: 'young',
    })
    const without = { ...claim, spec: { storageClassName: '' } }
    expect(mutate('DefaultStorageClass', requestOf(claims, without), state)).toBeUndefined()
  })

  it('of runtimes must be there', () => {
    const other = { ...pod, spec: { ...pod.spec, runtimeClassName: 'gvisor' } }
    expect(mutate('RuntimeClass', requestOf(pods, other), stateWith())?.refusal?.body.message).toBe(
      'pods "p" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
    )
  })
})

describe('protection of storage', () => {
  it('holds volumes and claims by a finalizer', () => {
    const claim = { metadata: { name: 'v', namespace: 'n' }, spec: {} }
    expect(
      mutate('StorageObjectInUseProtection', requestOf(claims, claim), stateWith())?.object?.metadata.finalizers,
    ).toEqual(['kubernetes.io/pvc-protection'])
    const volumes = typeOf('', 'persistentvolumes', 'PersistentVolume', false)
    expect(
      mutate('StorageObjectInUseProtection', requestOf(volumes, { metadata: { name: 'v' } }), stateWith())?.object
        ?.metadata.finalizers,
    ).toEqual(['kubernetes.io/pv-protection'])
  })
})
