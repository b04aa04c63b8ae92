import { describe, expect, test } from 'vitest'
import { api, messageOf, objectOf } from '../cluster/api.ts'
import { definition, make, ownedBy, stored } from '../cluster/objects.ts'

describe('finalizers', () => {
  const unqualified =
    'metadata.finalizers[0]: Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified'

  test('of a built-in kind have a domain or are standard ones', () => {
    const server = api(stored('ConfigMap', 'b'))
    const created = server.create(make('ConfigMap', 'a', { finalizers: ['hold'] }))
    expect(created.code).toBe(422)
    expect(messageOf(created)).toBe(`ConfigMap "a" is invalid: ${unqualified}`)
    const updated = server.patch('ConfigMap', 'b', 'merge', { metadata: { finalizers: ['hold'] } })
    expect(messageOf(updated)).toBe(`ConfigMap "b" is invalid: ${unqualified}`)
    for (const finalizer of ['orphan', 'foregroundDeletion', 'kubernetes', 'a.io/b'])
      expect(server.create(make('ConfigMap', '', { generateName: 'x-', finalizers: [finalizer] })).code).toBe(201)
  })

  test('of definitions and webhooks need none', () => {
    const body = { metadata: { finalizers: ['hold'] } }
    const server = api(definition('Widget'))
    expect(server.patch('CustomResourceDefinition', 'widgets.example.com', 'merge', body).code).toBe(200)
  })

  test('of a custom resource are warned about when they are added', () => {
    const server = api(definition('Widget'))
    const warning =
      'metadata.finalizers: "hold": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers'
    expect(server.create(make('Widget', 'a', { finalizers: ['hold'] })).warnings).toEqual([warning])
    expect(server.patch('Widget', 'a', 'merge', { metadata: { labels: { x: 'y' } } }).warnings).toBeUndefined()
    const more = { metadata: { finalizers: ['hold', 'a.b'] } }
    expect(server.patch('Widget', 'a', 'merge', more).warnings).toEqual([
      expect.stringContaining('"a.b": prefer a domain-qualified finalizer name including a path (/) to avoid'),
    ])
  })

  test('are qualified names, on create and on update', () => {
    const server = api(definition('Widget'), stored('Widget', 'b', { generation: 1 }))
    expect(server.create(make('Widget', 'a', { finalizers: ['a b'] })).code).toBe(422)
    expect(server.patch('Widget', 'b', 'merge', { metadata: { finalizers: ['a b'] } }).code).toBe(422)
  })

  test('orphan and foregroundDeletion exclude each other', () => {
    const response = api().create(make('ConfigMap', 'a', { finalizers: ['orphan', 'foregroundDeletion'] }))
    expect(messageOf(response)).toBe(
      'ConfigMap "a" is invalid: metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
    )
  })
})

describe('owner references', () => {
  const owner = ownedBy('ConfigMap', 'x')
  const duplicates = (when: string): string =>
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: configmap-x`

  test('that stand twice are kept once, with a warning', () => {
    const server = api()
    const sent = make('ConfigMap', 'a', { ownerReferences: [owner, owner] })
    const created = server.create(sent)
    expect(objectOf(created).metadata.ownerReferences).toEqual([owner])
    expect(created.warnings).toEqual([duplicates('')])
    expect(server.update(sent).warnings).toEqual([duplicates('')])
  })

  test('of a patch are looked at after mutating admission', () => {
    const body = { metadata: { ownerReferences: [owner, owner] } }
    expect(api(stored('ConfigMap', 'a')).patch('ConfigMap', 'a', 'merge', body).warnings).toEqual([
      duplicates(' after mutating admission happens'),
    ])
  })

  test('to one uid that differ elsewhere are both kept', () => {
    const ownerReferences = [owner, { ...owner, name: 'y' }]
    const created = api().create(make('ConfigMap', 'a', { ownerReferences }))
    expect(objectOf(created).metadata.ownerReferences).toEqual(ownerReferences)
    expect(created.warnings).toBeUndefined()
  })

  test('may name what is not there, what is elsewhere, and the object itself', () => {
    const ownerReferences = [
      ownedBy('Pod', 'gone'),
      { ...owner, apiVersion: 'nobody.io/v1', kind: 'Unknown' },
      ownedBy('ConfigMap', 'a', { blockOwnerDeletion: true }),
    ]
    expect(api().create(make('ConfigMap', 'a', { ownerReferences })).code).toBe(201)
  })

  test('name at most one controller', () => {
    const ownerReferences = [
      ownedBy('ConfigMap', 'x', { controller: true }),
      ownedBy('ConfigMap', 'y', { controller: true }),
    ]
    const response = api().create(make('ConfigMap', 'a', { ownerReferences }))
    expect(messageOf(response)).toContain(
      'Only one reference can have Controller set to true. Found "true" in references for ConfigMap/x and ConfigMap/y',
    )
  })

  test.each([
    [{ name: '' }, 'metadata.ownerReferences.name: Invalid value: "": must not be empty'],
    [{ uid: '' }, 'metadata.ownerReferences.uid: Invalid value: "": must not be empty'],
    [{ kind: '' }, 'metadata.ownerReferences.kind: Invalid value: "": must not be empty'],
    [{ apiVersion: 'v1', kind: 'Event' }, '/v1, Kind=Event is disallowed from being an owner'],
  ])('with %j are invalid', (wrong, cause) => {
    const response = api().create(make('ConfigMap', 'a', { ownerReferences: [{ ...owner, ...wrong }] }))
    expect(response.code).toBe(422)
    expect(messageOf(response)).toContain(cause)
  })
})
