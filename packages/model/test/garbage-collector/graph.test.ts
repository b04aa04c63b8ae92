import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dependentsOf, emptyGraph, type Graph, nodeOf } from '../../src/controllers/garbage-collector/graph.ts'
import {
  processDelete,
  processUpsert,
  processVirtualDelete,
} from '../../src/controllers/garbage-collector/graph-builder.ts'
import { identityOf } from '../../src/controllers/garbage-collector/monitors.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { emptyMap, mapEntries, mapValues } from '../../src/state/sorted-map.ts'
import { ownedBy, stored, uidOf } from '../cluster/objects.ts'

const names = ['a', 'b', 'c', 'd']

interface Event {
  readonly type: 'seen' | 'deleted' | 'refuted'
  readonly name: string
  readonly owners: readonly string[]
}

const event: fc.Arbitrary<Event> = fc.record({
  type: fc.constantFrom('seen', 'seen', 'deleted', 'refuted'),
  name: fc.constantFrom(...names),
  owners: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }),
})

function objectOf({ name, owners }: Event): KubeObject {
  return stored('ConfigMap', name, { ownerReferences: owners.map((owner) => ownedBy('ConfigMap', owner)) })
}

function process(graph: Graph, event: Event): Graph {
  const uid = uidOf('ConfigMap', event.name)
  const object = objectOf(event)
  if (event.type === 'seen') return processUpsert(graph, identityOf(object), object, undefined).graph
  if (event.type === 'deleted') return processDelete(graph, uid).graph
  const node = nodeOf(graph, uid)
  return node?.virtual ? processVirtualDelete(graph, node.identity).graph : graph
}

test('whatever is seen and deleted, a node is among the dependents of exactly those it refers to', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const graph = events.reduce(process, emptyGraph(emptyMap, 0))
      for (const node of mapValues(graph.nodes)) {
        const { uid } = node.identity
        for (const owner of node.owners)
          expect(dependentsOf(graph, owner.uid).map((dependent) => dependent.identity.uid)).toContain(uid)
        for (const dependent of dependentsOf(graph, uid))
          expect(dependent.owners.map((owner) => owner.uid)).toContain(uid)
      }
      for (const [edge] of mapEntries(graph.edges)) expect(nodeOf(graph, edge.split('/')[1] ?? '')).toBeDefined()
    }),
    { numRuns: 300 },
  )
})

test('an event that brings nothing new puts nobody to work', () => {
  const owner = stored('ConfigMap', 'a')
  const child = stored('ConfigMap', 'b', { ownerReferences: [ownedBy('ConfigMap', 'a')] })
  const first = processUpsert(emptyGraph(emptyMap, 0), identityOf(owner), owner, undefined)
  const second = processUpsert(first.graph, identityOf(child), child, undefined)
  const third = processUpsert(second.graph, identityOf(child), child, child)
  expect([second.attemptToDelete, third.attemptToDelete]).toEqual([[], []])
})

test('a virtual node is asked for, and who refers to it wrongly when it turns up', () => {
  const child = stored('ConfigMap', 'b', { ownerReferences: [ownedBy('ConfigMap', 'a', { name: 'other' })] })
  const owner = stored('ConfigMap', 'a')
  const first = processUpsert(emptyGraph(emptyMap, 0), identityOf(child), child, undefined)
  expect(first.attemptToDelete).toEqual(['configmap-a'])
  const second = processUpsert(first.graph, identityOf(owner), owner, undefined)
  expect(second.attemptToDelete).toEqual(['configmap-b'])
})

test('a deletion puts all dependents to work, and owners that wait in the foreground', () => {
  const waiting = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['foregroundDeletion'] }
  const objects = [
    stored('ConfigMap', 'a', waiting),
    stored('ConfigMap', 'b', { ownerReferences: [ownedBy('ConfigMap', 'a')] }),
    stored('ConfigMap', 'c', { ownerReferences: [ownedBy('ConfigMap', 'b')] }),
    stored('ConfigMap', 'd', { ownerReferences: [ownedBy('ConfigMap', 'b')] }),
  ]
  const graph = objects.reduce(
    (before, object) => processUpsert(before, identityOf(object), object, undefined).graph,
    emptyGraph(emptyMap, 0),
  )
  expect(processDelete(graph, 'configmap-b').attemptToDelete).toEqual(['configmap-c', 'configmap-d', 'configmap-a'])
})
