import { goQuote } from '../../../object/go-format.ts'
import { type JsonObject, listAt } from '../../../object/json.ts'
import { expressionProblem } from './expression.ts'
import { firstOf, firstProblem } from './problems.ts'

const ingressTypes: readonly string[] = [
  'Ingress',
  'Route',
  'ListenerSet',
  'HTTPRoute',
  'Gateway',
  'TLSRoute',
  'GRPCRoute',
]

/** Hostnames and the types of routes they are for come together. [validateIngressRules; extended A10.25] */
export function ingressProblem(path: string, ingress: JsonObject): string | undefined {
  const types = listAt(ingress, 'types')
  const hostnames = listAt(ingress, 'hostnames')
  if (types.length === 0 && hostnames.length > 0)
    return `${path}.types is invalid: types must be configured when hostnames are configured`
  if (types.length > 0 && hostnames.length === 0)
    return `${path}.hostnames is invalid: hostnames must be configured when types are configured`
  return firstProblem(
    () =>
      firstOf(types, (type, index) =>
        ingressTypes.includes(String(type))
          ? undefined
          : `${path}.types[${index}] ${goQuote(String(type))} is invalid: unsupported ingress resource type`,
      ),
    () => firstOf(hostnames, (hostname, index) => expressionProblem(`${path}.hostnames[${index}]`, hostname)),
  )
}
