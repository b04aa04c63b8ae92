import { describe, expect, test } from 'vitest'
import { gitOpsTool } from '../../src/controllers/gitops-tool.ts'
import type { ManagedController } from '../../src/controllers/operator.ts'
import { make, namespace } from '../cluster/objects.ts'

const as = { user: 'git', groups: [] }
const manifest = make('ConfigMap', 'settings', {}, { data: { a: '1' } })
const [tool] = gitOpsTool({ as, manifests: [manifest] }).controllers as readonly [ManagedController]
const key = `ConfigMap/${manifest.metadata.namespace}/settings`

describe('a GitOps tool', () => {
  test('looks at what it keeps, and at nothing else', () => {
    const seen = { type: 'modified', resource: '/configmaps', object: manifest, oldObject: manifest } as const
    expect(tool.observe(seen, undefined, {} as never).enqueue).toHaveLength(1)
    expect(tool.observe({ ...seen, object: namespace('other') }, undefined, {} as never).enqueue).toEqual([])
  })

  test('creates what is gone and patches what is there, with the manifest as it is', () => {
    for (const [code, verb] of [
      [404, 'create'],
      [200, 'patch'],
    ] as const) {
      const calls = tool.reconcile(key, undefined, 0)
      const first = calls.next()
      if (first.done) throw new Error(`nothing is kept under this key: ${JSON.stringify(first.value)}`)
      calls.next({ group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: [] })
      const asked = calls.next({ code, body: {} })
      expect(asked.value).toMatchObject({ type: 'request', request: { verb, body: manifest } })
      expect(calls.next({ code: 200, body: {} })).toEqual({ done: true, value: { type: 'done' } })
    }
  })

  test('tries again where it was refused, or nobody serves the kind', () => {
    const unserved = tool.reconcile(key, undefined, 0)
    unserved.next()
    expect(unserved.next(undefined).value).toMatchObject({ type: 'error' })
  })
})
