import { describe, expect, test } from 'vitest'
import type { Reconcile, ReconcileResult } from '../../src/controllers/controller.ts'
import { attemptToDelete } from '../../src/controllers/garbage-collector/attempt-to-delete.ts'
import { attemptToOrphan } from '../../src/controllers/garbage-collector/attempt-to-orphan.ts'
import { emptyGraph, type Graph, isKnownAbsent, nodeOf } from '../../src/controllers/garbage-collector/graph.ts'
import { processUpsert } from '../../src/controllers/garbage-collector/graph-builder.ts'
import type { GraphHolder } from '../../src/controllers/garbage-collector/memory.ts'
import { identityOf } from '../../src/controllers/garbage-collector/monitors.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { conflict, notFound, plainError, unsupportedMediaType } from '../../src/object/status-errors.ts'
import type { Request, Response } from '../../src/request/request.ts'
import { emptyState } from '../../src/state/cluster-state.ts'
import { emptyMap } from '../../src/state/sorted-map.ts'
import { ownedBy, stored, uidOf } from '../cluster/objects.ts'

const state = emptyState(0)
const pods = { group: '', resource: 'pods' }
const found = (object: KubeObject): Response => ({ code: 200, body: object })

function graphOf(...objects: readonly KubeObject[]): GraphHolder {
  const start: Graph = emptyGraph(emptyMap, 0)
  const seen = (graph: Graph, object: KubeObject): Graph =>
    processUpsert(graph, identityOf(object), object, undefined).graph
  return { graph: objects.reduce(seen, start) }
}

interface Played {
  readonly requests: readonly Request[]
  readonly enqueued: readonly string[]
  readonly result: ReconcileResult
}

/** Lets a worker do its work against answers written down beforehand. */
function play(work: Reconcile, ...answers: readonly Response[]): Played {
  const requests: Request[] = []
  const enqueued: string[] = []
  let turn = work.next()
  while (!turn.done) {
    const call = turn.value
    let reply: unknown
    if (call.type === 'read') reply = call.read(state)
    if (call.type === 'enqueue') enqueued.push(call.enqueue.key)
    if (call.type === 'request') {
      reply = answers[requests.length]
      if (reply === undefined) throw new Error(`nobody expected ${JSON.stringify(call.request)}`)
      requests.push(call.request)
    }
    turn = work.next(reply)
  }
  return { requests, enqueued, result: turn.value }
}

const lines = ({ requests }: Played): readonly string[] =>
  requests.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`)

const child = stored('Pod', 'child', {
  resourceVersion: '5',
  ownerReferences: [ownedBy('ReplicationController', 'owner')],
})

describe('a dependent whose owner is gone', () => {
  test('is read, its owner is read, it is deleted as it was seen', () => {
    const holder = graphOf(child)
    const played = play(
      attemptToDelete(holder, uidOf('Pod', 'child')),
      found(child),
      notFound({ group: '', resource: 'replicationcontrollers' }, 'owner'),
      found(child),
    )
    expect(lines(played)).toEqual(['get pods child', 'get replicationcontrollers owner', 'delete pods child'])
    expect(played.requests[2]?.body).toEqual({
      preconditions: { uid: 'pod-child', resourceVersion: '5' },
      propagationPolicy: 'Background',
    })
    expect(played.result).toEqual({ type: 'done' })
    expect(nodeOf(holder.graph, 'pod-child')?.virtual).toBe(false)
  })

  test('is asked for only once if the owner is known to be absent', () => {
    const holder = graphOf(child)
    const gone = notFound({ group: '', resource: 'replicationcontrollers' }, 'owner')
    play(attemptToDelete(holder, 'pod-child'), found(child), gone, plainError('later'))
    const again = play(attemptToDelete(holder, 'pod-child'), found(child), found(child))
    expect(lines(again)).toEqual(['get pods child', 'delete pods child'])
  })

  test.each([
    ['orphan', 'Orphan'],
    ['foregroundDeletion', 'Foreground'],
  ])('that has the finalizer %s is deleted with policy %s', (finalizer, propagationPolicy) => {
    const marked = { ...child, metadata: { ...child.metadata, finalizers: [finalizer] } }
    const gone = notFound({ group: '', resource: 'replicationcontrollers' }, 'owner')
    const { requests } = play(attemptToDelete(graphOf(marked), 'pod-child'), found(marked), gone, found(marked))
    expect(requests[2]?.body).toMatchObject({ propagationPolicy })
  })

  test('that is gone itself is taken out of the graph', () => {
    const holder = graphOf(child)
    const played = play(attemptToDelete(holder, 'pod-child'), notFound(pods, 'child'))
    expect(nodeOf(holder.graph, 'pod-child')).toBeUndefined()
    expect(played.result).toEqual({ type: 'done' })
  })

  test('that turns out to be gone when it is deleted is, too', () => {
    const holder = graphOf(child)
    const gone = notFound({ group: '', resource: 'replicationcontrollers' }, 'owner')
    play(attemptToDelete(holder, 'pod-child'), found(child), gone, notFound(pods, 'child'))
    expect(nodeOf(holder.graph, 'pod-child')).toBeUndefined()
  })

  test('is tried again when an answer is an error', () => {
    const { result } = play(attemptToDelete(graphOf(child), 'pod-child'), plainError('etcd is away'))
    expect(result).toEqual({ type: 'error', message: 'etcd is away' })
  })
})

describe('a dependent that changed since it was read', () => {
  const gone = notFound({ group: '', resource: 'replicationcontrollers' }, 'owner')
  const stale = conflict({ group: '', resource: 'Pod' }, 'child', 'the ResourceVersion does not match')

  test('is deleted all the same if its owners are what they were', () => {
    const changed = { ...child, metadata: { ...child.metadata, resourceVersion: '6' } }
    const played = play(
      attemptToDelete(graphOf(child), 'pod-child'),
      found(child),
      gone,
      stale,
      found(changed),
      found(changed),
    )
    expect(lines(played).slice(2)).toEqual(['delete pods child', 'get pods child', 'delete pods child'])
    expect(played.requests[4]?.body).toMatchObject({ preconditions: { uid: 'pod-child' } })
    expect(played.result).toEqual({ type: 'done' })
  })

  test('is looked at anew if they are not', () => {
    const adopted = { resourceVersion: '6', ownerReferences: [ownedBy('ReplicationController', 'other')] }
    const changed = { ...child, metadata: { ...child.metadata, ...adopted } }
    const { requests, result } = play(
      attemptToDelete(graphOf(child), 'pod-child'),
      found(child),
      gone,
      stale,
      found(changed),
    )
    expect(requests).toHaveLength(4)
    expect(result.type).toBe('error')
  })
})

describe('the patch that takes references off', () => {
  const solid = stored('ConfigMap', 'solid')
  const references = [ownedBy('ConfigMap', 'solid'), ownedBy('ReplicationController', 'owner')]
  const shared = stored('Pod', 'child', { resourceVersion: '5', ownerReferences: references })
  const gone = notFound({ group: '', resource: 'replicationcontrollers' }, 'owner')

  test('is a strategic merge that names their uids', () => {
    const answers = [found(shared), found(solid), gone, found(shared)]
    const { requests } = play(attemptToDelete(graphOf(shared), 'pod-child'), ...answers)
    expect(requests[3]).toMatchObject({
      verb: 'patch',
      patchType: 'strategic',
      body: {
        metadata: { ownerReferences: [{ $patch: 'delete', uid: 'replicationcontroller-owner' }], uid: 'pod-child' },
      },
    })
  })

  test('is a merge with all that remain where nobody takes the other', () => {
    const answers = [found(shared), found(solid), gone, unsupportedMediaType([]), found(shared)]
    const { requests } = play(attemptToDelete(graphOf(shared), 'pod-child'), ...answers)
    expect(requests[4]).toMatchObject({
      verb: 'patch',
      patchType: 'merge',
      body: { metadata: { resourceVersion: '5', ownerReferences: [references[0]], uid: 'pod-child' } },
    })
  })
})

describe('an owner deleted in the foreground', () => {
  const marked = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['foregroundDeletion'] }
  const owner = stored('ReplicationController', 'owner', marked)
  const blocking = [ownedBy('ReplicationController', 'owner', { blockOwnerDeletion: true })]

  test('sends the workers to those who block it', () => {
    const waiting = stored('Pod', 'waiting', { ownerReferences: blocking })
    const { enqueued, requests } = play(attemptToDelete(graphOf(owner, waiting), uidOf(...rc)), found(owner))
    expect(enqueued).toEqual(['delete/pod-waiting'])
    expect(requests).toHaveLength(1)
  })

  test('loses its finalizer when nobody does', () => {
    const answers = [found(owner), found(owner), found(owner)]
    const { requests } = play(attemptToDelete(graphOf(owner, child), uidOf(...rc)), ...answers)
    expect(requests[2]).toMatchObject({
      verb: 'patch',
      patchType: 'merge',
      body: { metadata: { resourceVersion: '1', finalizers: [] } },
    })
  })

  test('passes its fate on to a dependent that has dependents, and breaks a circle before', () => {
    const middle = stored('Pod', 'middle', { ownerReferences: blocking })
    const dying = { ...marked, ownerReferences: [ownedBy('Pod', 'middle')] }
    const below = stored('ConfigMap', 'below', dying)
    const answers = [found(middle), found(owner), found(middle), found(middle)]
    const { requests } = play(attemptToDelete(graphOf(owner, middle, below), 'pod-middle'), ...answers)
    expect(requests[2]).toMatchObject({
      verb: 'patch',
      body: { metadata: { ownerReferences: [{ ...blocking[0], blockOwnerDeletion: false }], uid: 'pod-middle' } },
    })
    expect(requests[3]).toMatchObject({ verb: 'delete', body: { propagationPolicy: 'Foreground' } })
  })
})

const rc = ['ReplicationController', 'owner'] as const

describe('an owner whose dependents are orphaned', () => {
  const owner = stored('ReplicationController', 'owner', { finalizers: ['orphan'] })
  const other = stored(
    'Pod',
    'other',
    child.metadata.ownerReferences ? { ownerReferences: child.metadata.ownerReferences } : {},
  )

  test('goes when all of them are free; one that is gone is free', () => {
    const answers = [notFound(pods, 'child'), found(other), found(owner), found(owner)]
    const played = play(attemptToOrphan(graphOf(owner, child, other), uidOf(...rc)), ...answers)
    expect(lines(played)).toEqual([
      'patch pods child',
      'patch pods other',
      'get replicationcontrollers owner',
      'patch replicationcontrollers owner',
    ])
    expect(played.result).toEqual({ type: 'done' })
  })

  test('stays when one of them cannot be freed, but the others are tried', () => {
    const answers = [plainError('etcd is away'), found(other)]
    const played = play(attemptToOrphan(graphOf(owner, child, other), uidOf(...rc)), ...answers)
    expect(lines(played)).toEqual(['patch pods child', 'patch pods other'])
    expect(played.result).toMatchObject({ type: 'error', message: expect.stringContaining('etcd is away') })
  })
})

test('of 500 absent owners the one not asked for longest is forgotten', () => {
  const missing = notFound({ group: '', resource: 'replicationcontrollers' }, 'x')
  const holder = graphOf()
  const owner = (count: number): string => `owner-${count}`
  const look = (count: number, ...more: readonly Response[]): Played => {
    const ownerReferences = [ownedBy('ReplicationController', owner(count))]
    const pod = stored('Pod', 'child', { ownerReferences })
    holder.graph = processUpsert(holder.graph, identityOf(pod), pod, undefined).graph
    return play(attemptToDelete(holder, 'pod-child'), found(pod), ...more)
  }
  const absent = (count: number): boolean =>
    isKnownAbsent(holder.graph, {
      ...ownedBy('ReplicationController', owner(count)),
      namespace: 'team',
    })
  for (let count = 0; count < 500; count++) look(count, missing, plainError('later'))
  expect(lines(look(0, plainError('later')))).toEqual(['get pods child', 'delete pods child'])
  look(500, missing, plainError('later'))
  expect([absent(0), absent(1), absent(2), absent(500)]).toEqual([true, false, true, true])
})
