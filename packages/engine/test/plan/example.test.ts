import { readFileSync } from 'node:fs'
import { loadSnapshot, makePlan, readManifestSet } from 'capsule-whatif'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')

it('a plan of manifests is data', () => {
  const cluster = read('packages/fixtures/clusters/two-tenants.json')
  const manifests = read('docs/examples/plan/manifests/namespaces.yaml')
  const { objects } = loadSnapshot([{ name: 'cluster.json', text: cluster }])
  const plan = makePlan(objects, readManifestSet([{ name: 'namespaces.yaml', text: manifests }]), { how: 'apply' })
  expect(plan.items.map(({ name, result }) => `${name} ${result}`)).toEqual([
    'platform-tools created',
    'oil-dev refused',
  ])
  expect(plan.findings[0]).toMatchObject({ rule: 'request-refused', severity: 'danger', origin: { line: 6 } })
})
