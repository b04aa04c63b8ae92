import { describe, expect, test } from 'vitest'
import type { Operation } from '../../src/apiserver/admission.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { UserInfo } from '../../src/request/request.ts'
import { inNamespace, judged, rule } from './rules-world.ts'
import {
  admissionRequest,
  admitNamespace,
  alice,
  ask,
  clusterAdmin,
  configuration,
  objectOf,
  reference,
  root,
  stateOf,
  tenant,
  user,
  verdictOf,
} from './webhook-world.ts'

/** What a webhook says of an object in the namespace of a Tenant with this spec. */
function judge(
  path: string,
  spec: JsonObject,
  object: KubeObject,
  { operation = 'CREATE', more = [] }: { operation?: Operation; more?: readonly KubeObject[] } = {},
): string {
  const state = stateOf(
    configuration(),
    tenant('oil', 'alice', spec, { namespaces: ['oil-dev'] }),
    objectOf('Namespace', { name: 'oil-dev', ownerReferences: [reference('oil')] }),
    ...more,
  )
  const old = operation === 'UPDATE' ? object : undefined
  return verdictOf(ask(path, admissionRequest(operation, alice, object, old), state))
}

describe('a Pod of a Tenant', () => {
  const container = (imagePullPolicy: string): JsonObject => ({ name: 'c', image: 'a', imagePullPolicy })
  const judgePod = (spec: JsonObject, fields: JsonObject, ...more: readonly KubeObject[]): string =>
    judge('/pods/validating', spec, inNamespace('Pod', { spec: { containers: [], ...fields } }), { more })

  test('has allowed pull policies in all of its containers, whatever the case', () => {
    const spec = { imagePullPolicies: ['always', 'Never'] }
    expect(judgePod(spec, { containers: [container('Always')] })).toBe('allowed')
    for (const field of ['initContainers', 'ephemeralContainers', 'containers'])
      expect(judgePod(spec, { [field]: [container('IfNotPresent')] })).toBe(
        '403 ImagePullPolicy IfNotPresent for container c is forbidden, use one of the followings: always, Never',
      )
  })

  test('has the default priority class, or one allowed by name, pattern or label, or none', () => {
    const priorityClasses = { default: 'usual', allowed: ['low'], allowedRegex: '^batch-', matchLabels: { a: 'b' } }
    const classes = ['usual', 'low', 'batch-1', 'other'].map((name) => objectOf('PriorityClass', name))
    const labelled = objectOf('PriorityClass', { name: 'labelled', labels: { a: 'b' } })
    const judgeClass = (priorityClassName: string): string =>
      judgePod({ priorityClasses }, { priorityClassName }, ...classes, labelled)
    for (const name of ['', 'usual', 'low', 'batch-1', 'labelled']) expect(judgeClass(name)).toBe('allowed')
    expect(judgeClass('other')).toBe(
      '403 Pod Priority Class other is forbidden for the current Tenant: use one from the following list (low) or use one matching the following regex (^batch-) or matching the label selector defined in the Tenant',
    )
    expect(judgeClass('absent')).toBe('500 priorityclasses.scheduling.k8s.io "absent" not found')
  })

  test('has a runtime class that exists, even without a policy', () => {
    expect(judgePod({}, { runtimeClassName: 'r' })).toBe('500 runtimeclasses.node.k8s.io "r" not found')
    expect(judgePod({}, { runtimeClassName: 'r' }, objectOf('RuntimeClass', 'r'))).toBe('allowed')
  })

  test('has any runtime class where the policy has no selector, else an allowed one', () => {
    const runtime = objectOf('RuntimeClass', 'r')
    const judgeRuntime = (runtimeClasses: JsonObject): string =>
      judgePod({ runtimeClasses }, { runtimeClassName: 'r' }, runtime)
    expect(judgeRuntime({ allowed: ['other'] })).toBe('allowed')
    expect(judgeRuntime({ default: 'r', matchLabels: { a: 'b' } })).toBe('allowed')
    expect(judgeRuntime({ matchLabels: { a: 'b' } })).toBe(
      '403 Pod Runtime Class r is forbidden for the current Tenant: matching the label selector defined in the Tenant',
    )
  })

  test('is not judged by a pattern that does not compile, which nothing keeps from being stored: that panics', () => {
    const policy = { allowed: ['a'], allowedRegex: '(', default: 'b' }
    const spec = { priorityClasses: policy, runtimeClasses: policy }
    const classes = ['a', 'b', 'c'].map((name) => objectOf('RuntimeClass', name))
    const panic = '500 panic: regexp: Compile(`(`): error parsing regexp: missing closing ): `(` [recovered]'
    for (const field of ['priorityClassName', 'runtimeClassName']) {
      expect(judgePod(spec, { [field]: 'a' }, ...classes)).toBe('allowed')
      expect(judgePod(spec, { [field]: 'b' }, ...classes)).toBe('allowed')
      expect(judgePod(spec, { [field]: 'c' }, ...classes)).toBe(panic)
    }
  })
})

describe('a Service of a Tenant', () => {
  const judgeService = (serviceOptions: JsonObject, spec: JsonObject, metadata: JsonObject = {}): string =>
    judge('/services/validating', { serviceOptions }, inNamespace('Service', { spec }, metadata), {
      operation: 'UPDATE',
    })

  test('has no forbidden annotations and labels, at updates too', () => {
    const denied = { denied: ['a'] }
    expect(judgeService({ forbiddenAnnotations: denied }, {}, { annotations: { a: '' } })).toBe(
      '403 annotations validation failed: a is forbidden for the current Tenant. Forbidden are one of the following (a)',
    )
    expect(judgeService({ forbiddenLabels: denied }, {}, { labels: { a: '' } })).toMatch(
      /^403 labels validation failed: a is forbidden/,
    )
  })

  test('has external addresses in the networks of the Tenant, if it has any', () => {
    const judgeAddress = (externalIPs: JsonObject, ...addresses: readonly string[]): string =>
      judgeService({ externalIPs }, { externalIPs: addresses })
    expect(judgeAddress({ allowed: ['10.0.0.0/8', '192.168.0.1'] }, '10.1.2.3', '192.168.0.1')).toBe('allowed')
    expect(judgeAddress({ allowed: ['192.168.0.1'] }, '192.168.0.2')).toBe(
      '403 The selected external IPs for the current Service are violating the following enforced CIDRs: 192.168.0.1',
    )
    expect(judgeAddress({ allowed: [] }, '10.1.2.3')).toBe(
      '403 The current Tenant does not allow the use of Service with external IPs',
    )
    expect(judgeService({ externalIPs: { allowed: [] } }, {})).toBe('allowed')
  })
})

describe('metadata that a Tenant requires of its Namespaces', () => {
  const judgeNamespace = (required: JsonObject, metadata: JsonObject, old?: JsonObject): string => {
    const state = stateOf(configuration(), tenant('oil', 'alice', { namespaceOptions: { requiredMetadata: required } }))
    const namespace = ({ labels, annotations = {} }: JsonObject): KubeObject =>
      objectOf('Namespace', {
        name: 'n',
        labels: { 'capsule.clastix.io/tenant': 'oil', ...(labels as Record<string, string> | undefined) },
        annotations: annotations as Record<string, string>,
        ownerReferences: [reference('oil')],
      })
    const request = admissionRequest(old ? 'UPDATE' : 'CREATE', alice, namespace(metadata), old && namespace(old))
    return admitNamespace(request, state).verdict
  }
  const both = { labels: { env: '^prod$' }, annotations: { cost: '^[0-9]+$' } }

  test('is asked of labels, then of annotations', () => {
    expect(judgeNamespace(both, { labels: { env: 'prod' }, annotations: { cost: '1' } })).toBe('allowed')
    expect(judgeNamespace(both, {})).toBe('403 required label "env" not present')
    expect(judgeNamespace(both, { labels: { env: 'prod' } })).toBe('403 required annotation "cost" not present')
    expect(judgeNamespace(both, { labels: { env: 'prod' }, annotations: { cost: 'x' } })).toBe(
      '403 required annotation "cost" value "x" does not match regex "^[0-9]+$"',
    )
  })

  test('is asked of an update only where that changes it, and a label is then called an annotation', () => {
    expect(judgeNamespace(both, { annotations: { other: '1' } }, {})).toBe('allowed')
    expect(judgeNamespace(both, { labels: { env: 'dev' } }, { labels: { env: 'prod' } })).toBe(
      '403 required annotation "env" value "dev" does not match regex "^prod$"',
    )
  })

  test('by a pattern that does not compile is never there', () => {
    expect(judgeNamespace({ labels: { env: '[a' } }, { labels: { env: 'a' } })).toBe(
      '403 invalid required label regex for "env": "[a": error parsing regexp: missing closing ]: `[a`',
    )
  })
})

describe('a ServiceAccount', () => {
  const promoted = inNamespace('ServiceAccount', {}, { labels: { 'projectcapsule.dev/promote': 'true' } })
  const judgePromotion = (allowServiceAccountPromotion: boolean, caller: UserInfo, of = promoted): string => {
    const state = stateOf(
      configuration({ allowServiceAccountPromotion, administrators: [{ kind: 'User', name: 'root' }] }),
      tenant('oil', 'alice'),
      objectOf('Namespace', { name: 'oil-dev', ownerReferences: [reference('oil')] }),
    )
    return verdictOf(ask('/serviceaccounts/validating', admissionRequest('CREATE', caller, of), state))
  }

  test('is promoted by owners and administrators, where the configuration allows it', () => {
    expect(judgePromotion(false, alice)).toBe(
      '403 service account promotion is disabled. Contact cluster administrators',
    )
    expect(judgePromotion(true, alice)).toBe('allowed')
    expect(judgePromotion(true, root)).toBe('allowed')
    expect(judgePromotion(true, clusterAdmin)).toMatch(/^403 kubernetes-admin not allowed to promote/)
  })

  test('is nobody’s concern outside of Tenants', () => {
    const outside = { ...promoted, metadata: { ...promoted.metadata, namespace: 'elsewhere' } }
    expect(judgePromotion(false, clusterAdmin, outside)).toBe('allowed')
  })
})

describe('a custom audience of rules', () => {
  const service = inNamespace('Service', { spec: { type: 'NodePort' } })
  const isMeant = (name: string, caller: UserInfo): boolean => {
    const audience = [{ kind: 'Custom', name }]
    return (
      judged([rule('deny', { services: { types: ['NodePort'] } }, { audience })], service, { caller }) !== 'allowed'
    )
  }

  test('is who the configuration names, who owns the Tenant, or the operator', () => {
    const controller = user('system:serviceaccount:capsule-system:capsule', 'system:serviceaccounts')
    const names = ['CapsuleUser', 'Administrator', 'TenantOwner', 'Controller']
    const meant = (caller: UserInfo): readonly string[] => names.filter((name) => isMeant(name, caller))
    expect(meant(alice)).toEqual(['CapsuleUser', 'TenantOwner'])
    expect(meant(clusterAdmin)).toEqual([])
    expect(meant(controller)).toEqual(['Controller'])
  })
})

describe('a caller', () => {
  const creation = (caller: UserInfo, spec: JsonObject, users?: readonly JsonObject[]): string => {
    const given = configuration(spec)
    const named = users ? { ...given, status: { users } } : given
    const namespace = objectOf('Namespace', { name: 'n', labels: { 'kubernetes.io/metadata.name': 'n' } })
    const request = admissionRequest('CREATE', caller, namespace)
    const admitted = admitNamespace(request, stateOf(named as KubeObject, tenant('oil', 'alice')))
    return (admitted.object?.metadata.ownerReferences ?? []).map(({ name }) => name).join() || admitted.verdict
  }

  test('in an ignored group is no Capsule user', () => {
    expect(creation(alice, {})).toBe('oil')
    expect(creation(alice, { ignoreUserWithGroups: ['system:authenticated'] })).toBe('allowed')
  })

  test('is a Capsule user by name too, a ServiceAccount by its username', () => {
    const bot = user('system:serviceaccount:tools:bot', 'system:serviceaccounts')
    const none = /You do not have any Tenant assigned/
    expect(creation(user('alice'), {}, [{ kind: 'User', name: 'alice' }])).toBe('oil')
    expect(creation(bot, {}, [{ kind: 'ServiceAccount', name: bot.user }])).toMatch(none)
    expect(creation(bot, {}, [])).toBe('allowed')
  })

  test('of kube-system is never a Capsule user', () => {
    const system = user(
      'system:serviceaccount:kube-system:bot',
      'system:serviceaccounts',
      'system:serviceaccounts:kube-system',
    )
    expect(creation(system, {}, [{ kind: 'ServiceAccount', name: system.user }])).toBe('allowed')
  })
})
