import { describe, expect, test } from 'vitest'
import type { Request, Response } from '../../src/request/request.ts'
import { api, messageOf } from '../cluster/api.ts'
import { definition, make, namespace, placeOf, stored } from '../cluster/objects.ts'

const objects = [
  definition('Widget'),
  namespace('old'),
  stored('ConfigMap', 'a'),
  stored('ConfigMap', 'held', { finalizers: ['a.io/b'] }),
  stored('Pod', 'a', { generation: 1 }),
]
const changed = make('ConfigMap', 'a', {}, { data: { k: 'v' } })

const requests: readonly (readonly [string, Request])[] = [
  ['create', { ...placeOf('ConfigMap'), verb: 'create', body: make('ConfigMap', 'new') }],
  ['update', { ...placeOf('ConfigMap', 'a'), verb: 'update', body: changed }],
  ['patch', { ...placeOf('ConfigMap', 'a'), verb: 'patch', patchType: 'merge', body: { data: { k: 'v' } } }],
  ['delete', { ...placeOf('ConfigMap', 'a'), verb: 'delete' }],
  ['delete of what is held', { ...placeOf('ConfigMap', 'held'), verb: 'delete' }],
  ['delete of a pod', { ...placeOf('Pod', 'a'), verb: 'delete' }],
  ['delete of a namespace', { ...placeOf('Namespace', 'old'), verb: 'delete' }],
  ['delete of a definition', { ...placeOf('CustomResourceDefinition', 'widgets.example.com'), verb: 'delete' }],
  ['deletecollection', { ...placeOf('ConfigMap'), verb: 'deletecollection' }],
]

/** Without what only storing gives. */
function essence({ code, body }: Response): unknown {
  const { metadata, ...rest } = body as { metadata: Record<string, unknown> }
  const { resourceVersion: _, uid: __, ...kept } = metadata
  return { code, ...rest, metadata: kept }
}

describe('a dry run', () => {
  test.each(requests)('of %s changes nothing and answers like the real one', (_, request) => {
    const server = api(...objects)
    const { objects: before, revision } = server.state
    const dry = server.send({ ...request, query: { dryRun: 'All' } })
    expect(server.state.objects).toBe(before)
    expect(server.state.revision).toBe(revision)
    expect(server.events).toEqual([])
    expect(essence(dry)).toEqual(essence(server.send(request)))
  })

  test('of a delete may be asked for in the body, and only there if there is one', () => {
    const server = api(stored('ConfigMap', 'a'))
    server.delete('ConfigMap', 'a', { dryRun: ['All'] })
    expect(server.stored('ConfigMap', 'a')).toBeDefined()
    server.delete('ConfigMap', 'a', { propagationPolicy: 'Background' }, { dryRun: 'All' })
    expect(server.stored('ConfigMap', 'a')).toBeUndefined()
  })

  test('is refused where the real one is', () => {
    const server = api(stored('ConfigMap', 'a'))
    expect(server.create(make('ConfigMap', 'a'), { dryRun: 'All' }).code).toBe(409)
    expect(server.create(make('ConfigMap', 'b', { finalizers: ['hold'] }), { dryRun: 'All' }).code).toBe(422)
  })

  test('is all or nothing', () => {
    expect(messageOf(api().create(make('ConfigMap', 'a'), { dryRun: 'Some' }))).toBe(
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
    )
  })
})
