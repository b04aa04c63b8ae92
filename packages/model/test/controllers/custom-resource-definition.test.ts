import { describe, expect, it } from 'vitest'
import { crdFinalizer } from '../../src/controllers/custom-resource-definition/crd-finalizer.ts'
import { establishingController } from '../../src/controllers/custom-resource-definition/establishing-controller.ts'
import { namingController } from '../../src/controllers/custom-resource-definition/naming-controller.ts'
import { type JsonObject, listAt, textAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { change, get, put, run, start, type World, world } from './drive.ts'

const key = 'apiextensions.k8s.io/customresourcedefinitions'
const controllers = [namingController, establishingController, crdFinalizer]

function definition(plural: string, kind: string, more: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Cluster',
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List`, ...more },
      versions: [{ name: 'v1', served: true, storage: true }],
    },
    status: { storedVersions: ['v1'], acceptedNames: { plural: '', kind: '' } },
  }
}

function conditions(of: World, name: string): readonly string[] {
  return listAt(get(of, key, undefined, name), 'status', 'conditions').map(
    (one) => `${textAt(one, 'type')} ${textAt(one, 'status')} ${textAt(one, 'reason')}: ${textAt(one, 'message')}`,
  )
}

function deleteDefinition(from: World, name: string): void {
  const found = get(from, key, undefined, name)
  if (!found) throw new Error('no such definition')
  const deletionTimestamp = new Date(start).toISOString()
  const finalizers = ['customresourcecleanup.apiextensions.k8s.io']
  change(from, { ...found, metadata: { ...found.metadata, deletionTimestamp, finalizers } })
}

function instance(name: string, finalizers: readonly string[] = []): KubeObject {
  return { apiVersion: 'example.com/v1', kind: 'Oil', metadata: { name, finalizers } }
}

describe('CustomResourceDefinition controllers', () => {
  it('accept the names of a new definition, then establish it', () => {
    const w = world(controllers, [])
    put(w, definition('oils', 'Oil', { shortNames: ['o'] }))
    run(w, 1000)
    expect(conditions(w, 'oils.example.com')).toEqual([
      'NamesAccepted True NoConflicts: no conflicts found',
      'Established True InitialNamesAccepted: the initial names have been accepted',
    ])
    expect(get(w, key, undefined, 'oils.example.com')?.status).toMatchObject({
      storedVersions: ['v1'],
      acceptedNames: { plural: 'oils', singular: 'oil', kind: 'Oil', listKind: 'OilList', shortNames: ['o'] },
    })
    expect(w.log).toEqual([
      'update customresourcedefinitions/status/oils.example.com 200',
      'update customresourcedefinitions/status/oils.example.com 200',
    ])
  })

  it('refuse a kind that another definition of the group has, until that one is gone', () => {
    const w = world(controllers, [])
    put(w, definition('oils', 'Oil'))
    run(w, 1000)
    put(w, definition('petrols', 'Oil', { singular: 'petrol' }))
    run(w, 1000)
    expect(conditions(w, 'petrols.example.com')).toEqual([
      'NamesAccepted False ListKindConflict: "OilList" is already in use',
      'Established False NotAccepted: not all names are accepted',
    ])
    deleteDefinition(w, 'oils.example.com')
    run(w, 10_000)
    expect(conditions(w, 'petrols.example.com')).toEqual([
      'NamesAccepted True NoConflicts: no conflicts found',
      'Established True InitialNamesAccepted: the initial names have been accepted',
    ])
  })

  it('delete the instances of a deleted definition and let it go', () => {
    const w = world(controllers, [])
    put(w, definition('oils', 'Oil'))
    run(w, 1000)
    put(w, instance('x'))
    deleteDefinition(w, 'oils.example.com')
    run(w, 1000)
    expect(get(w, 'example.com/oils', undefined, 'x')).toBeUndefined()
    expect(get(w, key, undefined, 'oils.example.com')).toBeUndefined()
  })

  it('keep a definition while an instance has a finalizer, looking every 5 s', () => {
    const w = world(controllers, [])
    put(w, definition('oils', 'Oil'))
    run(w, 1000)
    put(w, instance('x', ['example.com/hold']))
    deleteDefinition(w, 'oils.example.com')
    run(w, 7000)
    expect(conditions(w, 'oils.example.com').at(-1)).toBe(
      'Terminating True InstanceDeletionInProgress: CustomResource deletion is in progress',
    )
    const held = get(w, 'example.com/oils', undefined, 'x')
    expect(held?.metadata.deletionTimestamp).toBeDefined()
    if (held) change(w, { ...held, metadata: { ...held.metadata, finalizers: [] } })
    run(w, 3000)
    expect(get(w, key, undefined, 'oils.example.com')).toBeDefined()
    run(w, 100)
    expect(get(w, key, undefined, 'oils.example.com')).toBeUndefined()
  })

  it('report after a minute that instances remain, and start anew', () => {
    const w = world(controllers, [])
    put(w, definition('oils', 'Oil'))
    run(w, 1000)
    put(w, instance('x', ['example.com/hold']))
    deleteDefinition(w, 'oils.example.com')
    run(w, 60_090)
    expect(conditions(w, 'oils.example.com').at(-1)).toBe(
      'Terminating True InstanceDeletionCheck: could not confirm zero CustomResources remaining: context deadline exceeded',
    )
    run(w, 5)
    expect(conditions(w, 'oils.example.com').at(-1)).toContain('InstanceDeletionInProgress')
  })
})
