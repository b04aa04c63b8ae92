import { goQuote } from '../../../object/go-format.ts'
import { type Json, type JsonObject, objectAt, textAt } from '../../../object/json.ts'
import { qualifiedNameMessages } from '../../../object/name-validation.ts'
import { compareQuantities, parseQuantity } from '../../../object/quantity.ts'
import { firstOf, firstProblem } from './problems.ts'
import { isNegative } from './quota.ts'

/** [validateWorkloadResourceRules; extended A10.15] */
export function resourcesProblem(path: string, resources: JsonObject, targets: readonly string[]): string | undefined {
  const requests = objectAt(resources, 'requests')
  const limits = objectAt(resources, 'limits')
  if (Object.keys(requests).length === 0 && Object.keys(limits).length === 0)
    return `${path} is invalid: at least one request or limit policy is required`
  const hasPod = targets.includes('pod')
  return firstProblem(
    () => targetsProblem(path, targets),
    () => policiesProblem(`${path}.requests`, requests, hasPod, requestProblem),
    () =>
      policiesProblem(`${path}.limits`, limits, hasPod, (at, name, policy) =>
        limitProblem(at, name, policy, textAt(requests[name], 'policy')),
      ),
  )
}

function targetsProblem(path: string, targets: readonly string[]): string | undefined {
  const wrong = targets.find((target) => ['pod/ephemeralcontainers', 'pod/volumes', 'pod/images'].includes(target))
  return wrong === undefined
    ? undefined
    : `${path} is invalid: workload target ${goQuote(wrong)} does not support resource policies`
}

type Check = (path: string, name: string, policy: Json | undefined) => string | undefined

function policiesProblem(path: string, policies: JsonObject, hasPod: boolean, check: Check): string | undefined {
  const names = Object.keys(policies).sort()
  return firstOf(names, (name) => {
    const at = `${path}[${goQuote(name)}]`
    const problem = nameProblem(name, hasPod)
    return problem === undefined ? check(at, name, policies[name]) : `${at} is invalid: ${problem}`
  })
}

function nameProblem(name: string, hasPod: boolean): string | undefined {
  const messages = qualifiedNameMessages(name)
  if (messages.length > 0) return `resource name is invalid: ${messages.join('; ')}`
  const isForPods = name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
  return hasPod && !isForPods ? `resource ${goQuote(name)} is not supported by pod-level resources` : undefined
}

function requestProblem(path: string, _name: string, policy: Json | undefined): string | undefined {
  const kind = textAt(policy, 'policy') ?? ''
  if (kind === 'Default') return defaultProblem(path, policy)
  if (kind !== 'Preserve' && kind !== 'Remove')
    return `${path}.policy ${goQuote(kind)} is invalid: unsupported request policy`
  return quantityOf(policy) === undefined
    ? undefined
    : `${path}.value is invalid: value is only supported by the Default policy`
}

function limitProblem(
  path: string,
  name: string,
  policy: Json | undefined,
  request: string | undefined,
): string | undefined {
  const kind = textAt(policy, 'policy') ?? ''
  const problem = limitPolicyProblem(path, name, kind, policy)
  if (problem !== undefined) return problem
  return request === 'Remove' && (kind === 'MatchRequest' || kind === 'Ratio')
    ? `${path} is invalid: ${kind} requires a request which is removed by the request policy`
    : undefined
}

function limitPolicyProblem(path: string, name: string, kind: string, policy: Json | undefined): string | undefined {
  if (kind === 'Default') return defaultProblem(path, policy)
  if (kind === 'Ratio') return ratioProblem(path, name, policy)
  if (!['Preserve', 'Remove', 'MatchRequest'].includes(kind))
    return `${path}.policy ${goQuote(kind)} is invalid: unsupported limit policy`
  return quantityOf(policy) === undefined
    ? undefined
    : `${path}.value is invalid: value is only supported by the Default and Ratio policies`
}

function ratioProblem(path: string, name: string, policy: Json | undefined): string | undefined {
  const value = quantityOf(policy)
  if (value === undefined) return `${path}.value is invalid: Ratio requires a value`
  if (!['cpu', 'memory', 'ephemeral-storage'].includes(name))
    return `${path}.policy is invalid: Ratio is only supported for cpu, memory, and ephemeral-storage`
  const ratio = parseQuantity(value)
  const one = parseQuantity('1')
  return ratio && one && compareQuantities(ratio, one) < 0
    ? `${path}.value is invalid: Ratio must be greater than or equal to 1`
    : undefined
}

function defaultProblem(path: string, policy: Json | undefined): string | undefined {
  const value = quantityOf(policy)
  if (value === undefined) return `${path}.value is invalid: Default requires a value`
  return isNegative(value) ? `${path}.value is invalid: quantity must not be negative` : undefined
}

function quantityOf(policy: Json | undefined): string | number | undefined {
  const value = typeof policy === 'object' && policy !== null && 'value' in policy ? policy.value : undefined
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}
