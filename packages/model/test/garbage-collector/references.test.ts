import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject, OwnerReference } from '../../src/object/kube-object.ts'
import { nextUid, openCluster } from '../../src/state/cluster.ts'
import { definition, type Kind, make, namespace, ownedBy, placeOf, stored } from '../cluster/objects.ts'
import { type Cluster, cluster, waitingWork } from '../cluster/running.ts'

/** The uid of the first object that is created there. */
function uidToCome(run: Cluster, kind: Kind, namespace?: string): string {
  const { group, resource, name, namespace: home = '' } = placeOf(kind, 'owner', namespace)
  return nextUid(openCluster(run.state), `${group}/${resource} ${home}/${name}`)
}

function create(run: Cluster, kind: Kind, name: string, ...ownerReferences: readonly OwnerReference[]): void {
  run.create(make(kind, name, { ownerReferences }))
}

/** A Widget that is served as v1 and as v1beta1. */
function twoVersions(): KubeObject {
  const one = definition('Widget')
  const spec = one.spec as { readonly versions: readonly JsonObject[] }
  const beta = { ...spec.versions[0], name: 'v1beta1', storage: false }
  return { ...one, spec: { ...spec, versions: [...spec.versions, beta] } } as KubeObject
}

describe('a reference that is right in everything', () => {
  test('to a cluster-scoped owner keeps a namespaced dependent, as long as the owner is there', () => {
    const run = cluster(stored('Node', 'n'))
    create(run, 'ConfigMap', 'child', ownedBy('Node', 'n'))
    run.settle()
    expect(run.collected).toEqual([])
    run.delete('Node', 'n')
    run.settle()
    expect(run.has('ConfigMap', 'child')).toBe(false)
  })

  test('to a cluster-scoped owner keeps a cluster-scoped dependent', () => {
    const run = cluster(stored('Node', 'n'))
    create(run, 'PersistentVolume', 'pv', ownedBy('Node', 'n'))
    run.create(make('ClusterRole', 'child', { ownerReferences: [ownedBy('Node', 'n')] }, { rules: [] }))
    run.settle()
    expect(run.has('ClusterRole', 'child')).toBe(true)
    run.delete('Node', 'n')
    run.settle()
    expect(run.has('ClusterRole', 'child')).toBe(false)
  })

  test('to an owner that the graph knows is believed without a look', () => {
    const run = cluster(stored('ConfigMap', 'owner'), stored('ConfigMap', 'child', { labels: { x: 'y' } }))
    run.patch('ConfigMap', 'child', 'merge', { metadata: { ownerReferences: [ownedBy('ConfigMap', 'owner')] } })
    expect(waitingWork(run)).toEqual([])
  })
})

describe('a namespaced owner of another namespace', () => {
  const owner = stored('ConfigMap', 'owner', { namespace: 'other' })

  test('is no owner: the dependent goes, the owner stays', () => {
    const run = cluster(namespace('other'), owner)
    create(run, 'Secret', 'child', ownedBy('ConfigMap', 'owner'))
    run.settle()
    expect(run.has('Secret', 'child')).toBe(false)
    expect(run.send({ ...placeOf('ConfigMap', 'owner', 'other'), verb: 'get' }).code).toBe(200)
  })

  test('nor is it when the dependent was there first', () => {
    const run = cluster(namespace('other'))
    create(run, 'Secret', 'child', ownedBy('ConfigMap', 'owner', { uid: uidToCome(run, 'ConfigMap', 'other') }))
    run.create(make('ConfigMap', 'owner', { namespace: 'other' }))
    run.settle()
    expect(run.has('Secret', 'child')).toBe(false)
    expect(run.send({ ...placeOf('ConfigMap', 'owner', 'other'), verb: 'get' }).code).toBe(200)
  })
})

describe('a cluster-scoped dependent of a namespaced kind', () => {
  test.each(['owner first', 'dependent first'])('is kept for ever, and nobody tries again: %s', (order) => {
    const run = cluster()
    const first = order === 'owner first'
    const uid = uidToCome(run, 'ConfigMap')
    if (first) create(run, 'ConfigMap', 'owner')
    run.create(
      make('ClusterRole', 'child', { ownerReferences: [ownedBy('ConfigMap', 'owner', { uid })] }, { rules: [] }),
    )
    if (!first) create(run, 'ConfigMap', 'owner')
    run.settle()
    run.delete('ConfigMap', 'owner')
    run.settle()
    expect(run.has('ClusterRole', 'child')).toBe(true)
    expect(waitingWork(run)).toEqual([])
  })

  test.each(['bad one first', 'good one first'])(
    'stays while a good one of the same missing owner goes: %s',
    (order) => {
      const run = cluster()
      const reference = ownedBy('ConfigMap', 'missing')
      const makers = [
        (): unknown => run.create(make('ClusterRole', 'bad', { ownerReferences: [reference] }, { rules: [] })),
        (): void => create(run, 'Secret', 'good', reference),
      ]
      for (const make of order === 'bad one first' ? makers : makers.toReversed()) make()
      run.settle()
      expect(run.has('ClusterRole', 'bad')).toBe(true)
      expect(run.has('Secret', 'good')).toBe(false)
      expect(waitingWork(run)).toEqual([])
    },
  )

  test('stays beside a good one when the owner turns up late', () => {
    const run = cluster()
    const reference = ownedBy('ConfigMap', 'owner', { uid: uidToCome(run, 'ConfigMap') })
    run.create(make('ClusterRole', 'bad', { ownerReferences: [reference] }, { rules: [] }))
    create(run, 'Secret', 'good', reference)
    create(run, 'ConfigMap', 'owner')
    run.settle()
    expect([run.has('ClusterRole', 'bad'), run.has('Secret', 'good')]).toEqual([true, true])
  })
})

describe('a reference with the right uid and the wrong name or kind', () => {
  test.each([[{ name: 'other' }], [{ kind: 'Secret' }], [{ apiVersion: 'apps/v1', kind: 'StatefulSet' }]])(
    'with %j costs the dependent its life, although an object with that uid is there',
    (wrong) => {
      const run = cluster(stored('ConfigMap', 'owner'))
      create(run, 'Secret', 'bad', ownedBy('ConfigMap', 'owner', wrong))
      create(run, 'Secret', 'good', ownedBy('ConfigMap', 'owner'))
      run.settle()
      expect([run.has('Secret', 'bad'), run.has('Secret', 'good')]).toEqual([false, true])
      expect(run.has('ConfigMap', 'owner')).toBe(true)
    },
  )

  const steps: Readonly<Record<string, (run: Cluster, uid: string) => void>> = {
    bad: (run, uid) => create(run, 'Secret', 'bad', ownedBy('ConfigMap', 'owner', { kind: 'Secret', uid })),
    good: (run, uid) => create(run, 'Secret', 'good', ownedBy('ConfigMap', 'owner', { uid })),
    owner: (run) => create(run, 'ConfigMap', 'owner'),
  }

  test.each([
    ['bad', 'good', 'owner'],
    ['good', 'bad', 'owner'],
    ['bad', 'owner', 'good'],
    ['good', 'owner', 'bad'],
    ['owner', 'good', 'bad'],
  ])('whatever comes first: %s, %s, %s', (...order) => {
    const run = cluster()
    const uid = uidToCome(run, 'ConfigMap')
    for (const step of order) steps[step]?.(run, uid)
    run.settle()
    expect([run.has('Secret', 'bad'), run.has('Secret', 'good')]).toEqual([false, true])
  })

  test('is not looked at when only its name changes later', () => {
    const run = cluster(stored('ConfigMap', 'owner'))
    create(run, 'Secret', 'child', ownedBy('ConfigMap', 'owner'))
    run.settle()
    const wrong = [ownedBy('ConfigMap', 'owner', { name: 'other' })]
    run.patch('Secret', 'child', 'merge', { metadata: { ownerReferences: wrong } })
    run.settle()
    expect(run.has('Secret', 'child')).toBe(true)
    run.controllerManager('stop')
    run.controllerManager('start')
    run.settle()
    expect(run.has('Secret', 'child')).toBe(false)
  })
})

describe('a reference with another version of the kind', () => {
  const beta = ownedBy('Widget', 'owner', { apiVersion: 'example.com/v1beta1' })

  test('that is served is verified once, and followed when the owner goes', () => {
    const run = cluster(twoVersions(), stored('Widget', 'owner', { generation: 1 }))
    create(run, 'Secret', 'child', beta)
    run.settle()
    expect(run.has('Secret', 'child')).toBe(true)
    run.delete('Widget', 'owner')
    run.settle()
    expect(run.has('Secret', 'child')).toBe(false)
  })

  test.each(['owner first', 'dependent first'])('that nobody serves pins the dependent, %s', (order) => {
    const run = cluster(definition('Widget'))
    const first = order === 'owner first'
    const uid = uidToCome(run, 'Widget')
    if (first) create(run, 'Widget', 'owner')
    create(run, 'Secret', 'child', { ...beta, uid })
    if (!first) create(run, 'Widget', 'owner')
    run.settle()
    run.delete('Widget', 'owner')
    run.wait(120_000)
    expect(run.has('Secret', 'child')).toBe(true)
    expect(waitingWork(run)).not.toEqual([])
  })

  test.each(['unserved first', 'served first'])('of an owner that is not there pins only itself: %s', (order) => {
    const run = cluster(definition('Widget'))
    const makers = [
      (): void => create(run, 'Secret', 'unserved', beta),
      (): void => create(run, 'Secret', 'served', ownedBy('Widget', 'owner')),
    ]
    for (const make of order === 'unserved first' ? makers : makers.toReversed()) make()
    run.wait(120_000)
    expect([run.has('Secret', 'unserved'), run.has('Secret', 'served')]).toEqual([true, false])
    expect(waitingWork(run)).not.toEqual([])
  })
})

describe('a reference to a kind that nobody knows', () => {
  const unknown: OwnerReference = { apiVersion: 'nobody.io/v1', kind: 'Thing', name: 'x', uid: 'thing-x' }

  test('pins the dependent, tried ever more rarely', () => {
    const run = cluster()
    create(run, 'Secret', 'child', unknown)
    run.wait(60_000)
    expect(run.has('Secret', 'child')).toBe(true)
    const [item] = run.state.queue.chunks.flatMap(({ values }) => values).filter(({ key }) => key.includes('thing-x'))
    expect(item?.failures).toBeGreaterThan(10)
  })

  test('pins it even beside an owner that is gone', () => {
    const run = cluster(stored('ConfigMap', 'owner'))
    create(run, 'Secret', 'child', ownedBy('ConfigMap', 'owner'), unknown)
    run.settle()
    run.delete('ConfigMap', 'owner')
    run.wait(60_000)
    expect(run.stored('Secret', 'child')?.metadata.ownerReferences).toHaveLength(2)
  })

  test('does not disturb anybody else', () => {
    const run = cluster(stored('ConfigMap', 'owner'))
    for (let count = 0; count < 25; count++)
      create(run, 'Secret', `pinned-${count}`, { ...unknown, kind: `Thing${count}`, uid: `thing-${count}` })
    create(run, 'Secret', 'child', ownedBy('ConfigMap', 'owner'))
    run.settle()
    run.delete('ConfigMap', 'owner')
    run.settle()
    expect(run.has('Secret', 'child')).toBe(false)
    expect(run.has('Secret', 'pinned-24')).toBe(true)
  })
})

describe('an owner that terminates', () => {
  test('is as good as any other unless it is deleted in the foreground', () => {
    const run = cluster(stored('ConfigMap', 'owner', { finalizers: ['a.io/b'] }))
    run.delete('ConfigMap', 'owner')
    create(run, 'Secret', 'child', ownedBy('ConfigMap', 'owner', { name: 'owner' }), ownedBy('ConfigMap', 'nobody'))
    run.settle()
    expect(run.stored('Secret', 'child')?.metadata.ownerReferences).toEqual([ownedBy('ConfigMap', 'owner')])
  })
})
