import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { admissionRequest, ask, clusterAdmin, configuration, stateOf, tenant, verdictOf } from './webhook-world.ts'

/** What the webhook of Tenants says of rules. */
function judge(rules: readonly JsonObject[]): string {
  const request = admissionRequest('CREATE', clusterAdmin, tenant('oil', 'alice', { rules }))
  return verdictOf(ask('/tenants/validating', request, stateOf(configuration())))
}

/** The same of one rule that enforces this, without the path that all of them have. */
function judgeEnforce(enforce: JsonObject): string {
  return judge([{ enforce }]).replace('rules[0].enforce.', '')
}

describe('the audience of a rule', () => {
  const judgeAudience = (...audience: readonly JsonObject[]): string =>
    judge([{ audience, enforce: {} }]).replace('rules[0].', '')

  test('is users, groups and ServiceAccounts by any name', () => {
    const kinds = ['User', 'Group', 'ServiceAccount']
    expect(judgeAudience(...kinds.map((kind) => ({ kind, name: 'x' })))).toBe('allowed')
    expect(judgeAudience({ kind: 'User', name: ' ' })).toBe('403 audience[0].name is invalid: name is empty')
    expect(judgeAudience({ kind: 'User', name: 'x' }, { kind: 'Robot', name: 'x' })).toBe(
      '403 audience[1].kind "Robot" is invalid: unsupported audience kind',
    )
  })

  test('is of Custom kind one of four', () => {
    const custom = ['CapsuleUser', 'Administrator', 'TenantOwner', 'Controller']
    expect(judgeAudience(...custom.map((name) => ({ kind: 'Custom', name })))).toBe('allowed')
    expect(judgeAudience({ kind: 'Custom', name: 'Owner' })).toBe(
      '403 audience[0].name "Owner" is invalid: unsupported custom audience',
    )
  })
})

test('rules without a body are not judged, and not counted in what is told', () => {
  const wrong = [{ kind: 'Robot', name: 'x' }]
  expect(judge([{ audience: wrong }])).toBe('allowed')
  expect(judge([{}, { audience: wrong, enforce: {} }])).toBe(
    '403 rules[0].audience[0].kind "Robot" is invalid: unsupported audience kind',
  )
})

describe('a quota of a rule', () => {
  const judgeQuota = (quota: JsonObject): string => judge([{ quota: [quota] }])

  test('limits something, and nothing to less than zero', () => {
    expect(judgeQuota({ name: 'small', hard: { pods: '0' } })).toBe('allowed')
    expect(judgeQuota({ name: 'small', hard: {} })).toBe(
      '403 rules[0].quota[0].hard is invalid: at least one resource is required',
    )
    expect(judgeQuota({ name: 'small', hard: { pods: '1', cpu: '-1' } })).toBe(
      '403 rules[0].quota[0].hard["cpu"] is invalid: quantity must not be negative',
    )
  })

  test('has a name that is a label', () => {
    expect(judgeQuota({ name: 'a.b', hard: { pods: '1' } })).toBe(
      '403 rules[0].quota[0].name "a.b" is invalid: must not contain dots',
    )
  })
})

describe('Services of a rule', () => {
  const judgeServices = (services: JsonObject): string => judgeEnforce({ services }).replace('services.', '')
  const network = (...cidrs: readonly string[]): string => judgeServices({ loadBalancers: { cidrs } })
  const ports = (from: number, to: number): string => judgeServices({ nodePorts: { ports: [{ from, to }] } })

  test('have known types', () => {
    expect(judgeServices({ types: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] })).toBe('allowed')
    expect(judgeServices({ types: ['ClusterIP', 'Headless'] })).toBe(
      '403 types[1] "Headless" is invalid: unsupported service type',
    )
  })

  test('have networks and addresses of either version', () => {
    expect(network('10.0.0.0/8', ' 10.1.2.3 ', '2001:db8::/32', '::1', '::ffff:10.0.0.1')).toBe('allowed')
    expect(network('10.0.0.0/8', '10.0.0.0/33')).toBe(
      '403 loadBalancers.cidrs[1] "10.0.0.0/33" is invalid: invalid CIDR address: 10.0.0.0/33',
    )
    expect(network('10.0.0')).toBe('403 loadBalancers.cidrs[0] "10.0.0" is invalid: must be a valid IP or CIDR')
    expect(network(' ')).toBe('403 loadBalancers.cidrs[0] " " is invalid: CIDR is empty')
  })

  test('have ranges of ports from 1 to 65535', () => {
    expect(ports(1, 65535)).toBe('allowed')
    expect(ports(30000, 30000)).toBe('allowed')
    expect(ports(0, 1)).toBe('403 nodePorts.ports[0] is invalid: from 0 must be between 1 and 65535')
    expect(ports(1, 65536)).toBe('403 nodePorts.ports[0] is invalid: to 65536 must be between 1 and 65535')
    expect(ports(2, 1)).toBe('403 nodePorts.ports[0] is invalid: from 2 must be lower than or equal to 1')
  })

  test('have hostnames by patterns that compile', () => {
    expect(judgeServices({ externalNames: { hostnames: [{ exp: 'a.*' }, { exp: ' ' }, { exact: ['a'] }] } })).toBe(
      'allowed',
    )
    expect(judgeServices({ externalNames: { hostnames: [{ exp: '[a' }] } })).toBe(
      '403 externalNames.hostnames[0].exp "[a" is invalid: error parsing regexp: missing closing ]: `[a`',
    )
  })
})

describe('routes of a rule', () => {
  const judgeIngress = (ingress: JsonObject): string => judgeEnforce({ ingress }).replace('ingress.', '')
  const hostnames = [{ exact: ['a.io'] }]

  test('have types and hostnames, or neither', () => {
    expect(judgeIngress({})).toBe('allowed')
    expect(judgeIngress({ types: ['Ingress', 'Gateway', 'ListenerSet', 'Route'], hostnames })).toBe('allowed')
    expect(judgeIngress({ hostnames })).toBe(
      '403 types is invalid: types must be configured when hostnames are configured',
    )
    expect(judgeIngress({ types: ['Ingress'] })).toBe(
      '403 hostnames is invalid: hostnames must be configured when types are configured',
    )
  })

  test('are of known types', () => {
    expect(judgeIngress({ types: ['Ingress', 'TCPRoute'], hostnames })).toBe(
      '403 types[1] "TCPRoute" is invalid: unsupported ingress resource type',
    )
  })
})

describe('workloads of a rule', () => {
  const judgeWorkloads = (workloads: JsonObject): string => judgeEnforce({ workloads }).replace('workloads.', '')

  test('have known targets and patterns that compile', () => {
    expect(judgeWorkloads({ targets: ['pod/images', 'pod/volumes'], registries: [{ exp: '.*' }] })).toBe('allowed')
    expect(judgeWorkloads({ targets: ['pod', 'node'] })).toBe(
      '403 targets[1] "node" is invalid: unsupported workload target',
    )
    expect(judgeWorkloads({ schedulers: [{ exact: ['a'] }, { exp: '(' }] })).toMatch(/^403 schedulers\[1\]\.exp "\("/)
  })
})

describe('resources of workloads in a rule', () => {
  const judgeResources = (resources: JsonObject, targets: readonly string[] = ['pod/containers']): string =>
    judgeEnforce({ workloads: { targets, resources } }).replace('workloads.resources', '')
  const request = (policy: JsonObject, name = 'cpu'): string => judgeResources({ requests: { [name]: policy } })
  const limit = (policy: JsonObject, name = 'cpu'): string => judgeResources({ limits: { [name]: policy } })

  test('have a policy for a request or a limit', () => {
    expect(judgeResources({})).toBe('403  is invalid: at least one request or limit policy is required')
    expect(request({ policy: 'Preserve' })).toBe('allowed')
    expect(request({ policy: 'Ratio', value: '2' })).toBe(
      '403 .requests["cpu"].policy "Ratio" is invalid: unsupported request policy',
    )
    expect(limit({ policy: 'Keep' })).toBe('403 .limits["cpu"].policy "Keep" is invalid: unsupported limit policy')
  })

  test('are not for targets that have none', () => {
    const remove = { requests: { cpu: { policy: 'Remove' } } }
    for (const target of ['pod/ephemeralcontainers', 'pod/volumes', 'pod/images'])
      expect(judgeResources(remove, ['pod/containers', target])).toBe(
        `403  is invalid: workload target "${target}" does not support resource policies`,
      )
  })

  test('of a Pod as a whole are processor, memory and huge pages', () => {
    const ofPod = (name: string): string => judgeResources({ requests: { [name]: { policy: 'Remove' } } }, ['pod'])
    expect(['cpu', 'memory', 'hugepages-2Mi'].map(ofPod)).toEqual(['allowed', 'allowed', 'allowed'])
    expect(ofPod('ephemeral-storage')).toBe(
      '403 .requests["ephemeral-storage"] is invalid: resource "ephemeral-storage" is not supported by pod-level resources',
    )
    expect(request({ policy: 'Remove' }, 'ephemeral-storage')).toBe('allowed')
  })

  test('have qualified names', () => {
    expect(request({ policy: 'Remove' }, 'a b')).toMatch(
      /^403 \.requests\["a b"\] is invalid: resource name is invalid: /,
    )
  })

  test('have a value where the policy sets one, and only there', () => {
    expect(request({ policy: 'Default', value: '100m' })).toBe('allowed')
    expect(request({ policy: 'Default' })).toBe('403 .requests["cpu"].value is invalid: Default requires a value')
    expect(limit({ policy: 'Default', value: '-1' })).toBe(
      '403 .limits["cpu"].value is invalid: quantity must not be negative',
    )
    expect(request({ policy: 'Remove', value: '1' })).toBe(
      '403 .requests["cpu"].value is invalid: value is only supported by the Default policy',
    )
    expect(limit({ policy: 'MatchRequest', value: '1' })).toBe(
      '403 .limits["cpu"].value is invalid: value is only supported by the Default and Ratio policies',
    )
  })

  test('have ratios of one or more, of processor, memory and storage', () => {
    expect(limit({ policy: 'Ratio', value: '1500m' })).toBe('allowed')
    expect(limit({ policy: 'Ratio' })).toBe('403 .limits["cpu"].value is invalid: Ratio requires a value')
    expect(limit({ policy: 'Ratio', value: '500m' })).toBe(
      '403 .limits["cpu"].value is invalid: Ratio must be greater than or equal to 1',
    )
    expect(limit({ policy: 'Ratio', value: '2' }, 'hugepages-2Mi')).toBe(
      '403 .limits["hugepages-2Mi"].policy is invalid: Ratio is only supported for cpu, memory, and ephemeral-storage',
    )
  })

  test('have no limits by a request that is removed', () => {
    const requests = { cpu: { policy: 'Remove' } }
    const limits = (policy: JsonObject): string => judgeResources({ requests, limits: { cpu: policy } })
    expect(limits({ policy: 'Default', value: '1' })).toBe('allowed')
    for (const policy of [{ policy: 'MatchRequest' }, { policy: 'Ratio', value: '2' }])
      expect(limits(policy)).toBe(
        `403 .limits["cpu"] is invalid: ${policy.policy} requires a request which is removed by the request policy`,
      )
  })
})

describe('metadata of a rule', () => {
  const judgeMetadata = (rule: JsonObject): string => judgeEnforce({ metadata: [rule] }).replace('metadata[0]', '')

  test('names kinds', () => {
    expect(judgeMetadata({ kinds: [] })).toBe('403 .kinds is invalid: at least one kind must be configured')
    expect(judgeMetadata({ kinds: ['Pod', ' '] })).toBe('403 .kinds[1] is invalid: kind is empty')
  })

  test('that is managed has concrete groups, kinds and keys, that which has a default a concrete key', () => {
    const managed = { team: { managed: 'a' } }
    const wildcard = '403  is invalid: managed metadata requires concrete apiGroups and kinds'
    expect(judgeMetadata({ kinds: ['Pod'], labels: managed })).toBe('allowed')
    expect(judgeMetadata({ kinds: ['*'], labels: managed })).toBe(wildcard)
    expect(judgeMetadata({ kinds: ['Pod'], apiGroups: ['*'], annotations: managed })).toBe(wildcard)
    expect(judgeMetadata({ kinds: ['*'], labels: { team: { default: 'a' } } })).toBe('allowed')
    for (const policy of [{ managed: 'a' }, { default: 'a' }])
      expect(judgeMetadata({ kinds: ['Pod'], labels: { 'team-*': policy } })).toBe(
        '403 .labels["team-*"] is invalid: default and managed require a concrete metadata key',
      )
  })

  test('has keys that are names or patterns that compile', () => {
    expect(judgeMetadata({ kinds: ['Pod'], annotations: { 'example.com/*': {} } })).toBe('allowed')
    expect(judgeMetadata({ kinds: ['Pod'], labels: { ' ': {} } })).toBe('403 .labels[" "] is invalid: key is empty')
    expect(judgeMetadata({ kinds: ['Pod'], labels: { '-a': {} } })).toMatch(
      /^403 \.labels\["-a"\] is invalid: name part/,
    )
    expect(judgeMetadata({ kinds: ['Pod'], labels: { '(a': {} } })).toMatch(
      /^403 \.labels\["\(a"\] is invalid: invalid key expression "\(a": error parsing regexp/,
    )
  })

  test('has values by patterns that compile', () => {
    expect(judgeMetadata({ kinds: ['Pod'], annotations: { a: { values: [{ exact: ['x'] }, { exp: '[' }] } } })).toMatch(
      /^403 \.annotations\["a"\]\.values\[1\]\.exp "\[" is invalid: /,
    )
  })
})
