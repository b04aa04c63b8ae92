import { readFileSync } from 'node:fs'
import { loadSnapshot, openSession, presentObjects, sessionLine } from 'capsule-whatif'
import { expect, it } from 'vitest'

const cluster = new URL('../../../fixtures/clusters/two-tenants.json', import.meta.url)
const { objects } = loadSnapshot([{ name: 'two-tenants.json', text: readFileSync(cluster, 'utf8') }])

it('a line makes another session, and half way through an action its namespaces are terminating', () => {
  const { session, output } = sessionLine(openSession(objects), 'delete tenant oil')
  expect(output).toContain('[1] accepted (200)')
  const half = sessionLine(session, 'goto 1.2').session
  const terminating = presentObjects(half).filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
  expect(terminating.map(({ metadata }) => metadata.name).toSorted()).toEqual(['oil', 'oil-dev', 'oil-prod'])
})
