import { describe, expect, test } from 'vitest'
import { api, messageOf, objectOf } from '../cluster/api.ts'
import { definition, ownedBy, stored } from '../cluster/objects.ts'

const configMap = stored('ConfigMap', 'a', { labels: { x: 'y' } }, { data: { k: 'v', l: 'm' } })

describe('a JSON patch', () => {
  test('does its operations in order', () => {
    const patched = api(configMap).patch('ConfigMap', 'a', 'json', [
      { op: 'test', path: '/data/k', value: 'v' },
      { op: 'replace', path: '/data/k', value: 'w' },
      { op: 'remove', path: '/data/l' },
      { op: 'add', path: '/metadata/labels/a.io~1b', value: 'c' },
    ])
    expect(objectOf(patched).data).toEqual({ k: 'w' })
    expect(objectOf(patched).metadata.labels).toEqual({ x: 'y', 'a.io/b': 'c' })
  })

  test.each([
    ['a test that fails', { op: 'test', path: '/data/k', value: 'other' }],
    ['a key that is not there', { op: 'remove', path: '/data/none' }],
    ['a parent that is not there', { op: 'add', path: '/metadata/annotations/x', value: 'y' }],
  ])('of %s is refused without its cause', (_, operation) => {
    const server = api(configMap)
    const response = server.patch('ConfigMap', 'a', 'json', [operation])
    expect([response.code, response.body.reason]).toEqual([422, 'Invalid'])
    expect(messageOf(response)).toBe('the server rejected our request due to an error in our request')
    expect(server.stored('ConfigMap', 'a')).toEqual(configMap)
  })
})

describe('a merge patch', () => {
  test('merges objects, replaces lists, and removes what is null', () => {
    const object = stored('ConfigMap', 'b', { finalizers: ['a.io/b', 'a.io/c'] }, { data: { k: 'v', l: 'm' } })
    const body = { metadata: { finalizers: ['a.io/d'] }, data: { k: null, n: 'o' } }
    const patched = objectOf(api(object).patch('ConfigMap', 'b', 'merge', body))
    expect(patched.data).toEqual({ l: 'm', n: 'o' })
    expect(patched.metadata.finalizers).toEqual(['a.io/d'])
  })
})

describe('a strategic merge patch', () => {
  const owned = stored('ConfigMap', 'b', {
    ownerReferences: [ownedBy('ConfigMap', 'x'), ownedBy('ConfigMap', 'y')],
    finalizers: ['a.io/b'],
  })

  test('knows owner references by their uid', () => {
    const gone = { $patch: 'delete', uid: 'configmap-x' }
    const body = { metadata: { ownerReferences: [gone] } }
    const patched = objectOf(api(owned).patch('ConfigMap', 'b', 'strategic', body))
    expect(patched.metadata.ownerReferences).toEqual([ownedBy('ConfigMap', 'y')])
  })

  test('adds to finalizers as to a set, and takes from them', () => {
    const server = api(owned)
    const body = { metadata: { finalizers: ['a.io/c', 'a.io/b'] } }
    const patched = objectOf(server.patch('ConfigMap', 'b', 'strategic', body))
    expect(patched.metadata.finalizers?.toSorted()).toEqual(['a.io/b', 'a.io/c'])
    const less = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a.io/b'] } }
    expect(objectOf(server.patch('ConfigMap', 'b', 'strategic', less)).metadata.finalizers).toEqual(['a.io/c'])
  })

  test('is not for custom resources', () => {
    const response = api(definition('Widget'), stored('Widget', 'a')).patch('Widget', 'a', 'strategic', {})
    expect([response.code, response.body.reason]).toEqual([415, 'UnsupportedMediaType'])
    expect(messageOf(response)).toBe(
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    )
  })
})

describe('any patch', () => {
  test('of what is not there is not found', () => {
    expect(messageOf(api().patch('ConfigMap', 'a', 'merge', {}))).toBe('configmaps "a" not found')
  })

  test('that changes nothing is not written', () => {
    const server = api(configMap)
    const response = server.patch('ConfigMap', 'a', 'merge', { data: { k: 'v' } })
    expect(objectOf(response).metadata.resourceVersion).toBe('1')
    expect(server.events).toEqual([])
  })

  test('conflicts only over a resource version that it brings', () => {
    const server = api(definition('Widget'), stored('Widget', 'a', { generation: 1 }))
    expect(server.patch('Widget', 'a', 'merge', { spec: { size: 1 } }).code).toBe(200)
    const body = { metadata: { resourceVersion: '1' }, spec: { size: 2 } }
    expect(server.patch('Widget', 'a', 'merge', body).code).toBe(409)
  })

  test('with a wrong uid is invalid, not a conflict', () => {
    const response = api(configMap).patch('ConfigMap', 'a', 'merge', { metadata: { uid: 'other' } })
    expect(response.code).toBe(422)
    expect(messageOf(response)).toBe(
      'ConfigMap "a" is invalid: metadata.uid: Invalid value: "other": field is immutable',
    )
  })

  test('changes neither name nor namespace', () => {
    const server = api(configMap)
    expect(messageOf(server.patch('ConfigMap', 'a', 'merge', { metadata: { name: 'b' } }))).toBe(
      'the name of the object (b) does not match the name on the URL (a)',
    )
    expect(server.patch('ConfigMap', 'a', 'merge', { metadata: { namespace: 'default' } }).code).toBe(400)
  })

  test('but an apply takes no force', () => {
    const query = { force: 'true' }
    expect(messageOf(api(configMap).patch('ConfigMap', 'a', 'merge', {}, { query }))).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    )
  })
})
