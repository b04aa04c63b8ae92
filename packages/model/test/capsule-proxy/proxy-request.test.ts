import { describe, expect, it } from 'vitest'
import { stateFromObjects } from '../../src/apiserver/state-from-objects.ts'
import { sortedByFirst } from '../../src/capsule/proxy/faulty-sort.ts'
import { proxiedAnswer } from '../../src/capsule/proxy/proxied-answer.ts'
import type { ProxiedRequest, ProxyOptions } from '../../src/capsule/proxy/proxied-request.ts'
import { proxyRequest } from '../../src/capsule/proxy/proxy-request.ts'
import { joinRequirements, selectorText } from '../../src/capsule/proxy/selector-text.ts'
import type { JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Request, Response, UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'

const capsule = 'capsule.clastix.io/v1beta2'
const alice: UserInfo = { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
const bob: UserInfo = { user: 'bob', groups: ['projectcapsule.dev', 'system:authenticated'] }
const stranger: UserInfo = { user: 'mallory', groups: ['system:authenticated'] }

function object(apiVersion: string, kind: string, metadata: JsonObject & { name: string }, rest = {}): KubeObject {
  return { apiVersion, kind, metadata, ...rest } as KubeObject
}

function definition(plural: string, kind: string, version: string, scope = 'Cluster'): KubeObject {
  const versions = [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }]
  const names = { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` }
  const metadata = { name: `${plural}.capsule.clastix.io` }
  return object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', metadata, {
    spec: { group: 'capsule.clastix.io', scope, names, versions },
    status: { acceptedNames: names, conditions: ['NamesAccepted', 'Established'].map(isTrue) },
  })
}

function isTrue(type: string): JsonObject {
  return { type, status: 'True' }
}

function tenant(name: string, owner: string, namespaces: readonly string[], spec = {}, entry = {}): KubeObject {
  const owners = [{ kind: 'User', name: owner, ...entry }]
  return object(
    capsule,
    'Tenant',
    { name, labels: { 'kubernetes.io/metadata.name': name } },
    {
      spec: { owners, ...spec },
      status: { namespaces, owners: [{ kind: 'User', name: owner }] },
    },
  )
}

function namespace(name: string, tenantName?: string, labels: JsonObject = {}): KubeObject {
  const ownerReferences = [{ apiVersion: capsule, kind: 'Tenant', name: tenantName ?? '', uid: 'u' }]
  const owned = tenantName === undefined ? {} : { ownerReferences }
  return object('v1', 'Namespace', { name, labels: { 'kubernetes.io/metadata.name': name, ...labels }, ...owned })
}

function classOf(name: string, labels: JsonObject = {}): KubeObject {
  return object('storage.k8s.io/v1', 'StorageClass', {
    name,
    labels: { 'kubernetes.io/metadata.name': name, ...labels },
  })
}

const world: readonly KubeObject[] = [
  definition('tenants', 'Tenant', 'v1beta2'),
  definition('capsuleconfigurations', 'CapsuleConfiguration', 'v1beta2'),
  definition('proxysettings', 'ProxySetting', 'v1beta1', 'Namespaced'),
  definition('globalproxysettings', 'GlobalProxySettings', 'v1beta1'),
  object(
    capsule,
    'CapsuleConfiguration',
    { name: 'default' },
    {
      status: { users: [{ kind: 'Group', name: 'projectcapsule.dev' }] },
    },
  ),
  tenant('oil', 'alice', ['oil-dev', 'oil-prod']),
  tenant('gas', 'bob', ['gas-dev']),
  namespace('oil-dev', 'oil'),
  namespace('oil-prod', 'oil'),
  namespace('gas-dev', 'gas', { shared: 'yes' }),
  namespace('unmanaged'),
]

function stateOf(...more: readonly KubeObject[]): ClusterState {
  return stateFromObjects([...world, ...more], Date.parse('2026-01-01T00:00:00Z')).state
}

function get(resource: string, name: string, group = '', version = 'v1'): Request {
  return { verb: 'get', group, version, resource, name }
}

function list(resource: string, group = '', version = 'v1', query = {}): Request {
  return { verb: 'list', group, version, resource, query }
}

function ask(request: Request, user = alice, state = stateOf(), options: ProxyOptions = {}): ProxiedRequest {
  return proxyRequest(state, user, request, options)
}

function selectorOf(proxied: ProxiedRequest): string | undefined {
  return proxied.sentAs === 'proxy' ? proxied.request.query?.labelSelector : undefined
}

function refusalOf(proxied: ProxiedRequest): unknown {
  return proxied.sentAs === 'nobody' ? [proxied.response.code, proxied.response.body.message] : undefined
}

function setting(name: string, clusterResources: readonly JsonObject[]): KubeObject {
  const subjects = [{ kind: 'User', name }]
  return object(
    'capsule.clastix.io/v1beta1',
    'GlobalProxySettings',
    { name: 'g' },
    {
      spec: { rules: [{ subjects, clusterResources }] },
    },
  )
}

describe('namespaces and tenants', () => {
  it("are listed by the names in the status of the caller's tenants, in the name of the proxy", () => {
    const proxied = ask(list('namespaces'))
    expect(selectorOf(proxied)).toBe('kubernetes.io/metadata.name in (oil-dev,oil-prod)')
    expect(proxied.sentAs === 'proxy' && proxied.as.user).toBe('system:serviceaccount:capsule-system:capsule-proxy')
    expect(selectorOf(ask(list('tenants', 'capsule.clastix.io', 'v1beta2')))).toBe(
      'kubernetes.io/metadata.name in (oil)',
    )
  })

  it("keep the caller's own selector before that of the proxy", () => {
    const proxied = ask(list('namespaces', '', 'v1', { labelSelector: 'a=b', watch: 'true' }))
    expect(selectorOf(proxied)).toBe('a=b,kubernetes.io/metadata.name in (oil-dev,oil-prod)')
  })

  it('are an empty list, not a refusal, for a Capsule user without tenants', () => {
    expect(selectorOf(ask(list('namespaces'), { ...alice, user: 'carol' }))).toBe('dontexistsignoreme')
  })

  it('are hidden with 404 where they are not of a tenant of the caller, even those of no tenant', () => {
    expect(refusalOf(ask(get('namespaces', 'gas-dev')))).toEqual([404, 'namespaces. "gas-dev" not found'])
    expect(refusalOf(ask(get('namespaces', 'unmanaged')))).toEqual([404, 'namespaces. "unmanaged" not found'])
    expect(ask(get('namespaces', 'oil-dev')).sentAs).toBe('proxy')
    expect(ask(get('namespaces', 'absent')).sentAs).toBe('proxy')
  })

  it('are lent as a whole tenant by a ProxySetting in one of its namespaces', () => {
    const lent = object(
      'capsule.clastix.io/v1beta1',
      'ProxySetting',
      { name: 'p', namespace: 'oil-dev' },
      {
        spec: { subjects: [{ kind: 'User', name: 'bob' }] },
      },
    )
    expect(selectorOf(ask(list('namespaces'), bob, stateOf(lent)))).toBe(
      'kubernetes.io/metadata.name in (gas-dev,oil-dev,oil-prod)',
    )
  })

  it('are also those that a rule of GlobalProxySettings selects, with the gate alone', () => {
    const rule = { apiGroups: [''], resources: ['namespaces'], selector: { matchLabels: { shared: 'yes' } } }
    const state = stateOf(setting('alice', [rule]))
    expect(selectorOf(ask(list('namespaces'), alice, state))).not.toContain('gas-dev')
    expect(selectorOf(ask(list('namespaces'), alice, state, { clusterScoped: true }))).toContain('gas-dev')
    expect(ask(get('namespaces', 'gas-dev'), alice, state, { clusterScoped: true }).sentAs).toBe('proxy')
  })
})

describe('requests that are left alone', () => {
  it.each([
    ['of somebody who is no Capsule user', list('namespaces'), stranger],
    ['that write', { ...get('namespaces', 'oil-dev'), verb: 'delete' } as const, alice],
    ['within one namespace', { ...list('pods'), namespace: 'oil-dev' }, alice],
    ['of subresources', { ...get('namespaces', 'oil-dev'), subresource: 'status' }, alice],
  ] as const)('%s', (_, request, user) => {
    const proxied = ask(request, user)
    expect(proxied.sentAs === 'caller' && [proxied.as, proxied.request]).toEqual([user, request])
  })

  it('of callers whom the proxy is told to ignore', () => {
    expect(ask(list('namespaces'), alice, stateOf(), { ignoredUsernames: ['alice'] }).sentAs).toBe('caller')
  })
})

describe('namespaced kinds over all namespaces', () => {
  const role = object(
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    { name: 'r' },
    {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
    },
  )
  const inNamespace = (where: string): KubeObject =>
    object(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      { name: 'b', namespace: where },
      {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'alice' }],
      },
    )

  it('are shown by label for a tenant in whose first namespace the caller may list them', () => {
    const proxied = ask(list('pods'), alice, stateOf(role, inNamespace('oil-dev')))
    expect(selectorOf(proxied)).toBe('capsule.clastix.io/managed-by in (oil)')
  })

  it('are an empty list where the right is in another namespace than the first', () => {
    expect(selectorOf(ask(list('pods'), alice, stateOf(role, inNamespace('oil-prod'))))).toBe('dontexistsignoreme')
  })
})

describe('cluster-scoped kinds without the gate', () => {
  const node = object('v1', 'Node', { name: 'n1', labels: { 'kubernetes.io/hostname': 'n1' } })

  it('nodes are all shown to the owner of a tenant without nodeSelector', () => {
    expect(selectorOf(ask(list('nodes'), alice, stateOf(node)))).toBe('kubernetes.io/hostname in (n1)')
  })

  it('classes need proxySettings in the entry among the owners, and a policy', () => {
    const operations = { proxySettings: [{ kind: 'StorageClasses', operations: ['List'] }] }
    const policy = { storageClasses: { allowed: ['fast'] } }
    const request = list('storageclasses', 'storage.k8s.io')
    const ask2 = (spec: object, entry: object): ProxiedRequest =>
      ask(request, alice, stateOf(tenant('sun', 'alice', [], spec, entry), classOf('fast'), classOf('slow')))
    expect(refusalOf(ask2(policy, {}))).toEqual([400, 'not allowed'])
    expect(selectorOf(ask2({}, operations))).toBe('dontexistsignoreme')
    expect(selectorOf(ask2(policy, operations))).toBe('kubernetes.io/metadata.name in (fast)')
  })

  it('a list of allowed names is sorted faultily, so that some are missed', () => {
    expect(sortedByFirst(['b', 'c', 'a'])).toEqual(['a', 'b', 'c'])
    expect(sortedByFirst(['a', 'c', 'b'])).toEqual(['a', 'c', 'b'])
  })

  it('volumes without the right trip the proxy', () => {
    expect(refusalOf(ask(list('persistentvolumes')))).toEqual([
      500,
      'panic while handling request: internal server error',
    ])
  })

  it('other kinds are left alone', () => {
    expect(ask(list('clusterroles', 'rbac.authorization.k8s.io')).sentAs).toBe('caller')
  })
})

describe('cluster-scoped kinds with the gate ProxyClusterScoped', () => {
  const gate = { clusterScoped: true }
  const rule = (labels: JsonObject): JsonObject => ({
    apiGroups: ['storage.k8s.io'],
    resources: ['storageclasses'],
    selector: { matchLabels: labels },
  })
  const state = stateOf(
    setting('alice', [rule({ a: '1' }), rule({ a: '2' })]),
    classOf('fast', { a: '1' }),
    classOf('x'),
  )

  it('are listed by the joined requirements of all rules, and not at all without one', () => {
    expect(selectorOf(ask(list('storageclasses', 'storage.k8s.io'), alice, state, gate))).toBe('a in (1,2)')
    expect(selectorOf(ask(list('nodes'), alice, state, gate))).toBe('dontexistsignoreme')
  })

  it("are got in the name of the proxy where a rule selects them, else in the caller's", () => {
    const ask2 = (name: string): string => ask(get('storageclasses', name, 'storage.k8s.io'), alice, state, gate).sentAs
    expect([ask2('fast'), ask2('x'), ask2('absent')]).toEqual(['proxy', 'caller', 'nobody'])
  })

  it('requirements on different keys must all hold', () => {
    const joined = joinRequirements([
      { key: 'b', operator: 'exists', values: [] },
      { key: 'a', operator: '=', values: ['1'] },
      { key: 'a', operator: '!=', values: ['2'] },
    ])
    expect('error' in joined ? '' : selectorText(joined)).toBe('a in (1),a notin (2),b')
  })
})

describe('answers', () => {
  it('of a self review say that namespaces may be listed', () => {
    const spec = { resourceAttributes: { verb: 'list', resource: 'namespaces' } }
    const body = { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec }
    const request: Request = {
      verb: 'create',
      group: 'authorization.k8s.io',
      version: 'v1',
      resource: 'selfsubjectaccessreviews',
      body,
    }
    const answer: Response = { code: 201, body: { ...body, status: { allowed: false } } }
    expect(proxiedAnswer(stateOf(), alice, request, answer).body.status).toEqual({
      allowed: true,
      reason: 'granted by capsule-proxy',
    })
  })

  it('of a refused get in a namespace that is not there become 404', () => {
    const answer: Response = { code: 403, body: { kind: 'Status' } }
    const request = (namespace: string): Request => ({ ...get('pods', 'p'), namespace })
    expect(proxiedAnswer(stateOf(), alice, request('absent'), answer).code).toBe(404)
    expect(proxiedAnswer(stateOf(), alice, request('oil-dev'), answer).code).toBe(403)
  })
})
