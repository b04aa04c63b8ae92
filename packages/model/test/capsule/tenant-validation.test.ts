import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import {
  admissionRequest,
  admitNamespace,
  alice,
  ask,
  configuration,
  objectOf,
  reference,
  root,
  stateOf,
  tenant,
  user,
  verdictOf,
} from './webhook-world.ts'

const judge = (spec: JsonObject): string =>
  verdictOf(
    ask(
      '/tenants/validating',
      admissionRequest('CREATE', root, tenant('oil', 'alice', spec)),
      stateOf(configuration()),
    ),
  )

describe('a Tenant names ServiceAccounts in bindings', () => {
  const binding = (name: string): JsonObject => ({
    clusterRoleName: 'view',
    subjects: [{ kind: 'ServiceAccount', name }],
  })
  const refusal = /^403 Subject Name 'system:serviceaccount:a:b' for binding 'view' is invalid\. /

  test('by name, not by username, in its own bindings and in those of rules', () => {
    expect(judge({ additionalRoleBindings: [binding('bot')] })).toBe('allowed')
    expect(judge({ additionalRoleBindings: [binding('system:serviceaccount:a:b')] })).toMatch(refusal)
    expect(judge({ rules: [{ permissions: { bindings: [binding('system:serviceaccount:a:b')] } }] })).toMatch(refusal)
  })
})

describe('templates in the metadata that a Tenant gives its Namespaces', () => {
  const path = 'spec.namespaceOptions.additionalMetadata.labels["a"].value'
  const judgeValue = (value: string): string =>
    judge({ namespaceOptions: { additionalMetadata: { labels: { a: value } } } })

  test('are the names of the tenant and of the namespace', () => {
    expect(judgeValue('x-{{ tenant.name }}-{{namespace}}')).toBe('allowed')
  })

  test('are refused where they are malformed, or give no valid label', () => {
    for (const value of ['{{', '{{}}', '{{ tenant.name }} }}'])
      expect(judgeValue(value)).toBe(`403 ${path}: malformed template "${value}"`)
    expect(judgeValue('{{ namespace }}-')).toMatch(/^403 .*: a valid label must be/)
  })
})

test('patterns of annotations are compiled after those of labels', () => {
  const wrong = { deniedRegex: '(' }
  expect(judge({ namespaceOptions: { forbiddenAnnotations: wrong } })).toMatch(/for forbidden annotations: /)
  expect(judge({ namespaceOptions: { requiredMetadata: { annotations: { a: '(' } } } })).toBe(
    '403 unable to compile required annotation',
  )
})

test('the GlobalResourceQuota of a rule has a valid name', () => {
  const name = 'q'.repeat(63)
  const long = tenant('o'.repeat(200), 'alice', { rules: [{ quota: [{ name, hard: { pods: '1' } }] }] })
  const answer = ask('/tenants/validating', admissionRequest('CREATE', root, long), stateOf(configuration()))
  expect(verdictOf(answer)).toMatch(
    /^403 rules\[0\]\.quota\[0\]: generated GlobalResourceQuota name "o+-q+" is invalid: must be no more than 253/,
  )
})

describe('the node selector of a Namespace whose Tenant has one', () => {
  const key = 'scheduler.alpha.kubernetes.io/node-selector'
  const world = stateOf(configuration(), tenant('oil', 'alice', { nodeSelector: { pool: 'oil' } }))
  const namespace = (annotations: Record<string, string>): KubeObject =>
    objectOf('Namespace', {
      name: 'n',
      labels: { 'capsule.clastix.io/tenant': 'oil' },
      annotations,
      ownerReferences: [reference('oil')],
    })
  const validate = (before: Record<string, string>, after: Record<string, string>): string => {
    const request = admissionRequest('UPDATE', alice, namespace(after), namespace(before))
    return verdictOf(ask('/namespaces/validating', request, world))
  }

  test('neither goes nor changes', () => {
    const enforced = `403 the annotation ${key} is enforced via tenant, cannot be`
    expect(validate({ [key]: 'pool=oil' }, { [key]: 'pool=oil', other: '1' })).toBe('allowed')
    expect(validate({ [key]: 'pool=oil' }, {})).toBe(`${enforced} removed`)
    expect(validate({ [key]: 'pool=oil' }, { [key]: 'pool=gas' })).toBe(`${enforced} updated`)
  })

  test('is given again before that is asked', () => {
    const request = admissionRequest('UPDATE', alice, namespace({}), namespace({ [key]: 'pool=oil' }))
    expect(admitNamespace(request, world).object?.metadata.annotations).toEqual({ [key]: 'pool=oil' })
  })
})

test('forbidden annotations are refused only where a Capsule user gives or changes them', () => {
  const options = { namespaceOptions: { forbiddenAnnotations: { denied: ['bad'] } } }
  const world = stateOf(
    configuration({ administrators: [{ kind: 'User', name: 'root' }] }),
    tenant('oil', 'alice', options),
  )
  const namespace = (annotations: Record<string, string>): KubeObject =>
    objectOf('Namespace', {
      name: 'n',
      labels: { 'capsule.clastix.io/tenant': 'oil' },
      annotations,
      ownerReferences: [reference('oil')],
    })
  const update = (caller = alice, after = '1'): string =>
    admitNamespace(admissionRequest('UPDATE', caller, namespace({ bad: after }), namespace({ bad: '1' })), world)
      .verdict
  expect(update()).toBe('allowed')
  expect(update(root, '2')).toBe('allowed')
  expect(update(alice, '2')).toMatch(/^403 namespace annotations validation failed: bad is forbidden/)
})

test("a replica of a TenantResource is changed by that one's ServiceAccount alone", () => {
  const item = { version: 'v1', kind: 'ConfigMap', namespace: 'oil-dev', name: 'c' }
  const replication = (created: boolean): KubeObject =>
    objectOf(
      'TenantResource',
      { name: 'rep', namespace: 'oil-src' },
      {
        status: {
          serviceAccount: { name: 'default', namespace: 'tools' },
          processedItems: [{ ...item, status: { created } }],
        },
      },
    )
  const configMap = objectOf('ConfigMap', { name: 'c', namespace: 'oil-dev' })
  const change = (name: string, created = true): string => {
    const state = stateOf(configuration(), objectOf('Namespace', 'oil-dev'), replication(created))
    const request = admissionRequest('DELETE', user(name), undefined, configMap)
    return verdictOf(ask('/generic/replications', request, state))
  }
  expect(change('kubernetes-admin')).toBe('403 resource c is managed by a tenant capsule replication rep/oil-src')
  expect(change('system:serviceaccount:tools:default')).toBe('allowed')
  expect(change('kubernetes-admin', false)).toBe('allowed')
})

describe('the quotas of rules that change', () => {
  const quota = (hard: JsonObject, rest: JsonObject = {}): JsonObject => ({
    rules: [{ quota: [{ name: 'q', hard }], ...rest }],
  })
  const given = objectOf('GlobalResourceQuota', 'oil-q', {
    spec: {
      namespaceSelectors: [{ matchLabels: { 'capsule.clastix.io/tenant': 'oil' } }],
      quota: { hard: { pods: '5', services: '2' } },
    },
    status: { total: { used: { pods: '3' } } },
  })
  const change = (after: JsonObject, ...stored: readonly KubeObject[]): string => {
    const before = tenant('oil', 'alice', quota({ pods: '5', services: '2' }))
    const request = admissionRequest('UPDATE', root, tenant('oil', 'alice', after), before)
    return verdictOf(ask('/tenants/validating', request, stateOf(configuration(), ...stored)))
  }

  test('keep what is allocated', () => {
    expect(change(quota({ pods: '3' }), given)).toBe('allowed')
    expect(change(quota({ pods: '2' }), given)).toBe(
      '403 rules[0].quota[0].hard["pods"] cannot be reduced to 2 while 3 is allocated',
    )
    expect(change(quota({ services: '2' }), given)).toBe(
      '403 rules[0].quota[0].hard["pods"] cannot be removed while 3 is allocated',
    )
  })

  test('do not shrink while the namespaces of the rule change', () => {
    const selector = { namespaceSelector: { matchLabels: { env: 'prod' } } }
    expect(change(quota({ pods: '5', services: '1' }, selector), given)).toBe(
      '403 rules[0].quota[0].hard["services"] cannot be reduced from 2 to 1 while namespace selectors are changing; update the selectors first and wait for usage reconciliation',
    )
    expect(change(quota({ pods: '6', services: '2' }, selector), given)).toBe('allowed')
  })

  test('may do anything before there is a GlobalResourceQuota', () => {
    expect(change(quota({ pods: '1' }))).toBe('allowed')
  })
})
