import { readFileSync } from 'node:fs'
import { dotText, loadSnapshot, onlyOf, pageText, pictureOf, readPageParts } from 'capsule-whatif'
import { expect, it } from 'vitest'

const cluster = new URL('../../../fixtures/clusters/two-tenants.json', import.meta.url)
const snapshot = loadSnapshot([{ name: 'two-tenants.json', text: readFileSync(cluster, 'utf8') }])
const picture = pictureOf(snapshot, ['delete crd tenants.capsule.clastix.io'])

it('a picture is data: each object with what happens to it, each moment with what called for it', () => {
  const namespace = picture.objects.find(({ kind, name }) => kind === 'Namespace' && name === 'oil-prod')
  expect(namespace?.changes.map(({ type }) => type)).toEqual(['terminating', 'changed', 'gone'])
  const moment = picture.moments[namespace?.changes.at(-1)?.moment ?? -1]
  expect(moment).toMatchObject({ actor: 'namespace-controller', what: 'oil-prod' })
  expect(picture.moments[moment?.because ?? -1]).toMatchObject({ actor: 'capsule/tenants', what: 'oil' })
})

it('it tells what decides, with the run in which the other turn comes first', () => {
  const { orders } = pictureOf(snapshot, ['delete tenant gas', 'operator stop'], { orders: { statesMax: 10_000 } })
  expect(orders).toMatchObject({ outcomes: 5, complete: true })
  const [race] = orders?.races ?? []
  expect(race?.likely).toMatchObject({ actor: 'namespace-controller', what: 'gas-dev' })
  expect(race?.other).toMatchObject({ actor: 'capsule', what: 'stopped' })
  const namespace = race?.run.objects.find(({ kind, name }) => kind === 'Namespace' && name === 'gas-dev')
  expect(namespace).toMatchObject({ fate: 'held', may: ['gone', 'kept'] })
})

it('it is drawn in whole or in part', () => {
  const namespaces = onlyOf(picture, ['Tenant', 'Namespace'])
  expect(namespaces.ok && dotText(namespaces.picture)).toContain('Namespace oil-prod\\ngone after 5.2 s')
  expect(pageText(picture, readPageParts())).toContain('<!doctype html>')
})
