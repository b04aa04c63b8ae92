import { describe, expect, it } from 'vitest'
import { namespaceController } from '../../src/controllers/namespace-controller/namespace-controller.ts'
import { listAt, textAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { change, get, put, refusal, run, start, type World, world } from './drive.ts'

function namespace(name: string, deleted = true): KubeObject {
  const deletionTimestamp = new Date(start).toISOString()
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...(deleted ? { deletionTimestamp } : {}) },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: deleted ? 'Terminating' : 'Active' },
  }
}

function held(kind: string, name: string, finalizers: readonly string[] = []): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'a', finalizers } }
}

function conditions(of: World): Record<string, string> {
  const found = get(of, '/namespaces', undefined, 'a')
  return Object.fromEntries(
    listAt(found, 'status', 'conditions').map((one) => [
      textAt(one, 'type') ?? '',
      `${textAt(one, 'status')} ${textAt(one, 'reason')}: ${textAt(one, 'message')}`,
    ]),
  )
}

describe('namespace-controller', () => {
  it('empties a namespace after 5 s, writes its conditions, and finalizes it at the second attempt', () => {
    const w = world([namespaceController], [namespace('a'), held('ConfigMap', 'x'), held('Secret', 'y')])
    run(w, 4999)
    expect(w.log).toEqual([])
    run(w, 1)
    expect(w.log).toEqual([
      'deletecollection configmaps/ 200',
      'deletecollection secrets/ 200',
      'update namespaces/status/a 200',
      'update namespaces/finalize/a 409',
      'update namespaces/finalize/a 200',
    ])
    expect(get(w, '/namespaces', undefined, 'a')).toBeUndefined()
  })

  it('leaves namespaces alone that nobody deleted', () => {
    const w = world([namespaceController], [namespace('a', false), held('ConfigMap', 'x')])
    run(w, 60_000)
    expect(w.log).toEqual([])
  })

  it('leaves objects of other namespaces alone, also of those with the same beginning', () => {
    const other: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'a-b' } }
    const w = world([namespaceController], [namespace('a'), namespace('a-b', false), other])
    run(w, 10_000)
    expect(get(w, '/configmaps', 'a-b', 'x')).toBeDefined()
  })

  it('says which finalizers hold content, and tries again 5 s after that write, then every 8 s', () => {
    const w = world([namespaceController], [namespace('a'), held('ConfigMap', 'x', ['example.com/hold'])])
    run(w, 5000)
    expect(conditions(w)).toEqual({
      NamespaceDeletionDiscoveryFailure: 'False ResourcesDiscovered: All resources successfully discovered',
      NamespaceDeletionGroupVersionParsingFailure:
        'False ParsedGroupVersions: All legacy kube types successfully parsed',
      NamespaceDeletionContentFailure:
        'False ContentDeleted: All content successfully deleted, may be waiting on finalization',
      NamespaceContentRemaining:
        'True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
      NamespaceFinalizersRemaining:
        'True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    })
    const rounds = (): number => w.log.filter((line) => line.startsWith('deletecollection')).length
    run(w, 4999)
    expect(rounds()).toBe(1)
    run(w, 1)
    expect(rounds()).toBe(2)
    run(w, 7999)
    expect(rounds()).toBe(2)
    run(w, 1)
    expect(rounds()).toBe(3)
    const object = get(w, '/configmaps', 'a', 'x')
    if (object) change(w, { ...object, metadata: { ...object.metadata, finalizers: [] } })
    run(w, 8000)
    expect(get(w, '/namespaces', undefined, 'a')).toBeUndefined()
  })

  it('deletes nothing else while a pod remains, and then claims that all content is removed', () => {
    const w = world(
      [namespaceController],
      [namespace('a'), held('Pod', 'p', ['example.com/hold']), held('ConfigMap', 'x')],
    )
    run(w, 20_000)
    expect(get(w, '/configmaps', 'a', 'x')?.metadata.deletionTimestamp).toBeUndefined()
    expect(conditions(w).NamespaceContentRemaining).toBe('False ContentRemoved: All content successfully removed')
    expect(conditions(w).NamespaceFinalizersRemaining).toBe(
      'False ContentHasNoFinalizers: All content-preserving finalizers finished',
    )
  })

  it('goes on with other resources when one is refused, reports it, and retries with a growing delay', () => {
    const w = world([namespaceController], [namespace('a'), held('ConfigMap', 'x'), held('Secret', 'y')])
    w.refuse = (request) =>
      request.verb === 'deletecollection' && request.resource === 'configmaps'
        ? refusal(403, 'Forbidden', 'admission webhook "no" denied the request: kept')
        : undefined
    run(w, 5000)
    expect(get(w, '/secrets', 'a', 'y')).toBeUndefined()
    expect(conditions(w).NamespaceDeletionContentFailure).toBe(
      'True ContentDeletionFailed: Failed to delete all resource types, 1 remaining: admission webhook "no" denied the request: kept',
    )
    expect(conditions(w).NamespaceContentRemaining).toBe('False ContentRemoved: All content successfully removed')
    run(w, 5 + 10 + 20)
    expect(w.log.filter((line) => line.startsWith('deletecollection configmaps'))).toHaveLength(4)
    w.refuse = () => undefined
    run(w, 60_000)
    expect(get(w, '/namespaces', undefined, 'a')).toBeUndefined()
  })

  it('does not move the time of a condition whose status stays', () => {
    const w = world([namespaceController], [namespace('a'), held('ConfigMap', 'x', ['example.com/hold'])])
    run(w, 5000)
    const before = listAt(get(w, '/namespaces', undefined, 'a'), 'status', 'conditions')
    put(w, held('ConfigMap', 'z', ['example.com/hold']))
    run(w, 20_000)
    const after = listAt(get(w, '/namespaces', undefined, 'a'), 'status', 'conditions')
    expect(conditions(w).NamespaceContentRemaining).toContain('configmaps. has 2 resource instances')
    expect(after.map((one) => textAt(one, 'lastTransitionTime'))).toEqual(
      before.map((one) => textAt(one, 'lastTransitionTime')),
    )
  })
})
