import { readFileSync } from 'node:fs'
import { cluster, namespace, snapshotOf, tenant } from '@capsule-whatif/fixtures'
import { askQuestion, cascade, loadSnapshot, whatIf } from 'capsule-whatif'
import { describe, expect, it } from 'vitest'

const example = (name: string) => {
  const file = new URL(`../../fixtures/clusters/${name}.json`, import.meta.url)
  return loadSnapshot([{ name, text: readFileSync(file, 'utf8') }])
}

const snapshot = example('two-tenants')

describe('the examples in docstrings', () => {
  it('of askQuestion', () => {
    const { tree } = askQuestion(cascade, snapshot, { object: 'crd tenants.capsule.clastix.io' })
    expect(tree[0]?.object).toMatchObject({ kind: 'CustomResourceDefinition', name: 'tenants.capsule.clastix.io' })
  })

  it('of whatIf', () => {
    const deletion = whatIf(snapshot).as('alice', 'projectcapsule.dev').when('delete namespace oil-prod')
    expect(deletion.answer().refusals).toEqual([])
  })

  it('of cluster', () => {
    const { objects: installed } = example('installed-operator')
    const world = cluster(installed, [tenant('oil', { owners: ['alice'] }), namespace('oil-dev', { tenant: 'oil' })])
    expect(snapshotOf(world).objects.some(({ metadata }) => metadata.name === 'oil-dev')).toBe(true)
  })
})
