import { describe, expect, it } from 'vitest'
import { stateFromObjects } from '../../src/apiserver/state-from-objects.ts'
import { proxiedAnswer } from '../../src/capsule/proxy/proxied-answer.ts'
import type { ProxiedRequest, ProxyOptions } from '../../src/capsule/proxy/proxied-request.ts'
import { proxyRequest } from '../../src/capsule/proxy/proxy-request.ts'
import type { Json, JsonObject } from '../../src/object/json.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import type { Request, Response, UserInfo } from '../../src/request/request.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'

const capsule = 'capsule.clastix.io/v1beta2'
const alice: UserInfo = { user: 'alice', groups: ['projectcapsule.dev', 'system:authenticated'] }
const gate: ProxyOptions = { clusterScoped: true }

function object(apiVersion: string, kind: string, metadata: JsonObject & { name: string }, rest = {}): KubeObject {
  const labels = { 'kubernetes.io/metadata.name': metadata.name, ...(metadata.labels as JsonObject | undefined) }
  return { apiVersion, kind, metadata: { ...metadata, labels }, ...rest } as KubeObject
}

function definition(plural: string, kind: string, version: string, scope: string): KubeObject {
  const versions = [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }]
  const names = { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` }
  const conditions = ['NamesAccepted', 'Established'].map((type) => ({ type, status: 'True' }))
  return object(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    { name: `${plural}.capsule.clastix.io` },
    { spec: { group: 'capsule.clastix.io', scope, names, versions }, status: { acceptedNames: names, conditions } },
  )
}

/** A Tenant of alice's, with what the proxy shows her. */
function tenant(name: string, spec: JsonObject = {}, entry: JsonObject = {}, owner = 'alice'): KubeObject {
  const owners = [{ kind: 'User', name: owner }]
  const given = [{ kind: 'User', name: owner, ...entry }]
  return object(capsule, 'Tenant', { name }, { spec: { owners: given, ...spec }, status: { owners } })
}

function lists(...kinds: readonly string[]): JsonObject {
  return { proxySettings: kinds.map((kind) => ({ kind, operations: ['List'] })) }
}

const world: readonly KubeObject[] = [
  definition('tenants', 'Tenant', 'v1beta2', 'Cluster'),
  definition('capsuleconfigurations', 'CapsuleConfiguration', 'v1beta2', 'Cluster'),
  definition('globalproxysettings', 'GlobalProxySettings', 'v1beta1', 'Cluster'),
  object(
    capsule,
    'CapsuleConfiguration',
    { name: 'default' },
    {
      status: { users: [{ kind: 'Group', name: 'projectcapsule.dev' }] },
    },
  ),
]

function stateOf(...more: readonly KubeObject[]): ClusterState {
  return stateFromObjects([...world, ...more], Date.parse('2026-01-01T00:00:00Z')).state
}

/** GlobalProxySettings that lend alice what the rules select. */
function rules(...clusterResources: readonly JsonObject[]): KubeObject {
  const subjects = [{ kind: 'User', name: 'alice' }]
  const spec = { rules: [{ subjects, clusterResources }] }
  return object('capsule.clastix.io/v1beta1', 'GlobalProxySettings', { name: 'g' }, { spec })
}

function list(resource: string, group = '', version = 'v1'): Request {
  return { verb: 'list', group, version, resource }
}

function get(name: string, resource: string, group = '', version = 'v1'): Request {
  return { verb: 'get', group, version, resource, name }
}

/** What becomes of a request: the selector it is sent with, `caller`, or code and message of the proxy's own answer. */
function outcome(request: Request, state: ClusterState, options: ProxyOptions = {}): string {
  const proxied: ProxiedRequest = proxyRequest(state, alice, request, options)
  if (proxied.sentAs === 'caller') return 'caller'
  if (proxied.sentAs === 'proxy') return proxied.selector
  return `${proxied.response.code} ${proxied.response.body.message}`
}

describe('classes through the proxy', () => {
  const storage = (name: string, labels: JsonObject = {}): KubeObject =>
    object('storage.k8s.io/v1', 'StorageClass', { name, labels })
  const classes = [storage('fast'), storage('slow', { tier: 'gold' }), storage('eu-1')]
  const byName = stateOf(
    tenant('oil', { storageClasses: { default: 'fast', allowedRegex: '^eu-' } }, lists('StorageClasses')),
    ...classes,
  )
  const bySelector = stateOf(
    tenant('oil', { storageClasses: { allowed: ['fast'], matchLabels: { tier: 'gold' } } }, lists('StorageClasses')),
    ...classes,
  )
  const getClass = (name: string, state: ClusterState): string =>
    outcome(get(name, 'storageclasses', 'storage.k8s.io'), state)

  it('are those that the default, the list and the pattern name', () => {
    expect(outcome(list('storageclasses', 'storage.k8s.io'), byName)).toBe('kubernetes.io/metadata.name in (eu-1,fast)')
    expect(getClass('eu-1', byName)).toBe('kubernetes.io/metadata.name in (eu-1)')
    expect(getClass('slow', byName)).toBe('404 storageclasses.storage.k8s.io "slow" not found')
    expect(getClass('absent', byName)).toMatch(/^404 /)
  })

  it('are those with the labels alone where a policy has a selector', () => {
    expect(outcome(list('storageclasses', 'storage.k8s.io'), bySelector)).toBe('tier in (gold)')
    expect(getClass('slow', bySelector)).toBe('tier=gold')
    expect(getClass('fast', bySelector)).toMatch(/^404 /)
  })

  it('of Ingresses and priorities go by their own policies and settings', () => {
    const state = stateOf(
      tenant(
        'oil',
        { ingressOptions: { allowedClasses: { allowed: ['public'] } }, priorityClasses: { allowed: ['high'] } },
        lists('IngressClasses'),
      ),
      object('networking.k8s.io/v1', 'IngressClass', { name: 'public' }),
      object('scheduling.k8s.io/v1', 'PriorityClass', { name: 'high' }),
    )
    expect(outcome(list('ingressclasses', 'networking.k8s.io'), state)).toBe('kubernetes.io/metadata.name in (public)')
    expect(outcome(list('priorityclasses', 'scheduling.k8s.io'), state)).toBe('400 not allowed')
  })

  it('of runtimes are shown by label alone', () => {
    const runtime = object('node.k8s.io/v1', 'RuntimeClass', { name: 'gvisor', labels: { safe: 'yes' } })
    const of = (runtimeClasses: JsonObject): string =>
      outcome(
        list('runtimeclasses', 'node.k8s.io'),
        stateOf(tenant('oil', { runtimeClasses }, lists('RuntimeClasses')), runtime),
      )
    expect(of({ allowed: ['gvisor'] })).toBe('dontexistsignoreme')
    expect(of({ matchLabels: { safe: 'yes' } })).toBe('safe in (yes)')
  })
})

describe('nodes and volumes through the proxy', () => {
  const node = (name: string, labels: JsonObject): KubeObject =>
    object('v1', 'Node', { name, labels: { 'kubernetes.io/hostname': name, ...labels } })
  const nodes = [node('n1', { pool: 'oil' }), node('n2', { pool: 'gas' })]

  it("nodes are those that have all labels of a tenant's nodeSelector", () => {
    const state = stateOf(tenant('oil', { nodeSelector: { pool: 'oil' } }), ...nodes)
    expect(outcome(list('nodes'), state)).toBe('kubernetes.io/hostname in (n1)')
    expect(outcome(get('n1', 'nodes'), state)).toBe('kubernetes.io/hostname in (n1)')
    expect(outcome(get('n2', 'nodes'), state)).toBe('404 nodes. "n2" not found')
    const none = stateOf(tenant('oil', { nodeSelector: { pool: 'sun' } }), ...nodes)
    expect(outcome(list('nodes'), none)).toBe('dontexistsignoreme')
  })

  it('volumes are those with the label of a tenant in which the caller may list them', () => {
    const volume = (name: string, of: string): KubeObject =>
      object('v1', 'PersistentVolume', { name, labels: { 'capsule.clastix.io/tenant': of } })
    const state = stateOf(
      tenant('oil', {}, lists('PersistentVolumes')),
      tenant('sun'),
      volume('v1', 'oil'),
      volume('v2', 'sun'),
    )
    expect(outcome(list('persistentvolumes'), state)).toBe('capsule.clastix.io/tenant in (oil)')
    expect(outcome(get('v1', 'persistentvolumes'), state)).toBe('capsule.clastix.io/tenant in (oil)')
    expect(outcome(get('v2', 'persistentvolumes'), state)).toBe('404 persistentvolumes. "v2" not found')
  })
})

describe('tenants through the proxy', () => {
  const request = (name: string): Request => get(name, 'tenants', 'capsule.clastix.io', 'v1beta2')
  const gas = tenant('gas', {}, {}, 'bob')

  it("are got where they are the caller's, and else not found, there or not", () => {
    const state = stateOf(tenant('oil'), gas)
    expect(outcome(request('oil'), state)).toBe('')
    expect(outcome(request('gas'), state)).toBe('404 tenants.capsule.clastix.io "gas" not found')
    expect(outcome(request('absent'), state)).toMatch(/^404 /)
  })

  it('are an empty list for who has none', () => {
    expect(outcome(list('tenants', 'capsule.clastix.io', 'v1beta2'), stateOf(gas))).toBe('dontexistsignoreme')
  })

  it('are also those that a rule selects', () => {
    const selector = { matchLabels: { 'kubernetes.io/metadata.name': 'gas' } }
    const state = stateOf(tenant('oil'), gas, rules({ apiGroups: ['capsule.*'], resources: ['tenants'], selector }))
    expect(outcome(list('tenants', 'capsule.clastix.io', 'v1beta2'), state, gate)).toBe(
      'kubernetes.io/metadata.name in (gas,global,oil)',
    )
    expect(outcome(request('gas'), state, gate)).toBe('')
  })
})

describe('rules of ClusterResources', () => {
  const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'r', labels: { a: 'b' } })
  const selector = { matchLabels: { a: 'b' } }
  const covers = (apiGroups: readonly string[], more: JsonObject = {}): boolean => {
    const state = stateOf(role, rules({ apiGroups, resources: ['*'], selector, ...more }))
    return outcome(list('clusterroles', 'rbac.authorization.k8s.io'), state, gate) === 'a in (b)'
  }

  it('name groups, or groups with versions, in which stars stand for any text', () => {
    const fitting = [
      '*',
      'rbac.authorization.k8s.io',
      'rbac.*',
      '*.k8s.io',
      '*authorization*',
      'rbac.authorization.k8s.io/v1',
      '*/v1',
    ]
    expect(fitting.filter((pattern) => !covers([pattern]))).toEqual([])
    expect(
      ['', 'apps', 'rbac', 'k8s.*', '*.com', '*storage*', 'rbac.authorization.k8s.io/v2'].filter((pattern) =>
        covers([pattern]),
      ),
    ).toEqual([])
  })

  it('name resources and have selectors, without which they show nothing', () => {
    expect(covers(['*'], { resources: ['nodes'] })).toBe(false)
    expect(covers(['*'], { selector: {} })).toBe(false)
  })

  it('that let get do not let list, those that let list let get too', () => {
    const withOperations = (...operations: readonly string[]): ClusterState =>
      stateOf(role, rules({ apiGroups: ['*'], resources: ['*'], operations, selector }))
    const getRole = get('r', 'clusterroles', 'rbac.authorization.k8s.io')
    const listRoles = list('clusterroles', 'rbac.authorization.k8s.io')
    expect(outcome(listRoles, withOperations('Get'), gate)).toBe('dontexistsignoreme')
    expect(outcome(getRole, withOperations('Get'), gate)).toBe('a=b')
    expect(outcome(getRole, withOperations('List'), gate)).toBe('a=b')
  })

  it('that do not cover the kind leave the get to the caller', () => {
    const state = stateOf(role, rules({ apiGroups: ['apps'], resources: ['*'], selector }))
    expect(outcome(get('r', 'clusterroles', 'rbac.authorization.k8s.io'), state, gate)).toBe('caller')
  })
})

describe('the proxy', () => {
  it('asks in the name of its ServiceAccount where the cluster has it', () => {
    const account = object('v1', 'ServiceAccount', { name: 'capsule-proxy', namespace: 'proxy' })
    const proxied = proxyRequest(stateOf(account, tenant('oil')), alice, list('namespaces'))
    expect(proxied.sentAs === 'proxy' && [proxied.as.user, proxied.notModelled]).toEqual([
      'system:serviceaccount:proxy:capsule-proxy',
      [],
    ])
    const told = proxyRequest(stateOf(account), alice, list('namespaces'), { serviceAccount: alice })
    expect(told.sentAs === 'proxy' && told.as).toBe(alice)
  })
})

describe('reviews of what oneself may do', () => {
  const state = stateOf(
    tenant('oil'),
    rules({ apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], selector: { matchLabels: { a: 'b' } } }),
  )
  const review = (
    resource: string,
    body: JsonObject,
    status: JsonObject,
    options: ProxyOptions = {},
    from = state,
  ): Json => {
    const request: Request = { verb: 'create', group: 'authorization.k8s.io', version: 'v1', resource }
    const answer: Response = { code: 201, body: { ...body, status } }
    return proxiedAnswer(from, alice, request, answer, options).body.status ?? null
  }
  const mayI = (attributes: JsonObject, options: ProxyOptions = {}, from = state): boolean => {
    const spec = { resourceAttributes: attributes }
    const status = review('selfsubjectaccessreviews', { spec }, { allowed: false, denied: true }, options, from)
    return JSON.stringify(status) === JSON.stringify({ allowed: true, reason: 'granted by capsule-proxy' })
  }

  it('grant to list and watch namespaced kinds over all namespaces to who has a tenant', () => {
    expect(mayI({ verb: 'watch', resource: 'pods' })).toBe(true)
    expect(mayI({ verb: 'list', resource: 'deployments', group: 'apps' })).toBe(true)
    expect(mayI({ verb: 'list', resource: 'pods', namespace: 'x' })).toBe(false)
    expect(mayI({ verb: 'delete', resource: 'pods' })).toBe(false)
    expect(mayI({ verb: 'list', resource: 'pods' }, {}, stateOf())).toBe(false)
  })

  it('grant what rules of ClusterResources cover, with the gate alone', () => {
    const attributes = { verb: 'list', resource: 'storageclasses', group: 'storage.k8s.io', version: 'v1' }
    expect([mayI(attributes), mayI(attributes, gate), mayI({ ...attributes, verb: 'get' }, gate)]).toEqual([
      false,
      true,
      true,
    ])
    expect(mayI({ ...attributes, verb: 'delete' }, gate)).toBe(false)
  })

  it('of all rules get to list namespaces, and what rules of ClusterResources give', () => {
    const own = { verbs: ['get'], apiGroups: [''], resources: ['pods'] }
    const namespaces = { verbs: ['list'], apiGroups: [''], resources: ['namespaces'] }
    const classes = { verbs: ['list', 'get'], apiGroups: ['storage.k8s.io'], resources: ['storageclasses'] }
    const status = { resourceRules: [own] }
    expect(review('selfsubjectrulesreviews', {}, status)).toEqual({ resourceRules: [own, namespaces] })
    expect(review('selfsubjectrulesreviews', {}, status, gate)).toEqual({ resourceRules: [own, namespaces, classes] })
  })

  it('of other subjects stay as they are', () => {
    expect(review('subjectaccessreviews', {}, { allowed: false })).toEqual({ allowed: false })
  })
})
