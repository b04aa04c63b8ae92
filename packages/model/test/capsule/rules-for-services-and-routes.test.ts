import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/object/json.ts'
import { inNamespace, judged, rule } from './rules-world.ts'

const service = (spec: JsonObject) => inNamespace('Service', { spec })
const services = (services: JsonObject) => ({ services })

describe('Services', () => {
  test('have an allowed type, ClusterIP where they name none', () => {
    const allow = [rule('allow', services({ types: ['ClusterIP'] }))]
    expect(judged(allow, service({}))).toBe('allowed')
    expect(judged(allow, service({ type: 'NodePort' }))).toBe(
      '403 service type "NodePort" at spec.type is not allowed by namespace rule: value did not match any allowed rule. Allowed service types: ClusterIP',
    )
    expect(judged([rule('deny', services({ types: ['NodePort'] }))], service({ type: 'NodePort' }))).toBe(
      '403 service type "NodePort" at spec.type is denied by namespace rule: service type "NodePort" matched "NodePort"',
    )
  })

  test('of type LoadBalancer lie in allowed networks', () => {
    const allow = [rule('allow', services({ loadBalancers: { cidrs: ['10.0.0.0/8', '192.168.1.1'] } }))]
    const balancer = (spec: JsonObject) => judged(allow, service({ type: 'LoadBalancer', ...spec }))
    expect(balancer({ loadBalancerIP: '10.1.2.3', loadBalancerSourceRanges: ['10.0.0.0/9', '192.168.1.1/32'] })).toBe(
      'allowed',
    )
    expect(balancer({ loadBalancerSourceRanges: ['10.0.0.0/9', '10.0.0.0/7'] })).toBe(
      '403 loadBalancer CIDR "10.0.0.0/7" at spec.loadBalancerSourceRanges[1] is not allowed by namespace rule: value did not match any allowed rule. Allowed CIDRs: 10.0.0.0/8, 192.168.1.1',
    )
    expect(balancer({})).toBe(
      '403 loadBalancer service requires spec.loadBalancerIP or spec.loadBalancerSourceRanges because loadBalancer CIDR constraints are enforced by namespace rule',
    )
    expect(judged(allow, service({ type: 'ClusterIP' }))).toBe('allowed')
  })

  test('of type LoadBalancer need a network of their own even where rules only audit', () => {
    const audit = [rule('audit', services({ loadBalancers: { cidrs: ['10.0.0.0/8'] } }))]
    expect(judged(audit, service({ type: 'LoadBalancer' }))).toContain('requires spec.loadBalancerIP')
  })

  test('of type ExternalName have allowed names; nothing tells that a match is negated', () => {
    const deny = [rule('deny', services({ externalNames: { hostnames: [{ exp: '\\.corp$', negate: true }] } }))]
    const external = (externalName: string) => judged(deny, service({ type: 'ExternalName', externalName }))
    expect(external('a.corp')).toBe('allowed')
    expect(external('a.com')).toBe(
      '403 externalName hostname "a.com" at spec.externalName is denied by namespace rule: "a.com" matched hostname rule exp: \\.corp$',
    )
  })

  test('have node ports in allowed ranges', () => {
    const allow = [
      rule(
        'allow',
        services({
          nodePorts: {
            ports: [
              { from: 30000, to: 30010 },
              { from: 31000, to: 31000 },
            ],
          },
        }),
      ),
    ]
    const ported = (...nodePorts: readonly number[]) =>
      judged(allow, service({ type: 'NodePort', ports: nodePorts.map((nodePort) => ({ nodePort })) }))
    expect(ported(30000, 31000)).toBe('allowed')
    expect(ported(30000, 0)).toBe('allowed')
    expect(ported(30011)).toBe(
      '403 nodePort "30011" at spec.ports[0].nodePort is not allowed by namespace rule: value did not match any allowed rule. Allowed ranges: 30000-30010, 31000',
    )
    expect(ported(0)).toBe(
      '403 service requires explicit spec.ports[*].nodePort because nodePort ranges are enforced by namespace rule',
    )
    const balancer = { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{ nodePort: 1 }] }
    expect(judged(allow, service(balancer))).toBe('allowed')
  })
})

describe('hostnames', () => {
  const hosts = (action: 'allow' | 'deny' | 'audit', type: string) =>
    rule(action, { ingress: { types: [type], hostnames: [{ exp: '\\.oil\\.com$' }] } })
  const ingress = (spec: JsonObject) => inNamespace('Ingress', { spec })

  test('of an Ingress are those of its rules and of TLS', () => {
    const allow = [hosts('allow', 'Ingress')]
    expect(judged(allow, ingress({ rules: [{ host: 'a.oil.com' }], tls: [{ hosts: ['b.oil.com'] }] }))).toBe('allowed')
    expect(judged(allow, ingress({ rules: [{ host: 'a.oil.com' }], tls: [{ hosts: ['b.com'] }] }))).toBe(
      '403 ingress hostname "b.com" at spec.tls[0].hosts[0] is not allowed by namespace rule: value did not match any allowed rule. Allowed hostnames: exp: \\.oil\\.com$',
    )
  })

  test('may not be missing, unless rules only audit', () => {
    expect(judged([hosts('deny', 'Ingress')], ingress({}))).toBe(
      '403 hostname is required at spec.rules[].host because hostname rules target Ingress',
    )
    expect(judged([hosts('deny', 'Ingress')], ingress({ rules: [{ host: 'a' }], tls: [{}] }))).toBe(
      '403 hostname is required at spec.tls[0].hosts because hostname rules target Ingress',
    )
    expect(judged([hosts('audit', 'Ingress')], ingress({}))).toBe('allowed')
    expect(judged([hosts('deny', 'Gateway')], ingress({}))).toBe('allowed')
  })

  test('of Gateways and routes are those of listeners and of the spec', () => {
    const gateway = inNamespace('Gateway', { spec: { listeners: [{ hostname: 'a.oil.com' }, {}] } })
    expect(judged([hosts('allow', 'Gateway')], gateway)).toBe(
      '403 hostname is required at spec.listeners[1].hostname because hostname rules target Gateway',
    )
    const route = inNamespace('HTTPRoute', { spec: { hostnames: ['a.oil.com'] } })
    expect(judged([hosts('deny', 'HTTPRoute')], route)).toBe(
      '403 ingress hostname "a.oil.com" at spec.hostnames[0] is denied by namespace rule: matched denied rule exp: \\.oil\\.com$',
    )
  })
})
