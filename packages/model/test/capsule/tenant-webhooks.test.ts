import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { admissionRequest, ask, clusterAdmin, configuration, objectOf, stateOf, verdictOf } from './webhook-world.ts'

const state = stateOf(configuration())
const labels = { 'kubernetes.io/metadata.name': 'oil' }

function tenantOf(spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return objectOf('Tenant', { name: 'oil', ...metadata }, { spec })
}

function mutate(object: KubeObject): KubeObject | undefined {
  const answer = ask('/tenants/mutating', admissionRequest('CREATE', clusterAdmin, object), state)
  return answer.allowed ? (answer.object ?? object) : undefined
}

function judge(spec: JsonObject): string {
  return verdictOf(ask('/tenants/validating', admissionRequest('CREATE', clusterAdmin, tenantOf(spec)), state))
}

describe('a Tenant without its own name as label', () => {
  test('gets it, and loses what the operator omits when empty', () => {
    const sent = tenantOf({
      cordoned: false,
      owners: [{ kind: 'User', name: 'alice', clusterRoles: [] }],
      permissions: { allowOwnerPromotion: false },
      resourceQuotas: { items: [{ hard: { pods: '10', 'limits.memory': '1024Mi' } }] },
    })
    expect(mutate(sent)).toEqual({
      ...sent,
      metadata: { name: 'oil', labels },
      spec: {
        owners: [{ kind: 'User', name: 'alice' }],
        resourceQuotas: { items: [{ hard: { pods: '10', 'limits.memory': '1Gi' } }] },
      },
    })
  })

  test('loses a spec that says nothing', () => {
    expect(mutate(tenantOf({ cordoned: false }))).not.toHaveProperty('spec')
  })

  test('that already has it is left as it is', () => {
    const sent = tenantOf({ permissions: { allowOwnerPromotion: false } }, { labels })
    expect(mutate(sent)).toBe(sent)
  })

  test("is refused where its spec does not fit the operator's types", () => {
    const answer = ask(
      '/tenants/mutating',
      admissionRequest('CREATE', clusterAdmin, tenantOf({ namespaceOptions: { quota: 1.5 }, owners: 'alice' })),
      state,
    )
    expect(verdictOf(answer)).toBe(
      '500 json: cannot unmarshal number 1.5 into Go struct field NamespaceOptions.spec.namespaceOptions.quota of type int32',
    )
  })
})

describe('a Tenant is refused', () => {
  test('with an owner ServiceAccount that is not named by its username', () => {
    expect(judge({ owners: [{ kind: 'ServiceAccount', name: 'bot' }] })).toBe(
      '403 Username must be in the form system:serviceaccount:namespace:name',
    )
  })

  test('with patterns that do not compile, in words of Go', () => {
    expect(judge({ storageClasses: { allowedRegex: '[a' } })).toBe('403 unable to compile storageClasses allowedRegex')
    expect(judge({ namespaceOptions: { forbiddenLabels: { deniedRegex: '[a' } } })).toBe(
      '403 unable to compile regex "[a" for forbidden labels: error parsing regexp: missing closing ]: `[a`',
    )
    expect(judge({ namespaceOptions: { requiredMetadata: { labels: { a: '(' } } } })).toBe(
      '403 unable to compile required label',
    )
  })

  test('with namespace metadata that no Namespace could have', () => {
    const additionalMetadataList = [{ labels: { 'a b': '{{ tenant.uid }}' } }]
    expect(judge({ namespaceOptions: { additionalMetadataList } })).toBe(
      `403 spec.namespaceOptions.additionalMetadataList[0].additionalMetadata.labels["a b"].key: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'); spec.namespaceOptions.additionalMetadataList[0].additionalMetadata.labels["a b"].value: unsupported template "tenant.uid" in "{{ tenant.uid }}", allowed templates are {{namespace}}, {{tenant.name}}`,
    )
  })

  test('with rules that name one quota twice', () => {
    const quota = [{ name: 'small', hard: { pods: '1' } }]
    expect(judge({ rules: [{ quota }, { quota }] })).toBe(
      '403 rules[1].quota[0].name "small" is invalid: quota name is already used by rules[0].quota[0]',
    )
  })

  test('at its deletion if it is protected, whoever asks', () => {
    const request = admissionRequest('DELETE', clusterAdmin, undefined, tenantOf({ preventDeletion: true }))
    expect(verdictOf(ask('/tenants/validating', request, state))).toBe('403 tenant is protected and cannot be deleted')
  })
})

test('fields on their way out are warned of in upstream order', () => {
  const spec = { podOptions: {}, limitRanges: { items: [{}] }, resourceQuotas: { scope: 'Tenant' } }
  const answer = ask('/tenants/validating', admissionRequest('CREATE', clusterAdmin, tenantOf(spec)), state)
  expect(answer.warnings?.map((warning) => /`(\w+)`/.exec(warning)?.[1])).toEqual([
    'resourceQuotas',
    'podOptions',
    'limitRanges',
  ])
})
