import { goQuote } from '../../../object/go-format.ts'
import { parseAddress, parseCidr } from '../../../object/ip-network.ts'
import { at, type Json, type JsonObject, listAt } from '../../../object/json.ts'
import { expressionProblem } from './expression.ts'
import { firstOf, firstProblem } from './problems.ts'

const serviceTypes: readonly string[] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']

/** [validateServiceRules; extended A10d] */
export function servicesProblem(path: string, services: JsonObject): string | undefined {
  return firstProblem(
    () => firstOf(listAt(services, 'types'), (type, index) => typeProblem(`${path}.types[${index}]`, String(type))),
    () =>
      firstOf(listAt(services, 'loadBalancers', 'cidrs'), (cidr, index) =>
        cidrProblem(`${path}.loadBalancers.cidrs[${index}]`, String(cidr)),
      ),
    () =>
      firstOf(listAt(services, 'externalNames', 'hostnames'), (hostname, index) =>
        expressionProblem(`${path}.externalNames.hostnames[${index}]`, hostname),
      ),
    () =>
      firstOf(listAt(services, 'nodePorts', 'ports'), (range, index) =>
        portsProblem(`${path}.nodePorts.ports[${index}]`, range),
      ),
  )
}

function typeProblem(path: string, type: string): string | undefined {
  return serviceTypes.includes(type) ? undefined : `${path} ${goQuote(type)} is invalid: unsupported service type`
}

function cidrProblem(path: string, text: string): string | undefined {
  const trimmed = text.trim()
  const invalid = `${path} ${goQuote(text)} is invalid`
  if (trimmed === '') return `${invalid}: CIDR is empty`
  if (trimmed.includes('/')) return parseCidr(trimmed) ? undefined : `${invalid}: invalid CIDR address: ${trimmed}`
  return parseAddress(trimmed) === undefined ? `${invalid}: must be a valid IP or CIDR` : undefined
}

function portsProblem(path: string, range: Json): string | undefined {
  const from = Number(at(range, 'from') ?? 0)
  const to = Number(at(range, 'to') ?? 0)
  const isPort = (port: number): boolean => port >= 1 && port <= 65535
  if (!isPort(from)) return `${path} is invalid: from ${from} must be between 1 and 65535`
  if (!isPort(to)) return `${path} is invalid: to ${to} must be between 1 and 65535`
  return from > to ? `${path} is invalid: from ${from} must be lower than or equal to ${to}` : undefined
}
