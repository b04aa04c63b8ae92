import { proveMetadata, storm } from 'capsule-whatif'
import { expect, it } from 'vitest'
import { exampleCluster } from './cluster.ts'

const old = exampleCluster('two-tenants-0.7').objects
const current = exampleCluster('two-tenants').objects
const burst = { namespaces: 100, everyMs: 20 }

it('with 0.7 a pipeline with rights everywhere starts pods too early, the owner never does', () => {
  expect(storm(old, { ...burst, podsBy: 'administrator' }).violations).toBeGreaterThan(0)
  expect(storm(old, { ...burst, podsBy: 'owner' }).violations).toBe(0)
})

it('with 0.14 there is no such pod in the storm', () => {
  expect(storm(current, burst).violations).toBe(0)
})

it('nor in any order of events, and that is the proof', () => {
  expect(proveMetadata(current, { tenants: ['oil'] })).toEqual({ oil: 'never' })
  expect(proveMetadata(old, { tenants: ['oil'] })).toEqual({ oil: 'may' })
})
