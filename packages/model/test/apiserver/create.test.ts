import { describe, expect, test } from 'vitest'
import { api, messageOf, objectOf } from '../cluster/api.ts'
import { definition, make, namespace, stored } from '../cluster/objects.ts'

describe('create', () => {
  test('gives the object a uid, a time and a resource version', () => {
    const { metadata } = objectOf(api().create(make('ConfigMap', 'a')))
    expect(metadata.uid).toMatch(/^[0-9a-f-]{36}$/)
    expect(metadata.creationTimestamp).toBe('2026-01-02T00:00:00Z')
    expect(Number(metadata.resourceVersion)).toBeGreaterThan(1)
  })

  test('answers 201 and tells those who watch', () => {
    const server = api()
    expect(server.create(make('ConfigMap', 'a')).code).toBe(201)
    expect(server.events.map(({ type, object }) => [type, object.metadata.name])).toEqual([['added', 'a']])
  })

  test('wipes the identity that a client sends, and keeps what else it sends', () => {
    const sent = make('ConfigMap', 'a', {
      uid: 'mine',
      creationTimestamp: '2020-01-01T00:00:00Z',
      deletionTimestamp: '2020-01-01T00:00:00Z',
      deletionGracePeriodSeconds: 5,
      finalizers: ['a.io/b'],
      labels: { x: 'y' },
    })
    const { metadata } = objectOf(api().create(sent))
    expect(metadata.uid).not.toBe('mine')
    expect(metadata.creationTimestamp).toBe('2026-01-02T00:00:00Z')
    expect(metadata.deletionTimestamp).toBeUndefined()
    expect(metadata.deletionGracePeriodSeconds).toBeUndefined()
    expect(metadata.finalizers).toEqual(['a.io/b'])
    expect(metadata.labels).toEqual({ x: 'y' })
  })

  test('refuses a resource version with a plain error', () => {
    const response = api().create(make('ConfigMap', 'a', { resourceVersion: '7' }))
    expect(response.code).toBe(500)
    expect(messageOf(response)).toBe('resourceVersion should not be set on objects to be created')
  })

  test('refuses a name that is taken, and says when its object terminates', () => {
    const dying = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.io/b'] }
    const server = api(stored('ConfigMap', 'a'), stored('ConfigMap', 'b', dying))
    const taken = server.create(make('ConfigMap', 'a'))
    expect([taken.code, taken.body.reason]).toEqual([409, 'AlreadyExists'])
    expect(messageOf(taken)).toBe('configmaps "a" already exists')
    expect(messageOf(server.create(make('ConfigMap', 'b')))).toBe(
      'object is being deleted: configmaps "b" already exists',
    )
  })

  test('a name and a generateName that clash are answered as a failed generation', () => {
    const server = api(stored('ConfigMap', 'a'))
    expect(messageOf(server.create(make('ConfigMap', 'a', { generateName: 'a-' })))).toBe(
      'configmaps "a" already exists, the server was not able to generate a unique name for the object',
    )
  })

  test('takes the namespace of the URL, and refuses another', () => {
    const server = api()
    const { namespace: _, ...metadata } = make('ConfigMap', 'a').metadata
    expect(objectOf(server.create({ ...make('ConfigMap', 'a'), metadata })).metadata.namespace).toBe('team')
    const sent = { ...make('ConfigMap', 'b', { namespace: 'default' }) }
    const response = server.send({
      verb: 'create',
      group: '',
      version: 'v1',
      resource: 'configmaps',
      namespace: 'team',
      body: sent,
    })
    expect(response.code).toBe(400)
    expect(messageOf(response)).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    )
  })

  test('silently drops the namespace of a cluster-scoped object', () => {
    const sent = make('ClusterRole', 'a', { namespace: 'team' }, { rules: [] })
    const created = api().send({
      verb: 'create',
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      resource: 'clusterroles',
      body: sent,
    })
    expect(objectOf(created).metadata.namespace).toBeUndefined()
  })

  test('refuses a namespace that is not there, and one that terminates', () => {
    const server = api(namespace('old'))
    expect(messageOf(server.create(make('ConfigMap', 'a', { namespace: 'nowhere' })))).toBe(
      'namespaces "nowhere" not found',
    )
    server.delete('Namespace', 'old')
    const response = server.create(make('ConfigMap', 'a', { namespace: 'old' }))
    expect(response.code).toBe(403)
    expect(messageOf(response)).toBe(
      'configmaps "a" is forbidden: unable to create new content in namespace old because it is being terminated',
    )
  })

  test('an object without any name is invalid', () => {
    const response = api().create(make('ConfigMap', ''))
    expect(response.code).toBe(422)
    expect(messageOf(response)).toBe(
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    )
  })

  test('the generation starts at 1 where a kind counts it, whatever was sent', () => {
    const server = api(definition('Widget'))
    expect(objectOf(server.create(make('Widget', 'a', { generation: 9 }))).metadata.generation).toBe(1)
    expect(objectOf(server.create(make('ConfigMap', 'a'))).metadata.generation).toBeUndefined()
  })
})

describe('generateName', () => {
  test('is a prefix that five letters follow', () => {
    const { name } = objectOf(api().create(make('ConfigMap', '', { generateName: 'made-' }))).metadata
    expect(name).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
  })

  test('is cut to 58 letters', () => {
    const { name } = objectOf(api().create(make('ConfigMap', '', { generateName: 'x'.repeat(70) }))).metadata
    expect(name).toHaveLength(63)
  })

  test('gives every object another name', () => {
    const server = api()
    const names = Array.from(
      { length: 50 },
      () => objectOf(server.create(make('ConfigMap', '', { generateName: 'made-' }))).metadata.name,
    )
    expect(new Set(names).size).toBe(50)
  })

  test('is not used yet when the rights that a role gives are looked at', () => {
    const rules = [{ verbs: ['create'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'] }]
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'maker' }
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'eve' }]
    const server = api(
      stored('ClusterRole', 'maker', {}, { rules }),
      stored('ClusterRoleBinding', 'maker', {}, { roleRef, subjects }),
    )
    server.user = { user: 'eve', groups: ['system:authenticated'] }
    const wanted = [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }]
    const response = server.create(make('Role', '', { generateName: 'made-' }, { rules: wanted }))
    expect(response.code).toBe(403)
    expect(messageOf(response)).toContain('roles.rbac.authorization.k8s.io is forbidden: user "eve"')
  })

  test('does nothing beside a name', () => {
    const { name } = objectOf(api().create(make('ConfigMap', 'a', { generateName: 'made-' }))).metadata
    expect(name).toBe('a')
  })
})

describe('create of a custom resource', () => {
  test('drops fields that the definition does not have, with a warning, and fills in defaults', () => {
    const response = api(definition('Widget')).create(make('Widget', 'a', {}, { spec: { size: 1, shape: 'round' } }))
    expect(response.warnings).toEqual(['unknown field "spec.shape"'])
    expect(objectOf(response).spec).toEqual({ size: 1, color: 'grey' })
  })

  test('does so silently, or not at all, as the query wants', () => {
    const server = api(definition('Widget'))
    const sent = make('Widget', 'a', {}, { spec: { shape: 'round' } })
    const strict = server.create(sent, { fieldValidation: 'Strict' })
    expect(strict.code).toBe(400)
    expect(messageOf(strict)).toBe(
      'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.shape"',
    )
    expect(server.create(sent, { fieldValidation: 'Ignore' }).warnings).toBeUndefined()
  })

  test('drops its status', () => {
    const sent = make('Widget', 'a', {}, { spec: {}, status: { ready: true } })
    expect(objectOf(api(definition('Widget')).create(sent)).status).toBeUndefined()
  })

  test('is invalid where the schema says so', () => {
    const response = api(definition('Widget')).create(make('Widget', 'a', {}, { spec: { size: -1 } }))
    expect(response.code).toBe(422)
    expect(messageOf(response)).toContain('Widget.example.com "a" is invalid: spec.size: Invalid value: -1')
  })

  test('of another version or kind is refused', () => {
    const server = api(definition('Widget'))
    const request = {
      verb: 'create',
      group: 'example.com',
      version: 'v1',
      resource: 'widgets',
      namespace: 'team',
    } as const
    const other = { ...make('Widget', 'a'), apiVersion: 'example.com/v2' }
    expect(messageOf(server.send({ ...request, body: other }))).toBe(
      'the API version in the data (example.com/v2) does not match the expected API version (example.com/v1)',
    )
    expect(server.send({ ...request, body: { ...make('Widget', 'a'), kind: 'Gadget' } }).code).toBe(400)
  })
})
