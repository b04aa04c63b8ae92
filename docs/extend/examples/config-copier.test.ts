import { readFileSync } from 'node:fs'
import { type AnswerOverOrders, loadSnapshot, whatIf } from 'capsule-whatif'
import type { Operator } from 'capsule-whatif/operator'
import { expect, it } from 'vitest'
import { operator as copier } from './config-copier.mjs'
import { operator as mended } from './config-copier-mended.mjs'

const files = ['../../../packages/fixtures/clusters/two-tenants.json', 'config-copier.yaml']
const sources = files.map((name) => ({ name, text: readFileSync(new URL(name, import.meta.url), 'utf8') }))
const snapshot = loadSnapshot(sources)

/** Copies that some order leaves behind. */
function copiesLeft(operator: Operator): readonly string[] {
  const { effects, instead, orders } = whatIf({ ...snapshot, operators: [operator] })
    .when('label namespace oil-dev config.example.com/copy=proxy', 'delete configmap proxy -n config-source')
    .inAllOrders()
    .answer() as AnswerOverOrders
  expect(orders).toBe('all')
  return [...effects, ...instead].flatMap(({ outcome, namespace, name }) =>
    outcome === 'created' ? [`${namespace}/${name}`] : [],
  )
}

it('leaves a copy behind in some order, where it does not watch the sources', () => {
  expect(copiesLeft(copier)).toEqual(['oil-dev/proxy'])
})

it('leaves none behind in any order, where it does', () => {
  expect(copiesLeft(mended)).toEqual([])
})
