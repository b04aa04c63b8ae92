import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { api } from '../cluster/api.ts'
import { type Kind, stored } from '../cluster/objects.ts'

/** What a DELETE of an object leaves on it, or that it goes. [kubernetes.md 1.5.5, 1.5.6] */
function left(kind: Kind, finalizers: readonly string[], options: JsonObject): readonly string[] | 'gone' {
  const server = api(stored(kind, 'a', { finalizers }))
  server.delete(kind, 'a', options)
  return server.stored(kind, 'a')?.metadata.finalizers ?? 'gone'
}

const orphan = 'orphan'
const foreground = 'foregroundDeletion'
const nothing = {}
const Orphan = { propagationPolicy: 'Orphan' }
const Foreground = { propagationPolicy: 'Foreground' }
const Background = { propagationPolicy: 'Background' }
const orphans = { orphanDependents: true }
const noOrphans = { orphanDependents: false }

describe('what a DELETE says wins over what stands on the object', () => {
  test.each<[finalizers: readonly string[], options: JsonObject, left: readonly string[] | 'gone']>([
    [[], nothing, 'gone'],
    [[], Background, 'gone'],
    [[], Foreground, [foreground]],
    [[], Orphan, [orphan]],
    [[], orphans, [orphan]],
    [[], noOrphans, 'gone'],
    [[orphan], nothing, [orphan]],
    [[orphan], Background, 'gone'],
    [[orphan], Foreground, [foreground]],
    [[orphan], Orphan, [orphan]],
    [[orphan], orphans, [orphan]],
    [[orphan], noOrphans, 'gone'],
    [[foreground], nothing, [foreground]],
    [[foreground], Background, 'gone'],
    [[foreground], Foreground, [foreground]],
    [[foreground], Orphan, [orphan]],
    [[foreground], orphans, [orphan]],
    [[foreground], noOrphans, 'gone'],
    [['a.io/b'], nothing, ['a.io/b']],
    [['a.io/b'], Foreground, ['a.io/b', foreground]],
    [['a.io/b', orphan], Foreground, ['a.io/b', foreground]],
    [[foreground, 'a.io/b'], Foreground, [foreground, 'a.io/b']],
    [[foreground, 'a.io/b'], Background, ['a.io/b']],
  ])('finalizers %j and options %j leave %j', (finalizers, options, expected) => {
    expect(left('ConfigMap', finalizers, options)).toEqual(expected)
  })
})

describe('a kind has a default for a DELETE that says nothing', () => {
  test.each<[Kind, readonly string[] | 'gone']>([
    ['ReplicationController', [orphan]],
    ['Job', [orphan]],
    ['Deployment', 'gone'],
    ['Secret', 'gone'],
  ])('of %s it leaves %j', (kind, expected) => {
    expect(left(kind, [], nothing)).toEqual(expected)
  })

  test('which gives way to what is said or stands there', () => {
    expect(left('Job', [], Background)).toBe('gone')
    expect(left('Job', [foreground], nothing)).toEqual([foreground])
  })

  test('a Job is deleted with a word about its pods', () => {
    const warning = expect.stringContaining('child pods are preserved by default when jobs are deleted')
    expect(api(stored('Job', 'a')).delete('Job', 'a').warnings).toEqual([warning])
    expect(api(stored('Job', 'a')).deleteCollection('Job').warnings).toEqual([warning])
    expect(api(stored('Job', 'a')).delete('Job', 'a', Orphan).warnings).toBeUndefined()
  })

  test('events never wait for the garbage collector', () => {
    expect(left('Event', [], Foreground)).toBe('gone')
    expect(left('Event', [orphan], nothing)).toBe('gone')
    expect(left('Event', ['a.io/b', orphan], Orphan)).toEqual(['a.io/b'])
  })
})

describe('options that contradict themselves', () => {
  test.each([
    [
      { propagationPolicy: 'Orphan', orphanDependents: true },
      'propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    ],
    [
      { propagationPolicy: 'Slow' },
      'propagationPolicy: Unsupported value: "Slow": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    [{ dryRun: ['Some'] }, 'dryRun: Unsupported value: ["Some"]: supported values: "All"'],
  ])('%j are invalid', (options, cause) => {
    const server = api(stored('ConfigMap', 'a'))
    const response = server.delete('ConfigMap', 'a', options)
    expect(response.code).toBe(422)
    expect(response.body.message).toBe(`DeleteOptions.meta.k8s.io "" is invalid: ${cause}`)
    expect(server.stored('ConfigMap', 'a')).toBeDefined()
  })

  test('come from the body or from the query, never from both', () => {
    const server = api(stored('ConfigMap', 'a'))
    server.delete('ConfigMap', 'a', { propagationPolicy: 'Foreground' }, { orphanDependents: 'true' })
    expect(server.stored('ConfigMap', 'a')?.metadata.finalizers).toEqual([foreground])
    server.delete('ConfigMap', 'a', {}, { propagationPolicy: 'Orphan' })
    expect(server.stored('ConfigMap', 'a')?.metadata.finalizers).toEqual([orphan])
  })
})
