import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { api, messageOf, objectOf } from '../cluster/api.ts'
import { make, stored } from '../cluster/objects.ts'

function configMap(fields: object): KubeObject {
  return { ...make('ConfigMap', 'a'), ...fields } as KubeObject
}

describe('an object of a built-in kind', () => {
  test('loses fields that its type does not have, with a warning', () => {
    const response = api().create(configMap({ data: { a: 'b' }, nonsense: true }))
    expect([response.code, response.warnings]).toEqual([201, ['unknown field "nonsense"']])
    expect(objectOf(response)).not.toHaveProperty('nonsense')
  })

  test('is refused for them where validation of fields is strict, told with their places', () => {
    const response = api().create(
      { ...make('Pod', 'a'), spec: { containers: [{ name: 'c', image: 'i', x: 1 }], y: 2 } },
      { fieldValidation: 'Strict' },
    )
    expect([response.code, messageOf(response)]).toEqual([
      400,
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].x", unknown field "spec.y"',
    ])
  })

  test('loses them without a word where nobody wants to know', () => {
    const response = api().create(configMap({ nonsense: true }), { fieldValidation: 'Ignore' })
    expect(response.warnings).toBeUndefined()
  })

  test('loses nulls and empty lists', () => {
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], resourceNames: [], nonResourceURLs: null }]
    const response = api().create({ ...make('Role', 'a'), rules })
    expect(objectOf(response).rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }])
    expect(objectOf(api().create({ ...make('Role', 'a'), rules: [] }))).not.toHaveProperty('rules')
  })

  test('keeps a null that stands for an empty text', () => {
    expect(objectOf(api().create(configMap({ data: { a: null } }))).data).toEqual({ a: '' })
  })

  test('tells the first misfit, but rather what a type with its own decoder says', () => {
    const limits = { cpu: 'x' }
    const pod = { ...make('Pod', 'a'), spec: { nodeName: 1, containers: [{ name: 'c', resources: { limits } }] } }
    expect(messageOf(api().create(pod as KubeObject))).toContain('quantities must match the regular expression')
    expect(messageOf(api().create(configMap({ data: { a: 1, b: [] } })))).toContain('unmarshal number into')
  })

  test.each([
    ['not base64!', 3],
    ['YQ=', 3],
    ['YQ', 0],
    ['=', 0],
    ['YWE=x', 4],
    ['YQ\n=x', 3],
    ['AQ=\n!=z', 3],
  ])('with the bytes %j is refused at input byte %i', (text, position) => {
    const response = api().create(configMap({ binaryData: { b: text } }))
    expect(messageOf(response)).toMatch(new RegExp(`: illegal base64 data at input byte ${position}$`))
  })

  test.each([
    ['never', 'cannot parse "never" as "2006"'],
    ['2026-01-02', 'cannot parse "" as "T"'],
    ['2026-01-02T03:04:05', 'cannot parse "" as "Z07:00"'],
    ['2026-01-02T03:04:05Zx', 'parsing time "2026-01-02T03:04:05Zx": extra text: "x"'],
    ['2026-13-02T03:04:05Z', 'month out of range'],
    ['2026-01-02T25:04:05Z', 'hour out of range'],
  ])('of the time %j is refused', (creationTimestamp, words) => {
    expect(messageOf(api().create(make('ConfigMap', 'a', { creationTimestamp })))).toContain(words)
  })

  test('is invalid when a patch makes of it what cannot be read', () => {
    const server = api(make('ConfigMap', 'a'))
    for (const body of [{ data: { a: 1 } }, { kind: 'Secret' }, { apiVersion: 'v2' }]) {
      const response = server.patch('ConfigMap', 'a', 'merge', body)
      expect([response.code, messageOf(response).slice(0, 24)]).toEqual([422, ' "" is invalid: patch: I'])
    }
  })

  test('need not say what it is after a strategic merge patch', () => {
    const server = api(stored('ConfigMap', 'a', { labels: { x: 'y' } }))
    const body = { $retainKeys: ['metadata'], metadata: { labels: { z: 'w' } } }
    const { kind, apiVersion, metadata } = objectOf(server.patch('ConfigMap', 'a', 'strategic', body))
    expect([kind, apiVersion, metadata.labels]).toEqual(['ConfigMap', 'v1', { x: 'y', z: 'w' }])
  })
})
