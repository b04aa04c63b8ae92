import { describe, expect, it } from 'vitest'
import { at, type JsonObject, listAt } from '../../src/object/json.ts'
import { capsuleVersion, change, create, createTenant, find, type Named } from './requests.ts'
import { conditions, type World, world } from './whole-cluster.ts'

const oil: Named = { apiVersion: capsuleVersion, kind: 'Tenant', name: 'oil' }
const namespace: Named = { apiVersion: 'v1', kind: 'Namespace', name: 'oil-dev' }
const ruleStatus: Named = {
  apiVersion: capsuleVersion,
  kind: 'RuleStatus',
  namespace: 'oil-dev',
  name: 'capsule-managed-rules',
}

function map(name: string): Named {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'oil-dev', name }
}

function managing(kinds: readonly string[], labels: JsonObject, annotations: JsonObject = {}): JsonObject {
  return { rules: [{ enforce: { action: 'allow', metadata: [{ kinds, apiGroups: [''], labels, annotations }] } }] }
}

function cluster(): World {
  const made = world()
  createTenant(made, 'oil', {}, 'oil-dev')
  create(made, map('a'))
  return made
}

describe('metadata that a rule manages', () => {
  it('is given to objects that are there already, whoever made them', () => {
    const to = cluster()
    change(to, oil, { spec: managing(['ConfigMap'], { cost: { managed: '42' } }, { team: { managed: 'a' } }) })
    expect(find(to, map('a'))?.metadata).toMatchObject({ labels: { cost: '42' }, annotations: { team: 'a' } })
    expect(find(to, namespace)?.metadata.labels).not.toHaveProperty('cost')
    expect(conditions(find(to, ruleStatus))).toEqual(['Ready=True Succeeded'])
  })

  it('is applied by an owner of fields of the RuleStatus, and wins over the user', () => {
    const to = cluster()
    change(to, map('a'), { metadata: { labels: { cost: '1', mine: 'yes' } } })
    change(to, oil, { spec: managing(['ConfigMap'], { cost: { managed: '42' } }) })
    const found = find(to, map('a'))
    expect(found?.metadata.labels).toMatchObject({ cost: '42', mine: 'yes' })
    const managers = listAt(found, 'metadata', 'managedFields').map((entry) => at(entry, 'manager'))
    expect(managers).toContainEqual(expect.stringMatching(/^projectcapsule\.dev\/rulestatus-[0-9a-f]{16}$/))
  })

  it('of a namespace is given only where the rule names the kind', () => {
    const to = cluster()
    change(to, oil, { spec: managing(['Namespace'], { cost: { managed: '42' } }) })
    expect(find(to, namespace)?.metadata.labels).toMatchObject({ cost: '42' })
    expect(find(to, map('a'))?.metadata.labels).not.toHaveProperty('cost')
  })

  it('is taken away when no rule manages it any more', () => {
    const to = cluster()
    change(to, oil, { spec: managing(['ConfigMap'], { cost: { managed: '42' }, tier: { managed: 'x' } }) })
    change(to, oil, { spec: managing(['ConfigMap'], { tier: { managed: 'y' } }) })
    expect(find(to, map('a'))?.metadata.labels).toMatchObject({ tier: 'y' })
    expect(find(to, map('a'))?.metadata.labels).not.toHaveProperty('cost')
    change(to, oil, { spec: { rules: [] } })
    expect(find(to, map('a'))?.metadata.labels).not.toHaveProperty('tier')
  })

  it('stays changed when a user changes it: nobody watches', () => {
    const to = cluster()
    change(to, oil, { spec: managing(['Namespace'], { cost: { managed: '42' } }) })
    change(to, namespace, { metadata: { labels: { cost: '1' } } })
    expect(find(to, namespace)?.metadata.labels).toMatchObject({ cost: '1' })
  })

  it('that is only a default is given to nothing that is there already', () => {
    const to = cluster()
    change(to, oil, { spec: managing(['ConfigMap'], { cost: { default: '42' } }) })
    expect(find(to, map('a'))?.metadata.labels).not.toHaveProperty('cost')
  })
})
