import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { api, messageOf, objectOf } from '../cluster/api.ts'
import { definition, make, placeOf, stored } from '../cluster/objects.ts'

const status = { subresource: 'status' }

describe('status of a custom resource', () => {
  const widget = stored(
    'Widget',
    'a',
    { generation: 3, labels: { x: 'y' } },
    { spec: { size: 1, color: 'grey' }, status: { seen: 1 } },
  )

  test('is changed there alone, and nothing else is, not even a label', () => {
    const server = api(definition('Widget'), widget)
    const body = { metadata: { labels: { x: 'z' }, finalizers: ['a.io/b'] }, spec: { size: 2 }, status: { seen: 2 } }
    const updated = objectOf(server.patch('Widget', 'a', 'merge', body, status))
    expect(updated).toEqual({
      ...widget,
      metadata: { ...widget.metadata, resourceVersion: '2' },
      status: { seen: 2 },
    })
  })

  test('is kept by updates of the rest', () => {
    const server = api(definition('Widget'), widget)
    const updated = objectOf(server.update({ ...widget, spec: { size: 2 }, status: { seen: 9 } }))
    expect(updated.status).toEqual({ seen: 1 })
  })

  test('is read there as a whole object', () => {
    const response = api(definition('Widget'), widget).send({ ...placeOf('Widget', 'a'), verb: 'get', ...status })
    expect(objectOf(response)).toEqual(widget)
  })

  test('is a field like others where the definition has no such subresource', () => {
    const plain = withoutStatus()
    const server = api(plain, widget)
    expect(objectOf(server.patch('Widget', 'a', 'merge', { status: { seen: 2 } })).metadata.generation).toBe(4)
    const response = server.patch('Widget', 'a', 'merge', { status: { seen: 3 } }, status)
    expect(response.code).toBe(404)
    expect(messageOf(response)).toBe('widgets.example.com "a" not found')
  })
})

function withoutStatus(): ReturnType<typeof definition> {
  const full = definition('Widget')
  const spec = full.spec as { readonly versions: readonly JsonObject[] }
  const versions = spec.versions.map(({ subresources: _, ...version }) => version)
  return { ...full, spec: { ...spec, versions } } as ReturnType<typeof definition>
}

describe('status of a built-in kind', () => {
  test('takes metadata, but neither spec nor generation', () => {
    const volume = stored('PersistentVolume', 'a', {}, { spec: { capacity: { storage: '1Gi' } } })
    const server = api(volume)
    const body = {
      metadata: { labels: { x: 'y' } },
      spec: { capacity: { storage: '2Gi' } },
      status: { phase: 'Bound' },
    }
    const updated = objectOf(server.patch('PersistentVolume', 'a', 'merge', body, status))
    expect(updated.metadata.labels).toEqual({ x: 'y' })
    expect(updated.spec).toMatchObject({ capacity: { storage: '1Gi' } })
    expect(updated.status).toEqual({ phase: 'Bound' })
  })
})

describe('scale', () => {
  const labels = { app: 'web' }
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'main', image: 'example.com/web:1' }] },
  }
  const spec = { replicas: 2, selector: { matchLabels: labels }, template }
  const deployment = stored('Deployment', 'web', { generation: 1 }, { spec, status: { replicas: 2 } })
  const scale = { subresource: 'scale' }

  test('shows replicas and the selector', () => {
    const response = api(deployment).send({ ...placeOf('Deployment', 'web'), verb: 'get', ...scale })
    expect(response.body).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: 'web', namespace: 'team', uid: 'deployment-web' },
      spec: { replicas: 2 },
      status: { replicas: 2, selector: 'app=web' },
    })
  })

  test('changes replicas and nothing else', () => {
    const server = api(deployment)
    const body = { metadata: { labels: { x: 'y' } }, spec: { replicas: 5 } }
    expect(server.patch('Deployment', 'web', 'merge', body, scale).body.spec).toEqual({ replicas: 5 })
    const after = server.stored('Deployment', 'web')
    expect(after?.spec).toMatchObject({ replicas: 5, selector: spec.selector })
    expect(after?.metadata).toMatchObject({ generation: 2 })
    expect(after?.metadata.labels).toBeUndefined()
  })

  test('is not there for what does not scale', () => {
    const server = api(stored('ConfigMap', 'a'))
    const response = server.send({ ...placeOf('ConfigMap', 'a'), verb: 'get', ...scale })
    expect(messageOf(response)).toBe('the server could not find the requested resource')
  })
})

test('an unknown subresource is answered with a Status', () => {
  const server = api(definition('Widget'), stored('Widget', 'a'))
  const response = server.send({ ...placeOf('Widget', 'a'), verb: 'get', subresource: 'colors' })
  expect([response.code, response.body.reason]).toEqual([404, 'NotFound'])
  expect(server.update(make('ConfigMap', 'a'), { subresource: 'status' }).code).toBe(404)
})
