import { describe, expect, test } from 'vitest'
import { api, messageOf, objectOf } from '../cluster/api.ts'
import { definition, make, stored } from '../cluster/objects.ts'

const held = stored('ConfigMap', 'a', { finalizers: ['a.io/b'] })

describe('delete of what nothing holds', () => {
  test('removes it at once', () => {
    const server = api(stored('ConfigMap', 'a'))
    expect(server.delete('ConfigMap', 'a').code).toBe(200)
    expect(server.stored('ConfigMap', 'a')).toBeUndefined()
    expect(server.events.map(({ type }) => type)).toEqual(['deleted'])
  })

  test('answers with a Status that names what is gone', () => {
    const server = api(definition('Widget'), stored('Widget', 'a'))
    expect(server.delete('Widget', 'a').body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', group: 'example.com', kind: 'widgets', uid: 'widget-a' },
    })
  })

  test('answers with the object, of some kinds', () => {
    expect(objectOf(api(stored('ServiceAccount', 'a')).delete('ServiceAccount', 'a')).kind).toBe('ServiceAccount')
  })

  test('of what is not there is not found', () => {
    expect(messageOf(api().delete('ConfigMap', 'a'))).toBe('configmaps "a" not found')
  })
})

describe('delete of what a finalizer holds', () => {
  test('marks it and answers with it', () => {
    const server = api(held)
    const response = server.delete('ConfigMap', 'a')
    expect(response.code).toBe(200)
    expect(objectOf(response).metadata).toMatchObject({
      deletionTimestamp: '2026-01-02T00:00:00Z',
      deletionGracePeriodSeconds: 0,
      finalizers: ['a.io/b'],
    })
    expect(server.events.map(({ type }) => type)).toEqual(['modified'])
  })

  test('counts the generation once', () => {
    const widget = stored('Widget', 'a', { generation: 4, finalizers: ['a.io/b'] })
    const server = api(definition('Widget'), widget)
    expect(objectOf(server.delete('Widget', 'a')).metadata.generation).toBe(5)
    const again = server.delete('Widget', 'a', { propagationPolicy: 'Foreground' })
    expect(objectOf(again).metadata.generation).toBe(5)
  })

  test('a second time writes nothing', () => {
    const server = api(held)
    const first = objectOf(server.delete('ConfigMap', 'a'))
    const second = objectOf(server.delete('ConfigMap', 'a'))
    expect(second).toEqual(first)
    expect(server.events).toEqual([])
  })

  test('a second time may change how dependents are dealt with, and may finish it', () => {
    const server = api(stored('ConfigMap', 'b'))
    server.delete('ConfigMap', 'b', { propagationPolicy: 'Foreground' })
    server.delete('ConfigMap', 'b', { propagationPolicy: 'Orphan' })
    expect(server.stored('ConfigMap', 'b')?.metadata.finalizers).toEqual(['orphan'])
    server.delete('ConfigMap', 'b', { propagationPolicy: 'Background' })
    expect(server.stored('ConfigMap', 'b')).toBeUndefined()
  })

  test('answers 202 only where orphanDependents is false', () => {
    expect(api(held).delete('ConfigMap', 'a', { orphanDependents: false }).code).toBe(202)
    expect(api(held).delete('ConfigMap', 'a', { orphanDependents: true }).code).toBe(200)
    expect(api(held).delete('ConfigMap', 'a', { propagationPolicy: 'Background' }).code).toBe(200)
    expect(api(stored('ConfigMap', 'b')).delete('ConfigMap', 'b', { orphanDependents: false }).code).toBe(200)
  })

  test('takes a grace period and ignores it', () => {
    const { metadata } = objectOf(api(held).delete('ConfigMap', 'a', { gracePeriodSeconds: 30 }))
    expect(metadata.deletionTimestamp).toBe('2026-01-02T00:00:00Z')
    expect(metadata.deletionGracePeriodSeconds).toBe(0)
  })
})

describe('what terminates', () => {
  const dying = stored('ConfigMap', 'a', {
    deletionTimestamp: '2026-01-01T00:00:00Z',
    deletionGracePeriodSeconds: 0,
    finalizers: ['a.io/b', 'a.io/c'],
  })

  test('may still be edited, its owner references too', () => {
    const server = api(dying)
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'y' }]
    const body = { metadata: { labels: { x: 'y' }, ownerReferences }, data: { k: 'v' } }
    expect(server.patch('ConfigMap', 'a', 'merge', body).code).toBe(200)
    expect(server.stored('ConfigMap', 'a')?.metadata.ownerReferences).toEqual(ownerReferences)
  })

  test('keeps its deletion timestamp whatever is sent', () => {
    const server = api(dying)
    server.update(make('ConfigMap', 'a', { finalizers: ['a.io/b'] }))
    expect(server.stored('ConfigMap', 'a')?.metadata.deletionTimestamp).toBe('2026-01-01T00:00:00Z')
  })

  test('gains no finalizer', () => {
    const body = { metadata: { finalizers: ['a.io/b', 'a.io/c', 'a.io/d'] } }
    const response = api(dying).patch('ConfigMap', 'a', 'merge', body)
    expect(response.code).toBe(422)
    expect(messageOf(response)).toBe(
      'ConfigMap "a" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.io/d"}',
    )
  })

  test('goes with its last finalizer, and the update is answered with the object that nobody stores', () => {
    const server = api(dying)
    expect(server.patch('ConfigMap', 'a', 'merge', { metadata: { finalizers: ['a.io/b'] } }).code).toBe(200)
    const response = server.patch('ConfigMap', 'a', 'merge', { metadata: { finalizers: null } })
    expect(response.code).toBe(200)
    expect(objectOf(response).metadata.finalizers).toBeUndefined()
    expect(server.stored('ConfigMap', 'a')).toBeUndefined()
    expect(server.events.map(({ type }) => type)).toEqual(['deleted'])
    expect(server.events[0]?.object.metadata.finalizers).toEqual(['a.io/b'])
  })
})

describe('preconditions of a delete', () => {
  test.each([
    [
      { uid: 'other' },
      'the UID in the precondition (other) does not match the UID in record (configmap-a). The object might have been deleted and then recreated',
    ],
    [
      { resourceVersion: '7' },
      'the ResourceVersion in the precondition (7) does not match the ResourceVersion in record (1). The object might have been modified',
    ],
  ])('%j that does not hold is a conflict that names the Kind', (preconditions, cause) => {
    const server = api(held)
    const response = server.delete('ConfigMap', 'a', { preconditions })
    expect([response.code, response.body.reason]).toEqual([409, 'Conflict'])
    expect(messageOf(response)).toBe(`Operation cannot be fulfilled on ConfigMap "a": ${cause}`)
    expect(server.stored('ConfigMap', 'a')).toEqual(held)
  })

  test('of a custom resource name the group too', () => {
    const server = api(definition('Widget'), stored('Widget', 'a'))
    const response = server.delete('Widget', 'a', { preconditions: { uid: 'other' } })
    expect(messageOf(response)).toContain('Operation cannot be fulfilled on Widget.example.com "a": the UID')
    expect(response.body.details).toEqual({ name: 'a', group: 'example.com', kind: 'Widget' })
  })

  test.each(['Namespace', 'CustomResourceDefinition'] as const)('of a %s are those of storage', (kind) => {
    const server = api(definition('Widget'))
    const name = kind === 'Namespace' ? 'team' : 'widgets.example.com'
    const message = messageOf(server.delete(kind, name, { preconditions: { uid: 'other' } }))
    expect(message).toContain('Precondition failed: UID in precondition: other, UID in object meta: ')
    expect(message).toContain(kind === 'Namespace' ? 'namespaces "team"' : 'customresourcedefinitions.apiextensions')
  })

  test('that hold let it go on', () => {
    const preconditions = { uid: 'configmap-a', resourceVersion: '1' }
    expect(api(held).delete('ConfigMap', 'a', { preconditions }).code).toBe(200)
  })
})
