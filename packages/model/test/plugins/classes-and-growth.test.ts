import { describe, expect, it } from 'vitest'
import { persistentVolumeClaimResize } from '../../src/admission/plugins/persistent-volume-claim-resize.ts'
import { priority } from '../../src/admission/plugins/priority.ts'
import { runtimeClass } from '../../src/admission/plugins/runtime-class.ts'
import type { PluginAnswer } from '../../src/apiserver/admission.ts'
import type { ResourceKey } from '../../src/object/gvk.ts'
import { claims, pods, requestOf, stateWith, typeOf } from './admission-fixture.ts'

type Stored = readonly [ResourceKey, object]

function messageOf(answer: PluginAnswer): unknown {
  return answer?.refusal?.body.message
}

function podOf(spec: object): object {
  return { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'c' }], ...spec } }
}

function priorityClass(name: string, value: number, more: object = {}): Stored {
  return ['scheduling.k8s.io/priorityclasses', { metadata: { name }, value, ...more }]
}

describe('Priority', () => {
  const state = stateWith(
    priorityClass('gold', 1000, { preemptionPolicy: 'Never' }),
    priorityClass('low', 10, { globalDefault: true }),
    priorityClass('high', 20, { globalDefault: true }),
  )

  it('takes of several default classes the lowest', () => {
    const { object } = priority.mutate?.(requestOf(pods, podOf({})), state) ?? {}
    expect(object?.spec).toMatchObject({ priorityClassName: 'low', priority: 10 })
  })

  it('lets nobody choose another number than that of the class', () => {
    const asking = podOf({ priorityClassName: 'gold', priority: 5 })
    expect(messageOf(priority.mutate?.(requestOf(pods, asking), state))).toBe(
      'pods "p" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name',
    )
  })

  it('lets nobody choose another preemption than that of the class', () => {
    const asking = podOf({ priorityClassName: 'gold', preemptionPolicy: 'PreemptLowerPriority' })
    expect(messageOf(priority.mutate?.(requestOf(pods, asking), state))).toBe(
      'pods "p" is forbidden: the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name',
    )
  })

  it('keeps what an update leaves out', () => {
    const old = podOf({ priority: 1000, preemptionPolicy: 'Never' })
    const request = requestOf(pods, podOf({}), { operation: 'UPDATE', oldObject: requestOf(pods, old).object })
    expect(priority.mutate?.(request, state)?.object?.spec).toMatchObject({ priority: 1000, preemptionPolicy: 'Never' })
  })

  it('allows one default class', () => {
    const type = typeOf('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', false)
    const [, second] = priorityClass('second', 1, { globalDefault: true })
    const refused = 'PriorityClass low is already marked as default. Only one default can exist'
    expect(messageOf(priority.validate?.(requestOf(type, second), state))).toBe(
      `priorityclasses.scheduling.k8s.io "second" is forbidden: ${refused}`,
    )
    const [, first] = priorityClass('low', 10, { globalDefault: true })
    expect(priority.validate?.(requestOf(type, first, { operation: 'UPDATE' }), state)).toBeUndefined()
    expect(priority.validate?.(requestOf(type, second), stateWith())).toBeUndefined()
  })
})

describe('PersistentVolumeClaimResize', () => {
  const state = stateWith(
    ['storage.k8s.io/storageclasses', { metadata: { name: 'elastic' }, allowVolumeExpansion: true }],
    ['storage.k8s.io/storageclasses', { metadata: { name: 'rigid' } }],
  )
  const fixed =
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize'

  function claimOf(storage: string, storageClassName: string, phase: string): object {
    return {
      metadata: { name: 'v', namespace: 'n' },
      spec: { storageClassName, resources: { requests: { storage } } },
      status: { phase },
    }
  }

  it.each([
    { why: 'lets a bound claim grow where its class allows it', to: '2Gi', of: 'elastic', phase: 'Bound' },
    { why: 'lets every claim shrink', to: '1Mi', of: 'rigid', phase: 'Pending' },
    {
      why: 'holds claims that are not bound',
      to: '2Gi',
      of: 'elastic',
      phase: 'Pending',
      refused: 'Only bound persistent volume claims can be expanded',
    },
    { why: 'holds claims of other classes', to: '2Gi', of: 'rigid', phase: 'Bound', refused: fixed },
    { why: 'holds claims without class', to: '2Gi', of: '', phase: 'Bound', refused: fixed },
    { why: 'holds claims of a class that is gone', to: '2Gi', of: 'gone', phase: 'Bound', refused: fixed },
  ])('$why', ({ to, of, phase, refused }) => {
    const old = requestOf(claims, claimOf('1Gi', of, phase)).object
    const request = requestOf(claims, claimOf(to, of, phase), { operation: 'UPDATE', oldObject: old })
    expect(messageOf(persistentVolumeClaimResize.validate?.(request, state))).toBe(
      refused && `persistentvolumeclaims "v" is forbidden: ${refused}`,
    )
  })
})

describe('RuntimeClass', () => {
  const state = stateWith(
    [
      'node.k8s.io/runtimeclasses',
      {
        metadata: { name: 'gvisor' },
        overhead: { podFixed: { cpu: '250m' } },
        scheduling: { nodeSelector: { runtime: 'gvisor' }, tolerations: [{ key: 'sandbox', operator: 'Exists' }] },
      },
    ],
    ['node.k8s.io/runtimeclasses', { metadata: { name: 'plain' } }],
  )
  const mismatch = "pods \"p\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"

  it('gives a pod its overhead, its nodes and its tolerations', () => {
    const asking = podOf({ runtimeClassName: 'gvisor', nodeSelector: { zone: 'a' }, tolerations: [{ key: 'x' }] })
    const { object } = runtimeClass.mutate?.(requestOf(pods, asking), state) ?? {}
    expect(object?.spec).toMatchObject({
      overhead: { cpu: '250m' },
      nodeSelector: { zone: 'a', runtime: 'gvisor' },
      tolerations: [{ key: 'x' }, { key: 'sandbox', operator: 'Exists' }],
    })
    expect(runtimeClass.validate?.(requestOf(pods, object), state)).toBeUndefined()
  })

  it('refuses another overhead than its own, before and after others changed the pod', () => {
    const request = requestOf(pods, podOf({ runtimeClassName: 'gvisor', overhead: { cpu: '1' } }))
    expect(messageOf(runtimeClass.mutate?.(request, state))).toBe(mismatch)
    expect(messageOf(runtimeClass.validate?.(request, state))).toBe(mismatch)
    const bare = requestOf(pods, podOf({ runtimeClassName: 'gvisor' }))
    expect(messageOf(runtimeClass.validate?.(bare, state))).toBe(mismatch)
  })

  it('takes the same overhead, however it is written', () => {
    const request = requestOf(pods, podOf({ runtimeClassName: 'gvisor', overhead: { cpu: '0.25' } }))
    expect(runtimeClass.validate?.(request, state)).toBeUndefined()
  })

  it('refuses an overhead that no class gives', () => {
    for (const spec of [{}, { runtimeClassName: 'plain' }])
      expect(
        messageOf(runtimeClass.validate?.(requestOf(pods, podOf({ ...spec, overhead: { cpu: '1' } })), state)),
      ).toBe(
        'pods "p" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
      )
  })

  it('refuses a pod that wants other nodes', () => {
    const asking = podOf({ runtimeClassName: 'gvisor', nodeSelector: { runtime: 'runc' } })
    expect(messageOf(runtimeClass.mutate?.(requestOf(pods, asking), state))).toBe(
      'pods "p" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[runtime] = gvisor; pod.spec.nodeSelector[runtime] = runc',
    )
  })

  it('refuses at validation too a pod whose class is gone', () => {
    expect(messageOf(runtimeClass.validate?.(requestOf(pods, podOf({ runtimeClassName: 'x' })), state))).toBe(
      'pods "p" is forbidden: pod rejected: RuntimeClass "x" not found',
    )
  })
})
