import type { JsonObject } from '@capsule-whatif/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyMergePatch } from '../../../model/src/object/merge-patch.ts'
import { applyStrategicMergePatch } from '../../../model/src/object/strategic-merge-patch.ts'
import { lastAppliedTo, withLastApplied } from '../../src/plan/last-applied.ts'
import { mergePatchBetween, threeWayMergePatch } from '../../src/plan/merge-patch-between.ts'
import { threeWayStrategicPatch } from '../../src/plan/strategic-patch-between.ts'

const document: fc.Arbitrary<JsonObject> = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('a', 'b'),
    fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('p', 'q', 'r'), tie('value'), { maxKeys: 3 }) as fc.Arbitrary<JsonObject>,
})).object

function mergedWith(live: JsonObject, patch: JsonObject): JsonObject {
  const patched = applyMergePatch(live, patch)
  return 'value' in patched ? (patched.value as JsonObject) : {}
}

describe('the patch that kubectl makes of three versions of a custom resource', () => {
  it('leads from one document to another where nobody else wrote', () => {
    fc.assert(
      fc.property(document, document, (from, to) => {
        expect(mergedWith(from, mergePatchBetween(from, to))).toEqual(to)
      }),
    )
  })

  it('brings about every field of the manifest', () => {
    fc.assert(
      fc.property(document, document, document, (original, modified, live) => {
        const end = mergedWith(live, threeWayMergePatch(original, modified, live))
        expect(mergedWith(end, modified)).toEqual(end)
      }),
    )
  })

  it('is empty where the live object has all that the manifest says and the last one said no more', () => {
    fc.assert(
      fc.property(document, (same) => {
        expect(threeWayMergePatch(same, same, { ...same, other: 1 })).toEqual({})
      }),
    )
  })

  it('takes away what was applied last and is wanted no more, and leaves what others wrote', () => {
    const patch = threeWayMergePatch({ spec: { a: 1, b: 1 } }, { spec: { a: 1 } }, { spec: { a: 1, b: 1, c: 1 } })
    expect(patch).toEqual({ spec: { b: null } })
  })
})

describe('the patch that kubectl makes of three versions of a built-in kind', () => {
  const deployment = (containers: readonly JsonObject[]): JsonObject => ({
    spec: { template: { spec: { containers } } },
  })
  const patchOf = (original: JsonObject, modified: JsonObject, live: JsonObject): JsonObject =>
    threeWayStrategicPatch(original, modified, live, 'apps', 'Deployment')

  it('changes one container by its name, and gives the order of all', () => {
    const old = deployment([{ name: 'web', image: 'web:1' }])
    const live = deployment([
      { name: 'web', image: 'web:1' },
      { name: 'injected', image: 'proxy' },
    ])
    expect(patchOf(old, deployment([{ name: 'web', image: 'web:2' }]), live)).toEqual({
      spec: {
        template: {
          spec: { containers: [{ name: 'web', image: 'web:2' }], '$setElementOrder/containers': [{ name: 'web' }] },
        },
      },
    })
  })

  it('deletes the container that it applied and wants no more, and keeps the one that was injected', () => {
    const old = deployment([
      { name: 'web', image: 'web:1' },
      { name: 'log', image: 'log:1' },
    ])
    const live = deployment([
      { name: 'web', image: 'web:1' },
      { name: 'log', image: 'log:1' },
      { name: 'injected', image: 'proxy' },
    ])
    const patch = patchOf(old, deployment([{ name: 'web', image: 'web:1' }]), live)
    const end = applyStrategicMergePatch(live, patch, 'apps', 'Deployment')
    expect(end).toEqual({
      value: deployment([
        { name: 'web', image: 'web:1' },
        { name: 'injected', image: 'proxy' },
      ]),
    })
  })

  it('clears the parameters of a strategy that is wanted no more, whoever set them', () => {
    const live = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } }
    const patch = patchOf({}, { spec: { strategy: { type: 'Recreate' } } }, live)
    expect(patch).toEqual({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } })
    expect(applyStrategicMergePatch(live, patch, 'apps', 'Deployment')).toEqual({
      value: { spec: { strategy: { type: 'Recreate' } } },
    })
  })

  it('takes a finalizer out of the list only where it was applied', () => {
    const patch = threeWayStrategicPatch(
      { metadata: { finalizers: ['mine', 'old'] } },
      { metadata: { finalizers: ['mine'] } },
      { metadata: { finalizers: ['mine', 'old', 'theirs'] } },
      '',
      'ConfigMap',
    )
    const end = applyStrategicMergePatch(
      { metadata: { finalizers: ['mine', 'old', 'theirs'] } },
      patch,
      '',
      'ConfigMap',
    )
    expect(end).toEqual({ value: { metadata: { finalizers: ['mine', 'theirs'] } } })
  })

  it('is empty where nothing changes', () => {
    const same = deployment([{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }] }])
    expect(patchOf(same, same, same)).toEqual({})
  })
})

describe('the annotation of what was applied last', () => {
  it('is the object without itself, sorted as Go sorts, with a line break', () => {
    const object = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { namespace: 'a', name: 'x' },
      data: { url: 'a<b>&c' },
    }
    const text = withLastApplied(object).metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration']
    expect(text).toBe(
      '{"apiVersion":"v1","data":{"url":"a\\u003cb\\u003e\\u0026c"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"x","namespace":"a"}}\n',
    )
  })

  it('gives back what was applied, and nothing where it cannot be read', () => {
    const object = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'x', annotations: { a: '1' } } }
    expect(lastAppliedTo(withLastApplied(object) as unknown as JsonObject)).toEqual(object)
    const broken = { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{' } } }
    expect(lastAppliedTo(broken)).toBeUndefined()
  })
})
