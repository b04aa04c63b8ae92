import { describe, expect, test } from 'vitest'
import { make, ownedBy, stored, uidOf } from '../cluster/objects.ts'
import { cluster } from '../cluster/running.ts'

const owner = stored('ConfigMap', 'owner')
const child = stored('ConfigMap', 'child', { ownerReferences: [ownedBy('ConfigMap', 'owner')] })

describe('background deletion', () => {
  test('takes dependents after their owner is gone', () => {
    const run = cluster(owner, child)
    run.delete('ConfigMap', 'owner')
    expect(run.has('ConfigMap', 'child')).toBe(true)
    run.settle()
    expect(run.has('ConfigMap', 'child')).toBe(false)
    expect(run.collected).toEqual(['delete configmaps child 200'])
  })

  test('goes on through generations', () => {
    const grandchild = stored('Secret', 'grandchild', { ownerReferences: [ownedBy('ConfigMap', 'child')] })
    const run = cluster(owner, child, grandchild)
    run.delete('ConfigMap', 'owner')
    run.settle()
    expect(run.has('Secret', 'grandchild')).toBe(false)
  })

  test('spares what has another owner, and what has none', () => {
    const other = stored('ConfigMap', 'other')
    const shared = stored('Secret', 'shared', {
      ownerReferences: [ownedBy('ConfigMap', 'owner'), ownedBy('ConfigMap', 'other')],
    })
    const run = cluster(owner, other, shared, stored('Secret', 'free'))
    run.delete('ConfigMap', 'owner')
    run.settle()
    expect(run.stored('Secret', 'shared')?.metadata.ownerReferences).toEqual([ownedBy('ConfigMap', 'other')])
    expect(run.has('Secret', 'free')).toBe(true)
    expect(run.collected).toEqual(['patch secrets shared 200'])
  })

  test('cares neither for controller nor for blockOwnerDeletion', () => {
    const flagged = ownedBy('ConfigMap', 'owner', { controller: true, blockOwnerDeletion: true })
    const run = cluster(owner, stored('Secret', 'child', { ownerReferences: [flagged] }))
    run.delete('ConfigMap', 'owner', { propagationPolicy: 'Background' })
    expect(run.has('ConfigMap', 'owner')).toBe(false)
    run.settle()
    expect(run.has('Secret', 'child')).toBe(false)
  })

  test('waits while a finalizer holds the owner', () => {
    const held = stored('ConfigMap', 'owner', { finalizers: ['a.io/b'] })
    const run = cluster(held, child)
    run.delete('ConfigMap', 'owner')
    run.settle()
    expect(run.has('ConfigMap', 'child')).toBe(true)
    run.patch('ConfigMap', 'owner', 'merge', { metadata: { finalizers: null } })
    run.settle()
    expect(run.has('ConfigMap', 'child')).toBe(false)
  })

  test('marks dependents that a finalizer holds, once', () => {
    const held = stored('ConfigMap', 'child', { ...child.metadata, finalizers: ['a.io/b'] })
    const run = cluster(owner, held)
    run.delete('ConfigMap', 'owner')
    run.settle()
    expect(run.stored('ConfigMap', 'child')?.metadata.deletionTimestamp).toBeDefined()
    expect(run.collected).toEqual(['delete configmaps child 200'])
  })

  test('also takes namespaces, with all they hold', () => {
    const node = stored('Node', 'n')
    const content = { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }
    const owned = stored('Namespace', 'owned', { ownerReferences: [ownedBy('Node', 'n')] }, content)
    const run = cluster(node, owned, stored('ConfigMap', 'inside', { namespace: 'owned' }))
    run.delete('Node', 'n')
    run.settle()
    expect(run.has('Namespace', 'owned')).toBe(false)
    expect(run.state.objects['/configmaps']?.chunks.flatMap(({ keys }) => keys)).not.toContain('owned/inside')
  })

  test('tries for ever where admission refuses', () => {
    const content = { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }
    const system = stored('Namespace', 'kube-system', { ownerReferences: [ownedBy('Node', 'n')] }, content)
    const run = cluster(stored('Node', 'n'), system)
    run.delete('Node', 'n')
    run.wait(60_000)
    expect(run.has('Namespace', 'kube-system')).toBe(true)
    expect(new Set(run.collected)).toEqual(new Set(['delete namespaces kube-system 403']))
    expect(run.collected.length).toBeGreaterThan(5)
  })
})

describe('an owner that was never there', () => {
  test('takes its dependent with it', () => {
    const run = cluster()
    run.create(make('ConfigMap', 'child', { ownerReferences: [ownedBy('ConfigMap', 'nobody')] }))
    run.settle()
    expect(run.has('ConfigMap', 'child')).toBe(false)
  })

  test('is not the one that has its name: uids count', () => {
    const run = cluster(owner)
    const ownerReferences = [ownedBy('ConfigMap', 'owner', { uid: 'former' })]
    run.create(make('ConfigMap', 'child', { ownerReferences }))
    run.settle()
    expect(run.has('ConfigMap', 'child')).toBe(false)
    expect(run.has('ConfigMap', 'owner')).toBe(true)
  })

  test('an owner that is made again under its name does not get its dependents back', () => {
    const run = cluster(owner, child)
    run.delete('ConfigMap', 'owner')
    run.create(make('ConfigMap', 'owner'))
    run.settle()
    expect(run.stored('ConfigMap', 'owner')?.metadata.uid).not.toBe(uidOf('ConfigMap', 'owner'))
    expect(run.has('ConfigMap', 'child')).toBe(false)
  })
})

describe('orphaning', () => {
  test('takes the reference off every dependent and lets the owner go', () => {
    const run = cluster(owner, child, stored('Secret', 'other', child.metadata))
    run.delete('ConfigMap', 'owner', { propagationPolicy: 'Orphan' })
    run.settle()
    expect(run.has('ConfigMap', 'owner')).toBe(false)
    expect(run.stored('ConfigMap', 'child')?.metadata.ownerReferences).toBeUndefined()
  })

  test('keeps other owners', () => {
    const shared = stored('Secret', 'shared', {
      ownerReferences: [ownedBy('ConfigMap', 'owner'), ownedBy('ConfigMap', 'other')],
    })
    const run = cluster(owner, stored('ConfigMap', 'other'), shared)
    run.delete('ConfigMap', 'owner', { orphanDependents: true })
    run.settle()
    expect(run.stored('Secret', 'shared')?.metadata.ownerReferences).toEqual([ownedBy('ConfigMap', 'other')])
  })

  test('misses a dependent that comes too late: it dangles, and is deleted', () => {
    const run = cluster(owner)
    run.delete('ConfigMap', 'owner', { propagationPolicy: 'Orphan' })
    run.settle()
    run.create(make('ConfigMap', 'late', { ownerReferences: [ownedBy('ConfigMap', 'owner')] }))
    run.settle()
    expect(run.has('ConfigMap', 'late')).toBe(false)
  })

  const preset = { finalizers: ['orphan'] }
  test.each([
    ['nothing said: the default of the kind', {}, {}, true],
    ['orphan on the object, nothing said', preset, {}, true],
    ['orphan on the object, orphanDependents false', preset, { orphanDependents: false }, false],
    ['orphanDependents true', {}, { orphanDependents: true }, true],
    ['policy Orphan', {}, { propagationPolicy: 'Orphan' }, true],
    ['policy Background', {}, { propagationPolicy: 'Background' }, false],
  ])('of a ReplicationController: %s', (_, metadata, options, survives) => {
    const ownerReferences = [ownedBy('ReplicationController', 'rc')]
    const run = cluster(stored('ReplicationController', 'rc', metadata), stored('Secret', 'child', { ownerReferences }))
    run.delete('ReplicationController', 'rc', options)
    run.settle()
    expect(run.has('ReplicationController', 'rc')).toBe(false)
    expect(run.has('Secret', 'child')).toBe(survives)
    if (survives) expect(run.stored('Secret', 'child')?.metadata.ownerReferences).toBeUndefined()
  })
})
