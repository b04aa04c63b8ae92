import { expect, test } from 'vitest'
import { api, messageOf } from '../cluster/api.ts'
import { definition, placeOf, stored } from '../cluster/objects.ts'

const page = { code: 404, body: { text: '404 page not found\n' } }
const server = api(definition('Widget'), definition('Plant'), stored('Widget', 'a'), stored('Plant', 'a'))
const { namespace: _, ...widgetOfNoNamespace } = placeOf('Widget', 'a')

test.each([
  ['a group that nobody serves', { ...placeOf('Widget', 'a'), group: 'other.com' }],
  ['a version that nobody serves', { ...placeOf('Widget', 'a'), version: 'v2' }],
  ['a custom resource that nobody serves', { ...placeOf('Widget', 'a'), resource: 'gadgets' }],
  ['a namespaced custom resource without a namespace', widgetOfNoNamespace],
  ['a cluster-scoped custom resource in a namespace', { ...placeOf('Plant', 'a'), namespace: 'team' }],
])('%s is a plain page', (_, place) => {
  expect(server.send({ ...place, verb: 'get' })).toEqual(page)
})

test.each([
  ['resource', { group: '', version: 'v1', resource: 'gizmos', namespace: 'team', name: 'a' }],
  ['version', { group: 'apps', version: 'v9', resource: 'deployments', namespace: 'team', name: 'a' }],
  ['place', { group: '', version: 'v1', resource: 'nodes', namespace: 'team', name: 'a' }],
  ['place without a namespace', { group: '', version: 'v1', resource: 'configmaps', name: 'a' }],
])('in a group of the API server itself, an unknown %s is a Status', (_, place) => {
  const response = server.send({ ...place, verb: 'get' })
  expect([response.code, response.body.reason]).toEqual([404, 'NotFound'])
  expect(messageOf(response)).toBe('the server could not find the requested resource')
})

test('who may do nothing is refused before anybody looks whether it is there', () => {
  const stranger = api()
  stranger.user = { user: 'eve', groups: ['system:authenticated'] }
  const response = stranger.send({ ...placeOf('Widget', 'a'), verb: 'get' })
  expect(messageOf(response)).toBe(
    'widgets.example.com "a" is forbidden: User "eve" cannot get resource "widgets" in API group "example.com" in the namespace "team"',
  )
})
