import { describe, expect, test } from 'vitest'
import type { KubeObject, OwnerReference } from '../../src/object/kube-object.ts'
import { definition, type Kind, ownedBy, stored } from '../cluster/objects.ts'
import { cluster } from '../cluster/running.ts'

const Foreground = { propagationPolicy: 'Foreground' }
const owner = stored('ConfigMap', 'owner')

function owned(name: string, reference: Partial<OwnerReference>, finalizers: readonly string[] = []): KubeObject {
  return stored('Secret', name, { ownerReferences: [ownedBy('ConfigMap', 'owner', reference)], finalizers })
}

describe('foreground deletion', () => {
  test('keeps the owner until its blocking dependents are gone', () => {
    const run = cluster(owner, owned('child', { blockOwnerDeletion: true }))
    run.delete('ConfigMap', 'owner', Foreground)
    run.settle()
    expect(run.gone).toEqual(['child', 'owner'])
  })

  test('waits for a blocking dependent as long as it takes', () => {
    const run = cluster(owner, owned('child', { blockOwnerDeletion: true }, ['a.io/b']))
    run.delete('ConfigMap', 'owner', Foreground)
    run.wait(15_000)
    expect(run.stored('Secret', 'child')?.metadata.deletionTimestamp).toBeDefined()
    expect(run.has('ConfigMap', 'owner')).toBe(true)
    run.patch('Secret', 'child', 'merge', { metadata: { finalizers: null } })
    run.settle()
    expect(run.has('ConfigMap', 'owner')).toBe(false)
  })

  test.each([[{}], [{ blockOwnerDeletion: false }]])('does not wait for a dependent with %j', (reference) => {
    const run = cluster(owner, owned('child', reference, ['a.io/b']))
    run.delete('ConfigMap', 'owner', Foreground)
    run.settle()
    expect(run.has('ConfigMap', 'owner')).toBe(false)
    expect(run.stored('Secret', 'child')?.metadata.deletionTimestamp).toBeDefined()
  })

  test('stops waiting for a dependent that no longer blocks', () => {
    const run = cluster(owner, owned('child', { blockOwnerDeletion: true }, ['a.io/b']))
    run.delete('ConfigMap', 'owner', Foreground)
    run.settle()
    const ownerReferences = [ownedBy('ConfigMap', 'owner', { blockOwnerDeletion: false })]
    run.patch('Secret', 'child', 'merge', { metadata: { ownerReferences } })
    run.settle()
    expect(run.has('ConfigMap', 'owner')).toBe(false)
  })

  test('stops waiting for a dependent that it no longer owns', () => {
    const run = cluster(owner, owned('child', { blockOwnerDeletion: true }, ['a.io/b']))
    run.delete('ConfigMap', 'owner', Foreground)
    run.settle()
    run.patch('Secret', 'child', 'merge', { metadata: { ownerReferences: null } })
    run.settle()
    expect(run.has('ConfigMap', 'owner')).toBe(false)
  })

  test('of one of two owners completes, and the other keeps the dependent', () => {
    const references = [
      ownedBy('ConfigMap', 'owner', { blockOwnerDeletion: true }),
      ownedBy('ConfigMap', 'other', { blockOwnerDeletion: true }),
    ]
    const shared = stored('Secret', 'shared', { ownerReferences: references })
    const run = cluster(owner, stored('ConfigMap', 'other'), shared)
    run.delete('ConfigMap', 'owner', Foreground)
    run.settle()
    expect(run.has('ConfigMap', 'owner')).toBe(false)
    expect(run.stored('Secret', 'shared')?.metadata.ownerReferences).toEqual([references[1]])
  })

  test('goes down through dependents that have dependents', () => {
    const middle = stored('Secret', 'middle', {
      ownerReferences: [ownedBy('ConfigMap', 'owner', { blockOwnerDeletion: true })],
    })
    const leaf = stored('ServiceAccount', 'leaf', {
      ownerReferences: [ownedBy('Secret', 'middle', { blockOwnerDeletion: true })],
    })
    const run = cluster(owner, middle, leaf)
    run.delete('ConfigMap', 'owner', Foreground)
    run.settle()
    expect(run.gone).toEqual(['leaf', 'middle', 'owner'])
  })

  test('twice, with a finalizer of somebody else, ends with that finalizer', () => {
    const held = stored('ConfigMap', 'owner', { finalizers: ['a.io/b'] })
    const run = cluster(held)
    for (let time = 0; time < 2; time++) {
      run.delete('ConfigMap', 'owner', Foreground)
      expect(run.stored('ConfigMap', 'owner')?.metadata.finalizers).toEqual(['a.io/b', 'foregroundDeletion'])
      run.settle()
      expect(run.stored('ConfigMap', 'owner')?.metadata.finalizers).toEqual(['a.io/b'])
    }
    run.patch('ConfigMap', 'owner', 'merge', { metadata: { finalizers: null } })
    expect(run.has('ConfigMap', 'owner')).toBe(false)
  })

  test.each<[Kind, Kind]>([
    ['Widget', 'Widget'],
    ['Widget', 'ConfigMap'],
    ['ConfigMap', 'Widget'],
  ])('a %s that owns a %s outlives it', (above, below) => {
    const ownerReferences = [ownedBy(above, 'above', { blockOwnerDeletion: true })]
    const run = cluster(definition('Widget'), stored(above, 'above'), stored(below, 'below', { ownerReferences }))
    run.delete(above, 'above', Foreground)
    run.settle()
    expect(run.gone).toEqual(['below', 'above'])
  })
})

describe('circles', () => {
  function link(name: string, ...owners: readonly string[]): KubeObject {
    const references = owners.map((other) => ownedBy('ConfigMap', other, { blockOwnerDeletion: true }))
    return stored('ConfigMap', name, { ownerReferences: references })
  }
  const two = [link('a', 'b'), link('b', 'a')]
  const three = [link('a', 'c'), link('b', 'a'), link('c', 'b')]

  test('live for ever if nobody deletes one of them', () => {
    const run = cluster(...three)
    run.wait(120_000)
    expect(['a', 'b', 'c'].filter((name) => run.has('ConfigMap', name))).toEqual(['a', 'b', 'c'])
  })

  test.each([
    ['of two, in the background', two, {}],
    ['of two, in the foreground', two, Foreground],
    ['of three, in the background', three, {}],
    ['of three, in the foreground', three, Foreground],
    ['of one, in the background', [link('a', 'a')], {}],
  ])('%s go when one of them is deleted', (_, objects, options) => {
    const run = cluster(...objects)
    run.delete('ConfigMap', 'a', options)
    run.settle()
    expect(['a', 'b', 'c'].filter((name) => run.has('ConfigMap', name))).toEqual([])
  })

  test('of one, in the foreground, waits for itself for ever', () => {
    const run = cluster(link('a', 'a'))
    run.delete('ConfigMap', 'a', Foreground)
    run.wait(120_000)
    expect(run.has('ConfigMap', 'a')).toBe(true)
  })
})
