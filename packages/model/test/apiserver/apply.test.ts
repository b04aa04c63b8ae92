import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Response } from '../../src/request/request.ts'
import { type Api, admin, api, messageOf, objectOf } from '../cluster/api.ts'
import { definition, type Kind, make, stored } from '../cluster/objects.ts'

function apply(server: Api, body: KubeObject, query: Readonly<Record<string, string>> = {}): Response {
  const { kind, metadata } = body
  const managed = { fieldManager: 'test', ...query }
  return server.patch(kind as Kind, metadata.name, 'apply', body, { query: managed })
}

const wanted = make('ConfigMap', 'a', {}, { data: { k: 'v' } })

describe('apply', () => {
  test('creates what is not there', () => {
    const server = api()
    const response = apply(server, wanted)
    expect(response.code).toBe(201)
    expect(server.stored('ConfigMap', 'a')?.data).toEqual({ k: 'v' })
    expect(objectOf(response).metadata.uid).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('sets its fields in what is there', () => {
    const server = api(stored('ConfigMap', 'a', { labels: { x: 'y' } }, { data: { l: 'm' } }))
    const response = apply(server, wanted)
    expect(response.code).toBe(200)
    expect(objectOf(response)).toMatchObject({ metadata: { labels: { x: 'y' } }, data: { k: 'v', l: 'm' } })
  })

  test('twice writes once', () => {
    const server = api()
    const first = objectOf(apply(server, wanted))
    const second = objectOf(apply(server, wanted))
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    expect(server.events).toEqual([])
  })

  test('works for custom resources too', () => {
    const server = api(definition('Widget'))
    expect(apply(server, make('Widget', 'a', {}, { spec: { size: 1 } })).code).toBe(201)
    expect(objectOf(apply(server, make('Widget', 'a', {}, { spec: { size: 2 } }))).spec).toEqual({
      size: 2,
      color: 'grey',
    })
  })

  test('needs a field manager', () => {
    expect(messageOf(apply(api(), wanted, { fieldManager: '' }))).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    )
  })

  test('of another version is refused', () => {
    const server = api(definition('Widget'))
    const response = apply(server, { ...make('Widget', 'a'), apiVersion: 'example.com/v2' })
    expect(response.code).toBe(400)
    expect(messageOf(response)).toBe(
      'Incorrect version specified in apply patch. Specified patch version: example.com/v2, expected: example.com/v1',
    )
  })

  test('with a uid never creates', () => {
    const response = apply(api(), make('ConfigMap', 'a', { uid: 'some' }))
    expect(response.code).toBe(409)
    expect(messageOf(response)).toBe(
      'Operation cannot be fulfilled on configmaps "a": uid mismatch: the provided object specified uid some, and no existing object was found',
    )
  })

  test('that creates needs the right to create, after all else is in order', () => {
    const rules = [{ verbs: ['patch'], apiGroups: [''], resources: ['configmaps'] }]
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'patcher' }
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'eve' }]
    const server = api(
      stored('ClusterRole', 'patcher', {}, { rules }),
      stored('ClusterRoleBinding', 'patcher', {}, { roleRef, subjects }),
    )
    server.user = { user: 'eve', groups: ['system:authenticated'] }
    const refused = apply(server, wanted)
    expect(refused.code).toBe(403)
    expect(messageOf(refused)).toBe(
      'configmaps "a" is forbidden: User "eve" cannot create resource "configmaps" in API group "" in the namespace "team"',
    )
    expect(apply(server, make('ConfigMap', 'a', { labels: { 'a b': 'c' } })).code).toBe(422)
    server.user = admin
    apply(server, wanted)
    server.user = { user: 'eve', groups: ['system:authenticated'] }
    expect(apply(server, make('ConfigMap', 'a', {}, { data: { k: 'w' } })).code).toBe(200)
  })

  test('may change what terminates', () => {
    const dying = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.io/b'] }
    expect(apply(api(stored('ConfigMap', 'a', dying)), wanted).code).toBe(200)
  })
})
