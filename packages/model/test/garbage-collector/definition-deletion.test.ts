import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { definition, make, ownedBy, stored } from '../cluster/objects.ts'
import { type Cluster, cluster, waitingWork } from '../cluster/running.ts'

/**
 * A Plant stands for a Tenant, and a Secret for what it owns: what becomes of the Secret when the definition of Plants
 * goes? The letters are those of the table. [kubernetes.md 2.9]
 */
const name = 'plants.example.com'
const plant = stored('Plant', 'owner', { generation: 1 })
const owned = stored('Secret', 'owned', { ownerReferences: [ownedBy('Plant', 'owner')] })
const { spec = {} } = definition('Plant')
const sameDefinition = make('CustomResourceDefinition', name, {}, { spec })

function start(...more: readonly KubeObject[]): Cluster {
  return cluster(definition('Plant'), plant, owned, ...more)
}

/** The definition goes without its instances. */
function strip(run: Cluster): void {
  run.delete('CustomResourceDefinition', name)
  run.patch('CustomResourceDefinition', name, 'merge', { metadata: { finalizers: null } })
  expect(run.has('CustomResourceDefinition', name)).toBe(false)
}

/** It is back, and served. */
function restore(run: Cluster): void {
  run.create(sameDefinition)
  run.wait(1000)
  expect(run.get('CustomResourceDefinition', name).code).toBe(200)
  expect(run.list('Plant').code).toBe(200)
}

describe('the definition is deleted with its instances', () => {
  test('a: a collector that watches deletes what they own within seconds', () => {
    const run = start()
    run.delete('CustomResourceDefinition', name)
    run.wait(10_000)
    expect(run.has('CustomResourceDefinition', name)).toBe(false)
    expect(run.has('Secret', 'owned')).toBe(false)
  })

  test('a: nor does it matter that the definition is back at once', () => {
    const run = start()
    run.delete('CustomResourceDefinition', name)
    run.settle()
    run.create(sameDefinition)
    run.settle()
    run.create(make('Plant', 'owner'))
    run.settle()
    expect(run.has('Secret', 'owned')).toBe(false)
  })

  test('d: a collector that was not running pins it', () => {
    const run = start()
    run.controllerManager('stop')
    run.delete('CustomResourceDefinition', name)
    run.settle()
    expect(run.has('CustomResourceDefinition', name)).toBe(false)
    run.controllerManager('start')
    run.wait(300_000)
    expect(run.has('Secret', 'owned')).toBe(true)
    expect(waitingWork(run)).toContain('delete/plant-owner')
  })

  test.each([
    ['e: until the definition is back', false],
    ['f: until definition and instance are back, with another uid', true],
  ])('%s', (_, again) => {
    const run = start()
    run.controllerManager('stop')
    run.delete('CustomResourceDefinition', name)
    run.settle()
    run.controllerManager('start')
    run.wait(60_000)
    run.create(sameDefinition)
    run.wait(1000)
    if (again) run.create(make('Plant', 'owner'))
    run.wait(300_000)
    expect(run.has('Secret', 'owned')).toBe(false)
    expect(run.has('Plant', 'owner')).toBe(again)
  })

  test('f: unless its references were rewritten first', () => {
    const run = start()
    run.controllerManager('stop')
    run.delete('CustomResourceDefinition', name)
    run.settle()
    run.create(sameDefinition)
    run.settle()
    run.create(make('Plant', 'owner'))
    const uid = run.stored('Plant', 'owner')?.metadata.uid ?? ''
    run.patch('Secret', 'owned', 'merge', { metadata: { ownerReferences: [ownedBy('Plant', 'owner', { uid })] } })
    run.controllerManager('start')
    run.wait(300_000)
    expect(run.has('Secret', 'owned')).toBe(true)
  })

  test('twice over, the second time as the first', () => {
    const run = start()
    run.delete('CustomResourceDefinition', name)
    run.settle()
    run.create(sameDefinition)
    run.wait(120_000)
    run.create(make('Plant', 'owner'))
    const uid = run.stored('Plant', 'owner')?.metadata.uid ?? ''
    run.create(make('Secret', 'owned', { ownerReferences: [ownedBy('Plant', 'owner', { uid })] }))
    run.settle()
    expect(run.has('Secret', 'owned')).toBe(true)
    run.delete('CustomResourceDefinition', name)
    run.settle()
    expect(run.has('Secret', 'owned')).toBe(false)
  })

  test('instances that are to orphan do so', () => {
    const run = cluster(definition('Plant'), stored('Plant', 'owner', { generation: 1, finalizers: ['orphan'] }), owned)
    run.delete('CustomResourceDefinition', name)
    run.wait(60_000)
    expect(run.has('CustomResourceDefinition', name)).toBe(false)
    expect(run.stored('Secret', 'owned')?.metadata.ownerReferences).toBeUndefined()
  })

  test('instances that a finalizer holds keep the definition, and what they own', () => {
    const run = cluster(definition('Plant'), stored('Plant', 'owner', { generation: 1, finalizers: ['a.io/b'] }), owned)
    run.delete('CustomResourceDefinition', name)
    run.wait(120_000)
    expect([run.has('CustomResourceDefinition', name), run.has('Secret', 'owned')]).toEqual([true, true])
    run.patch('Plant', 'owner', 'merge', { metadata: { finalizers: null } })
    run.wait(120_000)
    expect([run.has('CustomResourceDefinition', name), run.has('Secret', 'owned')]).toEqual([false, false])
  })

  test('what has another owner survives without the reference', () => {
    const ownerReferences = [ownedBy('Plant', 'owner'), ownedBy('ConfigMap', 'other')]
    const run = start(stored('ConfigMap', 'other'), stored('Secret', 'shared', { ownerReferences }))
    run.delete('CustomResourceDefinition', name)
    run.settle()
    expect(run.stored('Secret', 'shared')?.metadata.ownerReferences).toEqual([ownedBy('ConfigMap', 'other')])
  })

  test.each([
    ['k: while the kind still maps, a late dependent goes', 0, false],
    ['k: once it no longer maps, a late dependent is pinned', 60_000, true],
  ])('%s', (_, wait, survives) => {
    const run = start()
    run.delete('CustomResourceDefinition', name)
    run.wait(6000 + wait)
    run.create(make('Secret', 'late', { ownerReferences: [ownedBy('Plant', 'owner')] }))
    run.wait(10_000)
    expect(run.has('Secret', 'late')).toBe(survives)
  })
})

describe('the definition goes and its instances stay behind', () => {
  test('i: nobody hears of it, and all is as before when it is back', () => {
    const run = start()
    strip(run)
    run.wait(300_000)
    expect(run.has('Secret', 'owned')).toBe(true)
    run.create(sameDefinition)
    run.wait(300_000)
    expect(run.stored('Plant', 'owner')?.metadata.uid).toBe('plant-owner')
    expect(run.has('Secret', 'owned')).toBe(true)
  })

  test('j: whoever is looked at before the kind is forgotten goes, and its owner is taken for absent from then on', () => {
    const another = stored('Secret', 'another', { ownerReferences: [ownedBy('Plant', 'owner')] })
    const run = start(another)
    strip(run)
    const look = [ownedBy('Plant', 'owner'), ownedBy('ConfigMap', 'nobody')]
    run.patch('Secret', 'owned', 'merge', { metadata: { ownerReferences: look } })
    run.wait(5000)
    expect([run.has('Secret', 'owned'), run.has('Secret', 'another')]).toEqual([false, true])
    run.create(sameDefinition)
    run.wait(120_000)
    run.patch('Secret', 'another', 'merge', { metadata: { ownerReferences: look } })
    run.wait(5000)
    expect(run.has('Plant', 'owner')).toBe(true)
    expect(run.has('Secret', 'another')).toBe(false)
  })

  test('c: once the kind is forgotten nobody can decide any more', () => {
    const run = start()
    strip(run)
    run.wait(60_000)
    const look = [ownedBy('Plant', 'owner'), ownedBy('ConfigMap', 'nobody')]
    run.patch('Secret', 'owned', 'merge', { metadata: { ownerReferences: look } })
    run.wait(120_000)
    expect(run.stored('Secret', 'owned')?.metadata.ownerReferences).toHaveLength(2)
    expect(waitingWork(run)).toContain('delete/secret-owned')
  })
})

describe('the owner is deleted while the collector does not hear of its kind', () => {
  /** So long after the definition went that the informer tries again only rarely. */
  function deaf(): Cluster {
    const run = start()
    strip(run)
    run.wait(100_000)
    restore(run)
    run.delete('Plant', 'owner')
    return run
  }

  test('h: what it owned goes when the informer has listed again', () => {
    const run = deaf()
    run.wait(60_000)
    expect(run.has('Secret', 'owned')).toBe(false)
  })

  test('g: another of its name keeps it, until the controller manager starts anew', () => {
    const run = deaf()
    run.create(make('Plant', 'owner'))
    run.wait(600_000)
    expect(run.has('Secret', 'owned')).toBe(true)
    run.controllerManager('stop')
    run.controllerManager('start')
    run.wait(60_000)
    expect(run.has('Secret', 'owned')).toBe(false)
  })
})

describe('an informer whose watch broke', () => {
  test('lists again after 0.8 s, then after twice as long each time, at most 30 s', () => {
    const run = start()
    strip(run)
    const delays: number[] = []
    for (let tries = 0; tries < 9; tries++) {
      const item = run.state.queue.chunks
        .flatMap(({ values }) => values)
        .find(({ key }) => key === 'relist/example.com/plants')
      const delay = (item?.dueAt ?? 0) - run.state.clock
      delays.push(delay)
      run.wait(delay)
    }
    expect(delays).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000, 30_000])
  })
})
