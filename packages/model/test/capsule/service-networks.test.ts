import { describe, expect, test } from 'vitest'
import { containsAddress, parseAddress, parseCidr } from '../../src/object/ip-network.ts'
import type { JsonObject } from '../../src/object/json.ts'
import { inNamespace, judged, rule } from './rules-world.ts'

describe('an address', () => {
  test('is written as four numbers without leading zeros, or in groups of hexadecimal digits', () => {
    const isAddress = (text: string): boolean => parseAddress(text) !== undefined
    expect(
      ['10.0.0.1', '255.255.255.255', '::', '::1', '1:2:3:4:5:6:7:8', '1::8', '::ffff:1.2.3.4'].map(isAddress),
    ).toEqual(Array(7).fill(true))
    const wrong = [
      '',
      '10.0.0',
      '10.0.0.256',
      '010.0.0.1',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1::3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7:8::',
    ]
    expect([...wrong, 'g::', '12345::', '1.2.3.4::'].map(isAddress)).toEqual(Array(11).fill(false))
  })

  test('of version 4 may be written as one of version 6', () => {
    expect(parseAddress('::ffff:10.1.2.3')).toEqual(parseAddress('10.1.2.3'))
  })
})

describe('a network', () => {
  const lies = (address: string, cidr: string): boolean | undefined => {
    const [parsed, network] = [parseAddress(address), parseCidr(cidr)]
    return parsed && network && containsAddress(network, parsed)
  }

  test('has the addresses with its first bits, of its own version', () => {
    expect(lies('10.255.0.1', '10.0.0.0/8')).toBe(true)
    expect(lies('11.0.0.1', '10.0.0.0/8')).toBe(false)
    expect(lies('10.0.0.2', '10.0.0.1/32')).toBe(false)
    expect(lies('2001:db8:ffff::1', '2001:db8::/32')).toBe(true)
    expect(lies('::1', '0.0.0.0/0')).toBe(false)
    expect(lies('10.1.2.3', '::ffff:10.0.0.0/104')).toBe(true)
  })

  test('has a prefix no longer than its addresses', () => {
    const isNetwork = (text: string): boolean => parseCidr(text) !== undefined
    expect(['0.0.0.0/0', '10.0.0.0/32', '::/128'].map(isNetwork)).toEqual([true, true, true])
    expect(['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', 'x/8'].map(isNetwork)).toEqual(
      Array(6).fill(false),
    )
  })
})

describe('a load balancer under rules', () => {
  const rules = [
    rule('allow', { services: { loadBalancers: { cidrs: ['10.0.0.0/8', '192.168.0.1', '2001:db8::/32'] } } }),
  ]
  const judge = (spec: JsonObject): string =>
    judged(rules, inNamespace('Service', { spec: { type: 'LoadBalancer', ...spec } }))

  test('has an address that is allowed by itself or in a network', () => {
    for (const loadBalancerIP of ['10.1.2.3', '192.168.0.1', '2001:db8::1'])
      expect(judge({ loadBalancerIP })).toBe('allowed')
    expect(judge({ loadBalancerIP: '192.168.0.2' })).toContain('192.168.0.2')
  })

  test('has source ranges that lie in allowed networks as a whole', () => {
    expect(judge({ loadBalancerSourceRanges: ['10.1.0.0/16', '10.0.0.0/8'] })).toBe('allowed')
    expect(judge({ loadBalancerSourceRanges: ['10.1.0.0/16', '0.0.0.0/0'] })).toContain('0.0.0.0/0')
  })
})
