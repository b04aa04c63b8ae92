import { goQuote } from '../../../object/go-format.ts'
import { type Address, containsAddress, type Network, parseAddress, parseCidr } from '../../../object/ip-network.ts'
import { at, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { EnforceBody } from './enforce-body.ts'
import { type Evaluation, evaluate, type Match, nothingSaid, type RuleSet, type Value } from './evaluate.ts'

/** The networks of one rule are one item. */
const cidrs: RuleSet<readonly string[]> = {
  name: 'loadBalancer CIDR',
  allowedLabel: 'Allowed CIDRs',
  items: (body) => {
    const given = cidrsOf(body)
      .map((cidr) => cidr.trim())
      .filter((cidr) => cidr !== '')
    return given.length === 0 ? [] : [given]
  },
  matches: matchNetworks,
  describe: (given) => given.join(', '),
}

function cidrsOf(body: EnforceBody): readonly string[] {
  return listAt(body, 'services', 'loadBalancers', 'cidrs').map(String)
}

/**
 * The address and the source ranges of a load balancer lie in networks that rules allow; where any rule names networks,
 * be it to audit, a load balancer has to name some of its own.
 * [rules/services/validation/loadbalancer.go; extended A10.18. Not shown by a recording]
 */
export function judgeLoadBalancer(service: KubeObject, bodies: readonly EnforceBody[]): Evaluation {
  if (at(service, 'spec', 'type') !== 'LoadBalancer') return nothingSaid
  const values = valuesOf(service)
  if (values.length > 0) return evaluate(values, bodies, cidrs)
  if (!bodies.some((body) => cidrsOf(body).length > 0)) return nothingSaid
  return {
    audits: [],
    refusal:
      'loadBalancer service requires spec.loadBalancerIP or spec.loadBalancerSourceRanges because loadBalancer CIDR constraints are enforced by namespace rule',
  }
}

function valuesOf(service: KubeObject): readonly Value[] {
  const address = textAt(service, 'spec', 'loadBalancerIP') ?? ''
  const ranges = listAt(service, 'spec', 'loadBalancerSourceRanges').map((range, index) => ({
    value: String(range),
    path: `spec.loadBalancerSourceRanges[${index}]`,
  }))
  return address === '' ? ranges : [{ value: address, path: 'spec.loadBalancerIP' }, ...ranges]
}

function matchNetworks(given: readonly string[], value: Value): Match | undefined | { readonly error: string } {
  const wanted = endsOf(value.value)
  for (const text of given) {
    const network = parseNetwork(text)
    if (!network) return { error: `invalid loadBalancer CIDR ${goQuote(text)}: ${invalidCidr(text)}` }
    if (!wanted)
      return { error: `${value.path} contains invalid IP or CIDR ${goQuote(value.value)}: ${invalidCidr(value.value)}` }
    if (wanted.every((address) => containsAddress(network, address)))
      return { detail: `${value.value} is contained in ${text}` }
  }
  return undefined
}

function invalidCidr(text: string): string {
  return text.includes('/') ? `invalid CIDR address: ${text}` : `invalid CIDR ${goQuote(text)}`
}

/** An address alone is a network of itself. */
function parseNetwork(text: string): Network | undefined {
  if (text.includes('/')) return parseCidr(text)
  const address = parseAddress(text)
  return address && { ...address, prefix: address.width }
}

/** The first and the last address of what was asked for. */
function endsOf(text: string): readonly Address[] | undefined {
  const network = parseNetwork(text)
  if (!network) return undefined
  const span = (1n << BigInt(network.width - network.prefix)) - 1n
  const first = network.bits & ~span
  return [
    { bits: first, width: network.width },
    { bits: first | span, width: network.width },
  ]
}
