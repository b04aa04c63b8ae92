import { describe, expect, test } from 'vitest'
import { api, messageOf, namesOf } from '../cluster/api.ts'
import { definition, namespace, placeOf, stored } from '../cluster/objects.ts'

const red = stored('ConfigMap', 'red', { labels: { color: 'red' } })
const blue = stored('ConfigMap', 'blue', { finalizers: ['a.io/b'] })

describe('deletecollection', () => {
  test('deletes every object of the namespace and answers with the list as it was', () => {
    const elsewhere = stored('ConfigMap', 'red', { namespace: 'other' })
    const server = api(red, blue, namespace('other'), elsewhere)
    const response = server.deleteCollection('ConfigMap')
    expect(response.code).toBe(200)
    expect(namesOf(response)).toEqual(['blue', 'red'])
    expect(server.stored('ConfigMap', 'red')).toBeUndefined()
    expect(server.stored('ConfigMap', 'blue')?.metadata.deletionTimestamp).toBeDefined()
    expect(server.events).toHaveLength(2)
  })

  test('keeps to the selectors', () => {
    const server = api(red, blue)
    server.deleteCollection('ConfigMap', { labelSelector: 'color=red' })
    expect(namesOf(server.list('ConfigMap'))).toEqual(['blue'])
    server.deleteCollection('ConfigMap', { fieldSelector: 'metadata.name=red' })
    expect(server.events).toEqual([])
  })

  test('applies its options to every object', () => {
    const server = api(red, blue)
    server.deleteCollection('ConfigMap', {}, { propagationPolicy: 'Orphan' })
    expect(server.stored('ConfigMap', 'red')?.metadata.finalizers).toEqual(['orphan'])
    expect(server.stored('ConfigMap', 'blue')?.metadata.finalizers).toEqual(['a.io/b', 'orphan'])
  })

  test('ends at the first refusal and keeps what it did', () => {
    const server = api(stored('ConfigMap', 'a'), stored('ConfigMap', 'b'), stored('ConfigMap', 'c'))
    const response = server.deleteCollection('ConfigMap', {}, { preconditions: { uid: 'configmap-a' } })
    expect(response.code).toBe(409)
    expect(namesOf(server.list('ConfigMap'))).toEqual(['b', 'c'])
  })

  test('is not there for namespaces, nor across namespaces', () => {
    const server = api(definition('Widget'))
    const everywhere = server.send({ ...placeOf('Namespace'), verb: 'deletecollection' })
    expect([everywhere.code, messageOf(everywhere)]).toEqual([
      405,
      'the server does not allow this method on the requested resource',
    ])
    const { namespace: _, ...configMaps } = placeOf('ConfigMap')
    expect(server.send({ ...configMaps, verb: 'deletecollection' }).code).toBe(405)
    const { namespace: __, ...widgets } = placeOf('Widget')
    expect(server.send({ ...widgets, verb: 'deletecollection' }).body).toEqual({ text: '404 page not found\n' })
  })

  test('of nothing answers with an empty list', () => {
    const server = api()
    expect(namesOf(server.deleteCollection('ConfigMap'))).toEqual([])
    expect(server.events).toEqual([])
  })
})
