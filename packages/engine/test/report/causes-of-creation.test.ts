import { expect, it } from 'vitest'
import { ask } from '../../src/ask.ts'
import { exampleSnapshot } from '../questions/recorded.ts'

const oil = '{"apiVersion":"capsule.clastix.io/v1beta2","kind":"Tenant","metadata":{"name":"oil"},"spec":{}}'

it('what is made is told with who made it, not with who wrote it last', () => {
  const { effects } = ask(exampleSnapshot(), ['create namespace oil-x --as alice --as-group projectcapsule.dev'])
  const quota = effects.find(({ kind, namespace }) => kind === 'ResourceQuota' && namespace === 'oil-x')
  expect(quota?.causes).toEqual(['capsule/tenants', 'alice: create namespaces oil-x'])
})

it('what is made again is told with who made it again', () => {
  const { effects } = ask(
    exampleSnapshot(),
    ['operator stop', 'delete validatingwebhookconfiguration capsule-dynamic-webhook']
      .concat('delete mutatingwebhookconfiguration capsule-dynamic-webhook')
      .concat(`patch tenant oil --type merge -p '{"metadata":{"finalizers":null}}'`, 'delete tenant oil')
      .concat('create -f oil.json', 'operator start'),
    { readFile: () => oil },
  )
  const tenant = effects.find(({ kind, name }) => kind === 'Tenant' && name === 'oil')
  expect(tenant).toMatchObject({ outcome: 'replaced', causes: ['kubernetes-admin: create tenants oil'] })
})
