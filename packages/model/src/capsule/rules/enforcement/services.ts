import { goQuote } from '../../../object/go-format.ts'
import { at, type Json, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { EnforceBody } from './enforce-body.ts'
import { type Evaluation, evaluate, inTurn, nothingSaid, type RuleSet } from './evaluate.ts'
import { describeExternalName, fitsExpression } from './expression-match.ts'
import { judgeLoadBalancer } from './service-load-balancers.ts'
import { judgeNodePorts } from './service-node-ports.ts'

const types: RuleSet<Json> = {
  name: 'service type',
  allowedLabel: 'Allowed service types',
  items: (body) => listAt(body, 'services', 'types'),
  matches: (item, { value }) =>
    item === value ? { detail: `service type ${goQuote(value)} matched ${goQuote(value)}` } : undefined,
  describe: String,
}

const externalNames: RuleSet<Json> = {
  name: 'externalName hostname',
  allowedLabel: 'Allowed hostnames',
  items: (body) => listAt(body, 'services', 'externalNames', 'hostnames'),
  matches: (item, { value }) => {
    const fit = fitsExpression(item, value)
    if (typeof fit !== 'boolean') return fit
    return fit ? { detail: `${goQuote(value)} matched hostname rule ${describeExternalName(item)}` } : undefined
  },
  describe: describeExternalName,
}

/**
 * Rules for Services: type, load balancer, external name, node ports.
 * [rules/services/validation/factory.go; extended A10d. Not shown by a recording]
 */
export function judgeService(service: KubeObject, bodies: readonly EnforceBody[]): Evaluation {
  return inTurn([
    () => evaluate([{ value: serviceTypeOf(service), path: 'spec.type' }], bodies, types),
    () => judgeLoadBalancer(service, bodies),
    () => judgeExternalName(service, bodies),
    () => judgeNodePorts(service, bodies),
  ])
}

function serviceTypeOf(service: KubeObject): string {
  return textAt(service, 'spec', 'type') || 'ClusterIP'
}

/** [rules/services/validation/external_name.go; extended A10.19] */
function judgeExternalName(service: KubeObject, bodies: readonly EnforceBody[]): Evaluation {
  if (at(service, 'spec', 'type') !== 'ExternalName') return nothingSaid
  const value = (textAt(service, 'spec', 'externalName') ?? '').trim()
  return evaluate([{ value, path: 'spec.externalName' }], bodies, externalNames)
}
