import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { type Api, api, messageOf, objectOf } from '../cluster/api.ts'
import { make, namespace, placeOf, stored } from '../cluster/objects.ts'

const old = namespace('old')

function finalize(server: Api, finalizers: readonly string[], name = 'old'): number {
  const body = make('Namespace', name, server.stored('Namespace', name)?.metadata, { spec: { finalizers } })
  return server.update(body, { subresource: 'finalize' }).code
}

describe('a new namespace', () => {
  test('is Active, held by kubernetes, and labelled with its name', () => {
    const created = objectOf(api().create(make('Namespace', 'new', {}, { status: { phase: 'Terminating' } })))
    expect(created.status).toEqual({ phase: 'Active' })
    expect(created.spec).toEqual({ finalizers: ['kubernetes'] })
    expect(created.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'new' })
    expect(created.metadata.generation).toBeUndefined()
  })

  test('is labelled with its generated name too', () => {
    const { metadata } = objectOf(api().create(make('Namespace', '', { generateName: 'new-' })))
    expect(metadata.labels).toEqual({ 'kubernetes.io/metadata.name': metadata.name })
  })

  test('has the name of a label', () => {
    const response = api().create(make('Namespace', 'A'))
    expect(response.code).toBe(422)
    expect(messageOf(response)).toContain('metadata.name: Invalid value: "A": a lowercase RFC 1123 label must')
  })
})

describe('an update of a namespace', () => {
  test('loses neither the label of its name nor what holds it', () => {
    const server = api(old)
    const changes = { metadata: { labels: { 'kubernetes.io/metadata.name': 'other', x: 'y' } } }
    const body: JsonObject = { ...changes, spec: { finalizers: [] }, status: { phase: 'Terminating' } }
    const updated = objectOf(server.patch('Namespace', 'old', 'merge', body))
    expect(updated.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'old', x: 'y' })
    expect(updated.spec).toEqual({ finalizers: ['kubernetes'] })
    expect(updated.status).toEqual({ phase: 'Active' })
  })
})

describe('the first delete of a namespace', () => {
  test('marks it as terminating, with neither grace period nor generation', () => {
    const server = api(old)
    const response = server.delete('Namespace', 'old')
    const { metadata, status } = objectOf(response)
    expect(response.code).toBe(200)
    expect(metadata.deletionTimestamp).toBe('2026-01-02T00:00:00Z')
    expect(metadata.deletionGracePeriodSeconds).toBeUndefined()
    expect(status).toEqual({ phase: 'Terminating' })
    expect(server.stored('Namespace', 'old')).toEqual(objectOf(response))
  })

  test.each<[readonly string[], JsonObject, readonly string[] | undefined]>([
    [[], {}, undefined],
    [['orphan'], {}, ['orphan']],
    [['foregroundDeletion'], {}, ['foregroundDeletion']],
    [['orphan'], { propagationPolicy: 'Background' }, undefined],
    [['foregroundDeletion', 'a.io/b'], { propagationPolicy: 'Background' }, ['a.io/b']],
    [[], { propagationPolicy: 'Orphan' }, ['orphan']],
    [[], { propagationPolicy: 'Foreground' }, ['foregroundDeletion']],
    [['orphan'], { propagationPolicy: 'Foreground' }, ['foregroundDeletion']],
    [[], { orphanDependents: true }, ['orphan']],
    [[], { orphanDependents: false }, ['foregroundDeletion']],
  ])('with finalizers %j and options %j leaves %j', (finalizers, options, left) => {
    const server = api(namespace('old', { finalizers }))
    server.delete('Namespace', 'old', options)
    expect(server.stored('Namespace', 'old')?.metadata.finalizers).toEqual(left)
  })

  test('never removes it, even where nothing holds it', () => {
    const server = api({ ...old, spec: {} })
    server.delete('Namespace', 'old')
    expect(server.stored('Namespace', 'old')?.metadata.deletionTimestamp).toBeDefined()
    server.delete('Namespace', 'old')
    expect(server.stored('Namespace', 'old')).toBeUndefined()
  })

  test.each(['default', 'kube-system', 'kube-public'])('is refused for %s', (name) => {
    const response = api(namespace('kube-system'), namespace('kube-public')).delete('Namespace', name)
    expect(response.code).toBe(403)
    expect(messageOf(response)).toBe(`namespaces "${name}" is forbidden: this namespace may not be deleted`)
  })

  test('is not refused for kube-node-lease', () => {
    expect(api(namespace('kube-node-lease')).delete('Namespace', 'kube-node-lease').code).toBe(200)
  })
})

describe('another delete of a namespace', () => {
  test('does nothing while kubernetes holds it, whatever it says', () => {
    const server = api(old)
    const first = objectOf(server.delete('Namespace', 'old'))
    const second = server.delete('Namespace', 'old', { propagationPolicy: 'Foreground' })
    expect(second).toEqual({ code: 200, body: first })
    expect(server.events).toEqual([])
  })

  test('is like any other once kubernetes let go', () => {
    const server = api(namespace('old', { finalizers: ['a.io/b'] }))
    server.delete('Namespace', 'old')
    finalize(server, [])
    server.delete('Namespace', 'old', { propagationPolicy: 'Foreground' })
    expect(server.stored('Namespace', 'old')?.metadata.finalizers).toEqual(['a.io/b', 'foregroundDeletion'])
  })
})

describe('a namespace that terminates', () => {
  test('goes when both lists of finalizers are empty', () => {
    const server = api(namespace('old', { finalizers: ['a.io/b'] }))
    server.delete('Namespace', 'old')
    expect(finalize(server, [])).toBe(200)
    expect(server.stored('Namespace', 'old')).toBeDefined()
    server.patch('Namespace', 'old', 'merge', { metadata: { finalizers: null } })
    expect(server.stored('Namespace', 'old')).toBeUndefined()
  })

  test('stays while its spec is held, and goes through finalize', () => {
    const server = api(namespace('old', { finalizers: ['a.io/b'] }))
    server.delete('Namespace', 'old')
    server.patch('Namespace', 'old', 'merge', { metadata: { finalizers: null } })
    expect(server.stored('Namespace', 'old')).toBeDefined()
    finalize(server, [])
    expect(server.stored('Namespace', 'old')).toBeUndefined()
  })

  test('is in the way of a new one', () => {
    const server = api(old)
    server.delete('Namespace', 'old')
    expect(messageOf(server.create(make('Namespace', 'old')))).toBe(
      'object is being deleted: namespaces "old" already exists',
    )
  })

  test('takes labels and owners, but no finalizer', () => {
    const server = api(old)
    server.delete('Namespace', 'old')
    expect(server.patch('Namespace', 'old', 'merge', { metadata: { labels: { x: 'y' } } }).code).toBe(200)
    expect(server.patch('Namespace', 'old', 'merge', { metadata: { finalizers: ['a.io/b'] } }).code).toBe(422)
  })

  test('lets what it holds be changed and deleted', () => {
    const inside = stored('ConfigMap', 'a', { namespace: 'old' })
    const server = api(old, inside)
    server.delete('Namespace', 'old')
    const place = placeOf('ConfigMap', 'a', 'old')
    const body = { data: { k: 'v' } }
    expect(server.send({ ...place, verb: 'patch', patchType: 'merge', body }).code).toBe(200)
    expect(server.send({ ...place, verb: 'delete' }).code).toBe(200)
  })
})

describe('finalize and status of a namespace', () => {
  test('finalize takes only a PUT, and keeps the status', () => {
    const server = api(old)
    expect(finalize(server, ['kubernetes', 'a.io/b'])).toBe(200)
    expect(server.stored('Namespace', 'old')?.spec).toEqual({ finalizers: ['kubernetes', 'a.io/b'] })
    expect(server.patch('Namespace', 'old', 'merge', {}, { subresource: 'finalize' }).code).toBe(405)
    expect(server.send({ ...placeOf('Namespace', 'old'), verb: 'get', subresource: 'finalize' }).code).toBe(405)
  })

  test('finalize does not remove what does not terminate', () => {
    const server = api(old)
    finalize(server, [])
    expect(server.stored('Namespace', 'old')).toBeDefined()
  })

  test('status keeps the spec and tells the truth about the deletion', () => {
    const server = api(old)
    const body = { metadata: { labels: { x: 'y' } }, spec: { finalizers: [] }, status: { phase: 'Active', seen: true } }
    const response = server.patch('Namespace', 'old', 'merge', body, { subresource: 'status' })
    expect(objectOf(response).spec).toEqual({ finalizers: ['kubernetes'] })
    expect(objectOf(response).metadata.labels).toMatchObject({ x: 'y' })
    const lie = { status: { phase: 'Terminating' } }
    expect(messageOf(server.patch('Namespace', 'old', 'merge', lie, { subresource: 'status' }))).toBe(
      'Namespace "old" is invalid: status.Phase: Invalid value: "Terminating": may only be \'Active\' if `deletionTimestamp` is empty',
    )
  })

  test('what is left in a namespace finalized by force is there again with the next of its name', () => {
    const server = api(old, stored('ConfigMap', 'a', { namespace: 'old' }))
    server.delete('Namespace', 'old')
    finalize(server, [])
    server.create(make('Namespace', 'old'))
    expect(server.send({ ...placeOf('ConfigMap', 'a', 'old'), verb: 'get' }).code).toBe(200)
  })
})
