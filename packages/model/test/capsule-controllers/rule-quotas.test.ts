import { describe, expect, it } from 'vitest'
import { at, type JsonObject } from '../../src/object/json.ts'
import { labelsOf } from '../../src/object/kube-object.ts'
import { addNamespace, capsuleVersion, change, createTenant, find, type Named, remove } from './requests.ts'
import { conditions, type World, world } from './whole-cluster.ts'

const oil: Named = { apiVersion: capsuleVersion, kind: 'Tenant', name: 'oil' }

function ruleQuota(name: string): Named {
  return { apiVersion: capsuleVersion, kind: 'GlobalResourceQuota', name }
}

function clusterWith(...rules: readonly JsonObject[]): World {
  const cluster = world()
  createTenant(cluster, 'oil', { rules })
  return cluster
}

const pods = { name: 'pods', hard: { pods: '3' } }

describe('a quota of a rule', () => {
  it('is a GlobalResourceQuota over the namespaces of the Tenant that the rule selects', () => {
    const cluster = clusterWith({ namespaceSelector: { matchLabels: { env: 'prod' } }, quota: [pods] })
    const quota = find(cluster, ruleQuota('oil-pods'))
    expect(quota?.spec).toMatchObject({
      namespaceSelectors: [{ matchLabels: { env: 'prod', 'capsule.clastix.io/tenant': 'oil' } }],
      quota: { hard: { pods: '3' } },
    })
    expect(quota?.metadata.labels).toMatchObject({
      'projectcapsule.dev/managed-by': 'controller',
      'projectcapsule.dev/tenant': 'oil',
      'projectcapsule.dev/rule-quota': 'pods',
    })
    expect(quota?.metadata.ownerReferences).toMatchObject([{ kind: 'Tenant', name: 'oil', controller: true }])
  })

  it('counts in its namespaces alone', () => {
    const cluster = clusterWith({ namespaceSelector: { matchLabels: { env: 'prod' } }, quota: [pods] })
    addNamespace(cluster, 'oil', 'oil-prod', { env: 'prod' })
    addNamespace(cluster, 'oil', 'oil-dev')
    expect(at(find(cluster, ruleQuota('oil-pods'))?.status, 'namespaces')).toEqual(['oil-prod'])
  })

  it('is changed with the rule, and gone when no rule has it any more', () => {
    const cluster = clusterWith({ quota: [pods, { name: 'maps', hard: { 'count/configmaps': '1' } }] })
    change(cluster, oil, { spec: { rules: [{ quota: [{ name: 'pods', hard: { pods: '5' } }] }] } })
    expect(at(find(cluster, ruleQuota('oil-pods'))?.spec, 'quota', 'hard')).toEqual({ pods: '5' })
    expect(find(cluster, ruleQuota('oil-maps'))).toBeUndefined()
  })

  it('goes with its Tenant, which does not end before', () => {
    const cluster = clusterWith({ quota: [pods] })
    expect(find(cluster, oil)?.metadata.finalizers).toHaveLength(1)
    remove(cluster, oil)
    expect(find(cluster, ruleQuota('oil-pods'))).toBeUndefined()
    expect(find(cluster, oil)).toBeUndefined()
  })

  it('leaves a GlobalResourceQuota of the same name alone that somebody else controls', () => {
    const cluster = clusterWith()
    createTenant(cluster, 'oil-a', { rules: [{ quota: [{ ...pods, name: 'b' }] }] })
    change(cluster, oil, { spec: { rules: [{ quota: [{ name: 'a-b', hard: { pods: '9' } }] }] } })
    const quota = find(cluster, ruleQuota('oil-a-b'))
    expect(at(quota?.spec, 'quota', 'hard')).toEqual({ pods: '3' })
    expect(quota && labelsOf(quota)['projectcapsule.dev/tenant']).toBe('oil-a')
    expect(conditions(find(cluster, oil))).toContain('Ready=False Failed')
  })
})
