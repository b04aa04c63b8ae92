import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/object/json.ts'
import { applyJsonPatch } from '../../src/object/json-patch.ts'
import { applyMergePatch } from '../../src/object/merge-patch.ts'
import type { Patched } from '../../src/object/patched.ts'
import { applyStrategicMergePatch } from '../../src/object/strategic-merge-patch.ts'
import { vectorsAbout } from './vectors.ts'

interface Case {
  readonly patch: Json
  readonly value?: Json
  readonly code?: number
  readonly message?: string
  /** Go's library panics; the API server answers 500. */
  readonly panic?: string
}

type Apply = (document: JsonObject, patch: Json) => Patched

/** Every law for every case: the answer is Go's, and neither document nor patch is changed. */
function expectGo(table: string, apply: Apply): void {
  const [document, cases] = vectorsAbout<JsonObject>(table)
  const before = JSON.stringify(document)
  const expected = (cases as unknown as Case[]).filter((one) => one.panic === undefined)
  const ours = expected.map(({ patch, message }) => {
    const sent = JSON.stringify(patch)
    const patched = apply(document, patch)
    expect(JSON.stringify(patch)).toBe(sent)
    if ('value' in patched) return { patch, value: patched.value }
    const { code, body } = patched.refusal
    return { patch, code, ...(message === undefined ? {} : { message: body.message }) }
  })
  expect(JSON.stringify(document)).toBe(before)
  expect(ours).toEqual(expected)
}

test('a JSON patch gives what Go gives', () => expectGo('json-patch', applyJsonPatch))

test('a merge patch gives what Go gives', () => expectGo('merge-patch', applyMergePatch))

test('a strategic merge patch of a Deployment gives what Go gives', () =>
  expectGo('strategic-deployment', (document, patch) =>
    applyStrategicMergePatch(document, patch, 'apps', 'Deployment'),
  ))

test('a strategic merge patch of a Service gives what Go gives', () =>
  expectGo('strategic-service', (document, patch) => applyStrategicMergePatch(document, patch, '', 'Service')))

test('an operation that fails refuses the patch with a fixed message', () => {
  const patched = applyJsonPatch({ a: 1 }, [{ op: 'remove', path: '/b' }])
  expect(patched).toEqual({
    refusal: {
      code: 422,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'the server rejected our request due to an error in our request',
        reason: 'Invalid',
        details: {},
        code: 422,
      },
    },
  })
})

test('a JSON patch of too many operations is refused by its size', () => {
  const patch = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/a', value: 1 }))
  const patched = applyJsonPatch({ a: 1 }, patch)
  expect('refusal' in patched && patched.refusal.body.message).toBe(
    'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
  )
})
