import { describe, expect, it } from 'vitest'
import { at, listAt } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { capsuleVersion, change, create, createTenant, find, type Named, remove } from './requests.ts'
import { conditions, type World, world } from './whole-cluster.ts'

const oil: Named = { apiVersion: capsuleVersion, kind: 'Tenant', name: 'oil' }
const dev: Named = { apiVersion: 'v1', kind: 'Namespace', name: 'oil-dev' }
const held: Named = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'oil-dev', name: 'held' }
const finalizers = ['example.com/cleanup']

function spaceOf(cluster: World, namespace: string): KubeObject['status'] {
  return listAt(find(cluster, oil)?.status, 'spaces').find((space) => at(space, 'name') === namespace)
}

function messageOf(cluster: World, namespace: string): unknown {
  return listAt(spaceOf(cluster, namespace), 'conditions')
    .filter((condition) => at(condition, 'type') === 'Terminating')
    .map((condition) => at(condition, 'message'))[0]
}

function cluster(...namespaces: readonly string[]): World {
  const made = world()
  createTenant(made, 'oil', {}, ...namespaces)
  return made
}

describe('a Tenant that is deleted', () => {
  it('takes its namespaces along, and goes last', () => {
    const to = cluster('oil-dev', 'oil-prod')
    expect(find(to, oil)?.metadata.finalizers).toHaveLength(1)
    remove(to, oil)
    expect([find(to, dev), find(to, { ...dev, name: 'oil-prod' }), find(to, oil)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('without namespaces has nothing that holds it', () => {
    const to = cluster()
    expect(find(to, oil)?.metadata.finalizers ?? []).toEqual([])
    remove(to, oil)
    expect(find(to, oil)).toBeUndefined()
  })

  it('takes away by force, after ten seconds, what finalizers of others hold in its namespaces', () => {
    const to = cluster('oil-dev')
    create(to, held, { metadata: { finalizers } })
    const before = to.state.clock
    remove(to, oil)
    expect([find(to, held), find(to, dev), find(to, oil)]).toEqual([undefined, undefined, undefined])
    expect(to.state.clock - before).toBeGreaterThanOrEqual(10_000)
  })

  it('waits for pods, which it spares', () => {
    const to = cluster('oil-dev')
    const pod = { ...held, kind: 'Pod', name: 'web' }
    create(to, pod, { metadata: { finalizers }, spec: { containers: [{ name: 'c', image: 'i' }] } })
    remove(to, oil)
    expect(find(to, pod)?.metadata.finalizers).toEqual(finalizers)
    expect(messageOf(to, 'oil-dev')).toBe('waiting for pods to finalize')
    change(to, pod, { metadata: { finalizers: [] } })
    expect([find(to, dev), find(to, oil)]).toEqual([undefined, undefined])
  })

  it('leaves a namespace to itself that a finalizer of its own holds, and stays as long', () => {
    const to = cluster('oil-dev')
    change(to, dev, { metadata: { finalizers } })
    remove(to, oil)
    expect(at(find(to, oil)?.status, 'state')).toBe('Terminating')
    expect(messageOf(to, 'oil-dev')).toBe('waiting for namespace finalization')
    expect(conditions(find(to, oil))).toContain('Ready=True Succeeded')
    change(to, dev, { metadata: { finalizers: [] } })
    expect(find(to, oil)).toBeUndefined()
  })
})

describe('a namespace of a Tenant that is deleted alone', () => {
  it('waits for finalizers of others, until something else has the Tenant looked at', () => {
    const to = cluster('oil-dev', 'oil-prod')
    create(to, held, { metadata: { finalizers } })
    remove(to, dev)
    expect(find(to, held)?.metadata.finalizers).toEqual(finalizers)
    change(to, { ...dev, name: 'oil-prod' }, { metadata: { labels: { seen: 'yes' } } })
    expect([find(to, held), find(to, dev)]).toEqual([undefined, undefined])
    expect(at(find(to, oil)?.status, 'namespaces')).toEqual(['oil-prod'])
  })
})
