import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { admissionRequest, ask, clusterAdmin, configuration, objectOf, stateOf, verdictOf } from './webhook-world.ts'

const answerTo = (spec: JsonObject) =>
  ask('/config/validating', admissionRequest('UPDATE', clusterAdmin, configuration(spec), configuration()), stateOf())
const judge = (spec: JsonObject): string => verdictOf(answerTo(spec))

describe('a CapsuleConfiguration', () => {
  test('reaches its webhooks by URL or as a Service, by exactly one of them', () => {
    const client = (of: JsonObject): JsonObject => ({ admission: { validating: { client: of } } })
    const refusal =
      '403 spec.admission.validating.client is invalid: webhook client config must configure exactly one of url or service'
    expect(judge(client({ url: 'https://a' }))).toBe('allowed')
    expect(judge(client({ service: { name: 'a' } }))).toBe('allowed')
    expect(judge(client({}))).toBe(refusal)
    expect(judge(client({ url: 'https://a', service: { name: 'a' } }))).toBe(refusal)
    expect(judge({ admission: { mutating: {} } })).toBe(
      '403 spec.admission.mutating.client is invalid: webhook client config is required',
    )
  })

  test('has patterns that compile', () => {
    expect(judge({ protectedNamespaceRegex: '^kube-' })).toBe('allowed')
    expect(judge({ protectedNamespaceRegex: '[a' })).toBe(
      '403 spec.protectedNamespaceRegex "[a" is not a valid regular expression: invalid regex expression "[a": error parsing regexp: missing closing ]: `[a`',
    )
    for (const field of ['forbiddenAnnotations', 'forbiddenLabels'])
      expect(judge({ nodeMetadata: { [field]: { deniedRegex: '(' } } })).toContain(
        `403 spec.nodeMetadata.${field}.regex "(" is not a valid regular expression`,
      )
  })

  test('names the default ServiceAccount with its namespace, or neither', () => {
    const [name, namespace] = ['globalDefaultServiceAccount', 'globalDefaultServiceAccountNamespace']
    const refusal = '403 both globalDefaultServiceAccount and globalDefaultServiceAccountNamespace must be set together'
    expect(judge({ impersonation: { [name]: 'a', [namespace]: 'b' } })).toBe('allowed')
    expect(judge({ impersonation: { [name]: 'a' } })).toBe(refusal)
    expect(judge({ impersonation: { [namespace]: 'b' } })).toBe(refusal)
  })

  test('names users that are ServiceAccounts by their usernames', () => {
    expect(judge({ users: [{ kind: 'ServiceAccount', name: 'bot' }] })).toBe(
      '403 Username must be in the form system:serviceaccount:namespace:name',
    )
  })

  test('is warned of the fields that users replaced', () => {
    const answer = answerTo({ userGroups: ['a'], userNames: ['b'] })
    expect(answer.allowed && answer.warnings?.map((warning) => /`(\w+)`/.exec(warning)?.[1])).toEqual([
      'userGroups',
      'userNames',
    ])
  })

  test('without nodeMetadata makes the webhook panic', () => {
    const bare = objectOf('CapsuleConfiguration', 'default', { spec: {} })
    expect(verdictOf(ask('/config/validating', admissionRequest('CREATE', clusterAdmin, bare), stateOf()))).toMatch(
      /^500 panic: .* \[recovered\]$/,
    )
  })

  test('may always be deleted', () => {
    const remove = admissionRequest('DELETE', clusterAdmin, undefined, configuration({ protectedNamespaceRegex: '[' }))
    expect(verdictOf(ask('/config/validating', remove, stateOf()))).toBe('allowed')
  })
})

test('a TenantOwner that is a ServiceAccount is named by its username', () => {
  const owner = (kind: string, name: string): string => {
    const object = objectOf('TenantOwner', 'o', { spec: { kind, name } })
    return verdictOf(ask('/tenantowners/validating', admissionRequest('CREATE', clusterAdmin, object), stateOf()))
  }
  expect(owner('User', 'bot')).toBe('allowed')
  expect(owner('ServiceAccount', 'system:serviceaccount:tools:bot')).toBe('allowed')
  const refusal = '403 Username must be in the form system:serviceaccount:namespace:name'
  for (const name of [
    'bot',
    'system:serviceaccount:bot',
    'system:serviceaccount:Tools:bot',
    'system:serviceaccount:tools:-',
  ])
    expect(owner('ServiceAccount', name)).toBe(refusal)
})
