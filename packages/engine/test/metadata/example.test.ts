import { readFileSync } from 'node:fs'
import { loadSnapshot, metadataLatency, metadataText, storm, stormText } from 'capsule-whatif'
import { expect, it } from 'vitest'

const cluster = new URL('../../../fixtures/clusters/two-tenants.json', import.meta.url)
const { objects } = loadSnapshot([{ name: 'two-tenants.json', text: readFileSync(cluster, 'utf8') }])

it('the operator of 0.14 labels namespaces at admission, so that no run has a pod without', () => {
  const answer = metadataLatency(objects, { tenants: ['oil'] })
  expect(metadataText(answer)).toContain(`\
Tenant oil: no run admitted a pod while its namespace lacked metadata; other orders were not explored
  label capsule.clastix.io/tenant=oil: at admission
  pod of the owner: admitted after 113 ms (prompt)`)
})

it('a storm of namespaces has no pod before the metadata', () => {
  const answer = storm(objects, { namespaces: 100, everyMs: 50 })
  expect(stormText(answer)).toContain('100 namespaces, ')
  expect(answer.violations).toBe(0)
})

it('were the label to come by reconciles only, an edit and a creation would be late alike', () => {
  const spec = { namespaceOptions: { additionalMetadata: { labels: { team: 'oil' } } } }
  const labelled = objects.map((object) =>
    object.kind === 'Tenant' && object.metadata.name === 'oil'
      ? { ...object, spec: { ...(object.spec as object), ...spec } }
      : object,
  )
  const { tenants } = metadataLatency(labelled, { tenants: ['oil'], mode: 'reconcile' })
  expect(tenants.map(({ verdict }) => verdict)).toEqual(['may'])
  const { violations } = storm(labelled, { tenants: ['oil'], mode: 'reconcile', namespaces: 100 })
  expect(violations).toBeGreaterThan(0)
})
