import { readFileSync } from 'node:fs'
import { ask, loadSnapshot } from 'capsule-whatif'
import { expect, it } from 'vitest'

const cluster = new URL('../../fixtures/clusters/two-tenants.json', import.meta.url)

it('keeps the namespaces while the operator is down', () => {
  const snapshot = loadSnapshot([{ name: 'two-tenants.json', text: readFileSync(cluster, 'utf8') }])
  const answer = ask(snapshot, ['delete crd tenants.capsule.clastix.io'], { operatorRunning: false })
  const lost = answer.effects.filter(({ outcome, kind }) => outcome === 'gone' && kind === 'Namespace')
  expect(lost).toEqual([])
})
