import { describe, expect, test } from 'vitest'
import { api, messageOf, objectOf } from '../cluster/api.ts'
import { definition, make, placeOf, stored, uidOf } from '../cluster/objects.ts'

const configMap = stored('ConfigMap', 'a', { labels: { x: 'y' } }, { data: { k: 'v' } })
const changed = make('ConfigMap', 'a', {}, { data: { k: 'w' } })

describe('update', () => {
  test('replaces the whole object and keeps its identity', () => {
    const server = api(configMap)
    const { metadata, data } = objectOf(server.update(changed))
    expect(data).toEqual({ k: 'w' })
    expect(metadata).toEqual({
      name: 'a',
      namespace: 'team',
      uid: uidOf('ConfigMap', 'a'),
      creationTimestamp: '2026-01-01T00:00:00Z',
      resourceVersion: '2',
    })
    expect(server.events[0]).toMatchObject({ type: 'modified', oldObject: configMap })
  })

  test('of what is not there is not found', () => {
    expect(messageOf(api().update(changed))).toBe('configmaps "a" not found')
  })

  test('that changes nothing is not written', () => {
    const server = api(configMap)
    const response = server.update(configMap)
    expect(objectOf(response).metadata.resourceVersion).toBe('1')
    expect(server.events).toEqual([])
    expect(server.state.revision).toBe(1)
  })

  test('under the name of another object is refused, as is one without a name', () => {
    const server = api(configMap)
    const place = placeOf('ConfigMap', 'a')
    const other = server.send({ ...place, verb: 'update', body: make('ConfigMap', 'b') })
    expect([other.code, messageOf(other)]).toEqual([
      400,
      'the name of the object (b) does not match the name on the URL (a)',
    ])
    expect(messageOf(server.send({ ...place, verb: 'update', body: make('ConfigMap', '') }))).toBe(
      'the name of the object (a based on URL) was undeterminable: name must be provided',
    )
  })

  test('never moves an object to another namespace', () => {
    const response = api(configMap).send({
      ...placeOf('ConfigMap', 'a'),
      verb: 'update',
      body: make('ConfigMap', 'a', { namespace: 'default' }),
    })
    expect(messageOf(response)).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    )
  })

  test('keeps the creation time whatever is sent', () => {
    const sent = make('ConfigMap', 'a', { creationTimestamp: '2020-01-01T00:00:00Z' })
    expect(objectOf(api(configMap).update(sent)).metadata.creationTimestamp).toBe('2026-01-01T00:00:00Z')
  })

  test('cannot start a deletion', () => {
    const response = api(configMap).update(make('ConfigMap', 'a', { deletionTimestamp: '2026-01-02T00:00:00Z' }))
    expect(response.code).toBe(422)
    expect(messageOf(response)).toBe(
      'ConfigMap "a" is invalid: metadata.deletionTimestamp: Invalid value: "2026-01-02T00:00:00Z": field is immutable',
    )
  })

  test('names what is wrong with metadata once, and has it as a cause as often as it is found', () => {
    const response = api(configMap).update(make('ConfigMap', 'a', { labels: { 'a b': 'c' } }))
    const causes = (response.body.details as { causes: readonly unknown[] }).causes
    expect(messageOf(response).split('a b')).toHaveLength(2)
    expect(causes.length).toBeGreaterThan(1)
  })
})

describe('the resource version of a PUT', () => {
  test('binds it to the object as it was seen', () => {
    const response = api(configMap).update(make('ConfigMap', 'a', { resourceVersion: '7' }))
    expect([response.code, response.body.reason]).toEqual([409, 'Conflict'])
    expect(messageOf(response)).toBe(
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    )
  })

  test('may be left out for most built-in kinds: the last write wins', () => {
    expect(api(configMap).update(changed).code).toBe(200)
  })

  test('may not be left out for custom resources and definitions', () => {
    const server = api(definition('Widget'), stored('Widget', 'a'))
    const response = server.update(make('Widget', 'a'))
    expect(response.code).toBe(422)
    expect(messageOf(response)).toBe(
      'widgets.example.com "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    )
    expect(response.body.details).toMatchObject({ kind: 'widgets', group: 'example.com' })
    const { resourceVersion: _, ...metadata } = definition('Widget').metadata
    expect(server.update({ ...definition('Widget'), metadata }).code).toBe(422)
  })
})

describe('the uid of a PUT', () => {
  test('binds it to that object, before its version is looked at', () => {
    const response = api(configMap).update(make('ConfigMap', 'a', { uid: 'another', resourceVersion: '7' }))
    expect(response.code).toBe(409)
    expect(messageOf(response)).toBe(
      'Operation cannot be fulfilled on configmaps "a": StorageError: invalid object, Code: 4, Key: /registry/configmaps/team/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: another, UID in object meta: configmap-a',
    )
  })

  test('may be the right one', () => {
    expect(api(configMap).update(make('ConfigMap', 'a', { uid: 'configmap-a' })).code).toBe(200)
  })
})

describe('generation', () => {
  const widget = stored('Widget', 'a', { generation: 3 }, { spec: { size: 1, color: 'grey' } })

  test('grows by one when something beside metadata changes', () => {
    const server = api(definition('Widget'), widget)
    expect(objectOf(server.update({ ...widget, spec: { size: 2 } })).metadata.generation).toBe(4)
  })

  test('stays when only metadata changes, and is never what a client sends', () => {
    const server = api(definition('Widget'), widget)
    const labelled = { ...widget, metadata: { ...widget.metadata, labels: { x: 'y' }, generation: 9 } }
    expect(objectOf(server.update(labelled)).metadata.generation).toBe(3)
  })

  test('of a definition grows with its spec', () => {
    const server = api(definition('Widget'))
    const body = { spec: { names: { shortNames: ['wd'] } } }
    const name = 'widgets.example.com'
    expect(objectOf(server.patch('CustomResourceDefinition', name, 'merge', body)).metadata.generation).toBe(2)
    const labels = { metadata: { labels: { x: 'y' } } }
    expect(objectOf(server.patch('CustomResourceDefinition', name, 'merge', labels)).metadata.generation).toBe(2)
  })
})

describe('a PUT of what is not there', () => {
  const role = make('Role', 'a', {}, { rules: [] })

  test('creates roles and a few other kinds', () => {
    const server = api()
    const response = server.update(role)
    expect(response.code).toBe(201)
    expect(objectOf(response).metadata.uid).toMatch(/^[0-9a-f-]{36}$/)
    expect(server.events[0]?.type).toBe('added')
  })

  test('needs the right to create', () => {
    const rules = [{ verbs: ['update'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'] }]
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'writer' }
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'eve' }]
    const server = api(
      stored('ClusterRole', 'writer', {}, { rules }),
      stored('ClusterRoleBinding', 'writer', {}, { roleRef, subjects }),
    )
    server.user = { user: 'eve', groups: ['system:authenticated'] }
    const response = server.update(role)
    expect(response.code).toBe(403)
    expect(messageOf(response)).toBe(
      'roles.rbac.authorization.k8s.io "a" is forbidden: User "eve" cannot create resource "roles" in API group "rbac.authorization.k8s.io" in the namespace "team"',
    )
    expect(server.stored('Role', 'a')).toBeUndefined()
  })
})
