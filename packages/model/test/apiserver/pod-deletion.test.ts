import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject, ObjectMeta } from '../../src/object/kube-object.ts'
import { type Api, api, objectOf } from '../cluster/api.ts'
import { stored } from '../cluster/objects.ts'

const containers = [{ name: 'main', image: 'example.com/main:1' }]
const running = { nodeName: 'node', terminationGracePeriodSeconds: 30 }

function pod(spec: JsonObject = running, phase = 'Running', metadata: Partial<ObjectMeta> = {}): KubeObject {
  return stored('Pod', 'a', { generation: 1, ...metadata }, { spec: { containers, ...spec }, status: { phase } })
}

function metadataAfter(server: Api, options: JsonObject = {}): ObjectMeta {
  return objectOf(server.delete('Pod', 'a', options)).metadata
}

function writes(server: Api): readonly string[] {
  return server.events.map(({ type }) => type)
}

describe('a pod that runs on a node', () => {
  test('waits for the end of its grace period', () => {
    const server = api(pod())
    expect(metadataAfter(server)).toMatchObject({
      deletionTimestamp: '2026-01-02T00:00:30Z',
      deletionGracePeriodSeconds: 30,
      generation: 2,
    })
    expect(server.stored('Pod', 'a')).toBeDefined()
  })

  test.each([
    [{ gracePeriodSeconds: 5 }, 5, '2026-01-02T00:00:05Z'],
    [{ gracePeriodSeconds: -3 }, 1, '2026-01-02T00:00:01Z'],
  ])('with %j waits %d seconds', (options, seconds, moment) => {
    expect(metadataAfter(api(pod()), options)).toMatchObject({
      deletionTimestamp: moment,
      deletionGracePeriodSeconds: seconds,
    })
  })

  test('goes at once with a grace period of 0, marked before', () => {
    const server = api(pod())
    expect(metadataAfter(server, { gracePeriodSeconds: 0 })).toMatchObject({
      deletionTimestamp: '2026-01-02T00:00:00Z',
      deletionGracePeriodSeconds: 0,
      generation: 2,
    })
    expect(writes(server)).toEqual(['modified', 'deleted'])
    expect(server.stored('Pod', 'a')).toBeUndefined()
  })
})

describe('a pod that runs nowhere', () => {
  test.each([
    ['is not scheduled', pod({ terminationGracePeriodSeconds: 30 }, 'Pending')],
    ['has succeeded', pod(running, 'Succeeded')],
    ['has failed', pod(running, 'Failed')],
  ])('because it %s goes at once', (_, object) => {
    const server = api(object)
    expect(metadataAfter(server).deletionGracePeriodSeconds).toBe(0)
    expect(server.stored('Pod', 'a')).toBeUndefined()
  })

  test('waits for its finalizers', () => {
    const server = api(pod({}, 'Pending', { finalizers: ['a.io/b'] }))
    expect(metadataAfter(server)).toMatchObject({ deletionGracePeriodSeconds: 0, finalizers: ['a.io/b'] })
    expect(writes(server)).toEqual(['modified'])
    server.patch('Pod', 'a', 'merge', { metadata: { finalizers: null } })
    expect(server.stored('Pod', 'a')).toBeUndefined()
  })
})

describe('another delete of a pod that waits', () => {
  const waiting = { deletionTimestamp: '2026-01-02T00:00:20Z', deletionGracePeriodSeconds: 30 }

  test.each([[{}], [{ gracePeriodSeconds: 30 }], [{ gracePeriodSeconds: 60 }], [{ propagationPolicy: 'Orphan' }]])(
    'with %j changes nothing',
    (options) => {
      const server = api(pod(running, 'Running', waiting))
      expect(metadataAfter(server, options)).toMatchObject(waiting)
      expect(writes(server)).toEqual([])
    },
  )

  test('may bring the end forward', () => {
    expect(metadataAfter(api(pod(running, 'Running', waiting)), { gracePeriodSeconds: 20 })).toMatchObject({
      deletionTimestamp: '2026-01-02T00:00:10Z',
      deletionGracePeriodSeconds: 20,
      generation: 1,
    })
  })

  test('but not into the past', () => {
    expect(metadataAfter(api(pod(running, 'Running', waiting)), { gracePeriodSeconds: 2 })).toMatchObject({
      deletionTimestamp: '2026-01-02T00:00:00Z',
      deletionGracePeriodSeconds: 1,
    })
  })

  test('with 0 seconds ends it', () => {
    const server = api(pod(running, 'Running', waiting))
    metadataAfter(server, { gracePeriodSeconds: 0 })
    expect(server.stored('Pod', 'a')).toBeUndefined()
  })

  test('while it waits no update removes it, finalizers or not', () => {
    const server = api(pod(running, 'Running', waiting))
    server.patch('Pod', 'a', 'merge', { metadata: { labels: { x: 'y' } } })
    expect(server.stored('Pod', 'a')).toBeDefined()
  })
})
