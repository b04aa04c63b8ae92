import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { type Api, api, messageOf, namesOf, objectOf } from '../cluster/api.ts'
import { definition, make, stored } from '../cluster/objects.ts'

const name = 'widgets.example.com'
const cleanup = 'customresourcecleanup.apiextensions.k8s.io'

function terminating(server: Api): JsonObject | undefined {
  const status = server.stored('CustomResourceDefinition', name)?.status as { conditions: readonly JsonObject[] }
  return status.conditions.find(({ type }) => type === 'Terminating')
}

/** What the cleanup does once no instance is left: through status, which takes metadata too. */
function release(server: Api, finalizers: readonly string[]): void {
  const current = server.stored('CustomResourceDefinition', name) as KubeObject
  const done = { type: 'Terminating', status: 'False', reason: 'InstanceDeletionCompleted', message: '' }
  const { conditions, ...status } = current.status as JsonObject & { conditions: readonly JsonObject[] }
  const others = conditions.filter(({ type }) => type !== 'Terminating')
  const metadata = { ...current.metadata, finalizers }
  const body = { ...current, metadata, status: { ...status, conditions: [...others, done] } }
  server.update(body, { subresource: 'status' })
}

describe('the first delete of a definition', () => {
  test('marks it in one write, with the cleanup finalizer and a condition', () => {
    const server = api(definition('Widget'))
    const response = server.delete('CustomResourceDefinition', name)
    expect(response.code).toBe(200)
    expect(objectOf(response).metadata).toMatchObject({
      deletionTimestamp: '2026-01-02T00:00:00Z',
      finalizers: [cleanup],
    })
    expect(terminating(server)).toMatchObject({
      status: 'True',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    })
    expect(server.events).toHaveLength(1)
  })

  test('ignores how dependents should be dealt with', () => {
    const server = api(definition('Widget'))
    server.delete('CustomResourceDefinition', name, { propagationPolicy: 'Foreground' })
    expect(server.stored('CustomResourceDefinition', name)?.metadata.finalizers).toEqual([cleanup])
  })

  test('the next one is like any other', () => {
    const server = api(definition('Widget'))
    server.delete('CustomResourceDefinition', name)
    server.delete('CustomResourceDefinition', name, { propagationPolicy: 'Foreground' })
    const { finalizers } = server.stored('CustomResourceDefinition', name)?.metadata ?? {}
    expect(finalizers).toEqual([cleanup, 'foregroundDeletion'])
  })
})

describe('a definition that is served', () => {
  test('keeps its scope and its names', () => {
    const server = api(definition('Widget'))
    const body = { spec: { scope: 'Cluster', group: 'example.org', names: { kind: 'Gadget', shortNames: ['w'] } } }
    const response = server.patch('CustomResourceDefinition', definition('Widget').metadata.name, 'merge', body)
    expect(messageOf(response)).toBe(
      'CustomResourceDefinition.apiextensions.k8s.io "widgets.example.com" is invalid: [spec.scope: Invalid value: "Cluster": field is immutable, spec.names.kind: Invalid value: "Gadget": field is immutable, spec.group: Invalid value: "example.org": field is immutable]',
    )
  })
})

describe('while a definition terminates', () => {
  function dying(): Api {
    const server = api(definition('Widget'), stored('Widget', 'a', { generation: 1 }))
    server.delete('CustomResourceDefinition', name)
    return server
  }

  test('nobody creates instances, by POST or by apply, not even dry', () => {
    const server = dying()
    const message =
      'widgets.example.com "b" is forbidden: create not allowed while custom resource definition is terminating'
    const refused = [
      server.create(make('Widget', 'b')),
      server.create(make('Widget', 'b'), { dryRun: 'All' }),
      server.patch('Widget', 'b', 'apply', make('Widget', 'b'), { query: { fieldManager: 'test' } }),
    ]
    for (const response of refused) {
      expect(response.code).toBe(403)
      expect(messageOf(response)).toBe(message)
    }
  })

  test('instances are read, changed and deleted as before', () => {
    const server = dying()
    expect(server.get('Widget', 'a').code).toBe(200)
    expect(namesOf(server.list('Widget'))).toEqual(['a'])
    expect(server.patch('Widget', 'a', 'merge', { spec: { size: 1 } }).code).toBe(200)
    expect(server.patch('Widget', 'a', 'apply', make('Widget', 'a'), { query: { fieldManager: 'x' } }).code).toBe(200)
    expect(server.delete('Widget', 'a').code).toBe(200)
  })

  test('it is in the way of a new one, and may be patched', () => {
    const server = dying()
    const { spec = {} } = definition('Widget')
    expect(messageOf(server.create(make('CustomResourceDefinition', name, {}, { spec })))).toBe(
      'object is being deleted: customresourcedefinitions.apiextensions.k8s.io "widgets.example.com" already exists',
    )
    const body = { metadata: { labels: { x: 'y' } } }
    expect(server.patch('CustomResourceDefinition', name, 'merge', body).code).toBe(200)
  })
})

describe('when the cleanup is over', () => {
  test('the definition goes with its last finalizer', () => {
    const server = api(definition('Widget'))
    server.delete('CustomResourceDefinition', name)
    release(server, [])
    expect(server.stored('CustomResourceDefinition', name)).toBeUndefined()
    expect(server.get('Widget', 'a').body).toEqual({ text: '404 page not found\n' })
  })

  test('another finalizer keeps it, and lets instances be created again', () => {
    const server = api(definition('Widget', { finalizers: ['a.io/b'] }))
    server.delete('CustomResourceDefinition', name)
    expect(server.create(make('Widget', 'a')).code).toBe(403)
    release(server, ['a.io/b'])
    expect(server.stored('CustomResourceDefinition', name)?.metadata.deletionTimestamp).toBeDefined()
    expect(server.create(make('Widget', 'a')).code).toBe(201)
  })
})

describe('instances outlive a definition that goes without cleanup', () => {
  test.each<[string, (server: Api) => void]>([
    ['by deletecollection', (server) => void server.deleteCollection('CustomResourceDefinition')],
    [
      'because its finalizer is taken off by hand',
      (server) => {
        server.delete('CustomResourceDefinition', name)
        server.patch('CustomResourceDefinition', name, 'merge', { metadata: { finalizers: null } })
      },
    ],
  ])('%s, and are there again with their uids when it is back', (_, remove) => {
    const widget = stored('Widget', 'a', { generation: 1, finalizers: ['a.io/b'] })
    const server = api(definition('Widget'), widget)
    remove(server)
    expect(server.stored('CustomResourceDefinition', name)).toBeUndefined()
    expect(server.get('Widget', 'a').code).toBe(404)
    const { state } = api(definition('Widget'))
    const key = 'apiextensions.k8s.io/customresourcedefinitions'
    server.state = { ...server.state, objects: { ...server.state.objects, [key]: state.objects[key] as never } }
    expect(objectOf(server.get('Widget', 'a'))).toEqual(widget)
  })
})
