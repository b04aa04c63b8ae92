import { describe, expect, test } from 'vitest'
import { api, messageOf, namesOf, objectOf } from '../cluster/api.ts'
import { definition, namespace, placeOf, stored } from '../cluster/objects.ts'

describe('get', () => {
  test('answers with the object as it is stored', () => {
    const object = stored('ConfigMap', 'a', {}, { data: { x: 'y' } })
    expect(objectOf(api(object).get('ConfigMap', 'a'))).toEqual(object)
  })

  test('of what is not there names resource and group', () => {
    const server = api(definition('Widget'))
    expect(server.get('ConfigMap', 'a').body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "a" not found',
      reason: 'NotFound',
      details: { name: 'a', kind: 'configmaps' },
      code: 404,
    })
    expect(messageOf(server.get('Widget', 'a'))).toBe('widgets.example.com "a" not found')
  })

  test('writes nothing', () => {
    const server = api(stored('ConfigMap', 'a'))
    const { objects, revision } = server.state
    server.get('ConfigMap', 'a')
    expect(server.state.objects).toBe(objects)
    expect(server.state.revision).toBe(revision)
  })
})

describe('list', () => {
  const red = stored('Secret', 'red', { labels: { color: 'red', size: 'big' } }, { type: 'Opaque' })
  const blue = stored('Secret', 'blue', { labels: { color: 'blue' } }, { type: 'example.com/x' })
  const plain = stored('Secret', 'plain', {}, { type: 'Opaque' })

  test('is in the order of names, of one namespace or of all', () => {
    const elsewhere = stored('Secret', 'a', { namespace: 'other' })
    const server = api(red, blue, plain, namespace('other'), elsewhere)
    expect(namesOf(server.list('Secret'))).toEqual(['blue', 'plain', 'red'])
    const { namespace: _, ...everywhere } = placeOf('Secret')
    expect(namesOf(server.send({ ...everywhere, verb: 'list' }))).toEqual(['a', 'blue', 'plain', 'red'])
  })

  test('names kind and version once for all items, and the revision it was taken at', () => {
    const { body } = api(red).list('Secret')
    expect(body).toMatchObject({ kind: 'SecretList', apiVersion: 'v1', metadata: { resourceVersion: '1' } })
    expect(body.items).toEqual([expect.not.objectContaining({ kind: 'Secret' })])
  })

  test.each([
    ['color=red', ['red']],
    ['color==red,size=big', ['red']],
    ['color!=red', ['blue', 'plain']],
    ['color in (red,blue)', ['blue', 'red']],
    ['color notin (red)', ['blue', 'plain']],
    ['color', ['blue', 'red']],
    ['!color', ['plain']],
  ])('with the label selector %s gives %j', (labelSelector, names) => {
    expect(namesOf(api(red, blue, plain).list('Secret', { labelSelector }))).toEqual(names)
  })

  test.each([
    ['metadata.name=red', ['red']],
    ['metadata.name!=red', ['blue', 'plain']],
    ['type=Opaque', ['plain', 'red']],
    ['type=Opaque,metadata.name!=red', ['plain']],
    ['metadata.namespace=team', ['blue', 'plain', 'red']],
  ])('with the field selector %s gives %j', (fieldSelector, names) => {
    expect(namesOf(api(red, blue, plain).list('Secret', { fieldSelector }))).toEqual(names)
  })

  test('refuses a selector that it does not understand', () => {
    const server = api(red)
    expect(server.list('Secret', { labelSelector: 'color in red' }).code).toBe(400)
    const response = server.list('Secret', { fieldSelector: 'data.x=y' })
    expect(response.code).toBe(400)
    expect(messageOf(response)).toContain('data.x')
  })

  test('of custom resources selects by the fields that their definition names', () => {
    const grey = stored('Widget', 'a', {}, { spec: { color: 'grey' } })
    const green = stored('Widget', 'b', {}, { spec: { color: 'green' } })
    const server = api(definition('Widget'), grey, green)
    expect(namesOf(server.list('Widget', { fieldSelector: 'spec.color=green' }))).toEqual(['b'])
    expect(server.list('Widget', { fieldSelector: 'spec.size=1' }).code).toBe(400)
    expect(server.list('Widget').body.items).toEqual([expect.objectContaining({ kind: 'Widget' }), expect.anything()])
  })
})
