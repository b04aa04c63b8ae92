import { at, type Json, listAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { EnforceBody } from './enforce-body.ts'
import { type Evaluation, evaluate, nothingSaid, type RuleSet, type Value } from './evaluate.ts'

const ports: RuleSet<Json> = {
  name: 'nodePort',
  allowedLabel: 'Allowed ranges',
  items: rangesOf,
  matches: (range, { value }) => {
    const [from, to, port] = [boundOf(range, 'from'), boundOf(range, 'to'), Number(value)]
    if (from > to) return { error: `invalid nodePort range: from ${from} must be lower than or equal to ${to}` }
    if (port < from || port > to) return undefined
    return { detail: `nodePort ${port} is within allowed range ${describeRange(range)}` }
  },
  describe: describeRange,
}

function rangesOf(body: EnforceBody): readonly Json[] {
  return listAt(body, 'services', 'nodePorts', 'ports')
}

function boundOf(range: Json, field: 'from' | 'to'): number {
  return Number(at(range, field) ?? 0)
}

function describeRange(range: Json): string {
  const [from, to] = [boundOf(range, 'from'), boundOf(range, 'to')]
  return from === to ? `${from}` : `${from}-${to}`
}

/**
 * Node ports lie in ranges that rules allow. The API server has given out the ports that the user left open before it asks
 * validating webhooks, so those are judged too, and a Service without any port is refused only as an old one.
 * [rules/services/validation/node_port.go, apiserver registry/generic/registry/store.go create; extended A10.20. Not
 * shown by a recording]
 */
export function judgeNodePorts(service: KubeObject, bodies: readonly EnforceBody[]): Evaluation {
  if (!hasNodePorts(service)) return nothingSaid
  const values = valuesOf(service)
  if (values.length > 0) return evaluate(values, bodies, ports)
  if (!bodies.some((body) => rangesOf(body).length > 0)) return nothingSaid
  return {
    audits: [],
    refusal: 'service requires explicit spec.ports[*].nodePort because nodePort ranges are enforced by namespace rule',
  }
}

function hasNodePorts(service: KubeObject): boolean {
  const type = at(service, 'spec', 'type')
  if (type === 'NodePort') return true
  return type === 'LoadBalancer' && at(service, 'spec', 'allocateLoadBalancerNodePorts') !== false
}

function valuesOf(service: KubeObject): readonly Value[] {
  return listAt(service, 'spec', 'ports').flatMap((port, index) => {
    const number = Number(at(port, 'nodePort') ?? 0)
    return number === 0 ? [] : [{ value: `${number}`, path: `spec.ports[${index}].nodePort` }]
  })
}
