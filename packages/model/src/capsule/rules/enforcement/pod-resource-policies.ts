import { goQuote } from '../../../object/go-format.ts'
import { at, type Json, type JsonObject, listAt, objectAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../../../object/quantity.ts'
import { parseResources } from '../../../object/resource-list.ts'
import { actionOf, type EnforceAction, type EnforceBody } from './enforce-body.ts'
import { type Evaluation, inTurn } from './evaluate.ts'
import { isResourceTarget, limitForRatio, type ResourceTarget, supportsResource } from './resource-policies.ts'

type Field = 'requests' | 'limits'

interface Location {
  readonly target: ResourceTarget
  readonly path: string
  readonly resources: JsonObject
}

interface Constraint {
  readonly action: EnforceAction
  readonly policy: string
  readonly value: Quantity | undefined
}

/**
 * Resources keep to the policies that limit them: Remove, MatchRequest and Ratio. For each place and name the last rule
 * that decides counts: an `allow` where the Pod complies, a `deny` where it does not.
 * [rules/pods/validation/resources.go; extended A10.16. Not shown by a recording]
 */
export function judgeResources(pod: KubeObject, bodies: readonly EnforceBody[]): Evaluation {
  return inTurn(
    locationsOf(pod).flatMap((location) =>
      (['requests', 'limits'] as const).flatMap((field) =>
        namesOf(bodies, location.target, field).map(
          (name) => () => judgeOne(location, field, name, constraintsOf(bodies, location.target, field, name)),
        ),
      ),
    ),
  )
}

function locationsOf(pod: KubeObject): readonly Location[] {
  return [
    { target: 'pod', path: 'spec.resources', resources: objectAt(pod, 'spec', 'resources') },
    ...containersIn(pod, 'initContainers', 'pod/initcontainers'),
    ...containersIn(pod, 'containers', 'pod/containers'),
  ]
}

function containersIn(pod: KubeObject, field: string, target: ResourceTarget): readonly Location[] {
  return listAt(pod, 'spec', field).map((container, index) => ({
    target,
    path: `spec.${field}[${index}].resources`,
    resources: objectAt(container, 'resources'),
  }))
}

const limiting: Readonly<Record<Field, readonly string[]>> = {
  requests: ['Remove'],
  limits: ['Remove', 'MatchRequest', 'Ratio'],
}

function policiesOf(body: EnforceBody, field: Field): JsonObject {
  return objectAt(body, 'workloads', 'resources', field)
}

function namesOf(bodies: readonly EnforceBody[], target: ResourceTarget, field: Field): readonly string[] {
  const names = bodies
    .filter((body) => isResourceTarget(body, target))
    .flatMap((body) => Object.entries(policiesOf(body, field)))
    .filter(([name, policy]) => supportsResource(target, name) && isLimiting(field, policy))
    .map(([name]) => name)
  return [...new Set(names)].sort()
}

function isLimiting(field: Field, policy: Json | undefined): boolean {
  return limiting[field].includes(textAt(policy, 'policy') ?? '')
}

/** A later Preserve or Default lifts what earlier rules ask. [workloadResourceConstraints] */
function constraintsOf(
  bodies: readonly EnforceBody[],
  target: ResourceTarget,
  field: Field,
  name: string,
): readonly Constraint[] {
  let constraints: readonly Constraint[] = []
  for (const body of bodies) {
    const policy = isResourceTarget(body, target) ? policiesOf(body, field)[name] : undefined
    if (policy === undefined) continue
    const value = at(policy, 'value')
    const constraint: Constraint = {
      action: actionOf(body),
      policy: textAt(policy, 'policy') ?? '',
      value: typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined,
    }
    constraints = isLimiting(field, policy) ? [...constraints, constraint] : []
  }
  return constraints
}

function judgeOne(
  { path, resources }: Location,
  field: Field,
  name: string,
  constraints: readonly Constraint[],
): Evaluation {
  const audits: string[] = []
  let refusal: string | undefined
  let decided = false
  const subject = `workload resource ${field.slice(0, -1)} ${goQuote(name)} at ${path}.${field}[${goQuote(name)}]`
  for (const { action, policy, value } of constraints) {
    const problem =
      field === 'requests' ? requestProblem(resources, name) : limitProblem(resources, name, policy, value)
    if ((action === 'allow') !== (problem === undefined)) continue
    const message = `${subject} violates policy ${policy}: ${problem ?? ''}`
    if (action === 'audit') audits.push(message)
    else {
      decided = true
      refusal = action === 'deny' ? message : undefined
    }
  }
  if (!decided && constraints.some(({ action }) => action === 'allow'))
    refusal = `${subject} does not satisfy any allowed resource policy`
  return refusal === undefined ? { audits } : { audits, refusal }
}

function requestProblem(resources: JsonObject, name: string): string | undefined {
  return parseResources(resources.requests)[name] && 'request must be undefined for policy Remove'
}

/** [workloadResourceCompliant] */
function limitProblem(
  resources: JsonObject,
  name: string,
  policy: string,
  ratio: Quantity | undefined,
): string | undefined {
  const limit = parseResources(resources.limits)[name]
  const request = parseResources(resources.requests)[name]
  if (policy === 'Remove') return limit && 'limit must be undefined for policy Remove'
  return policy === 'MatchRequest' ? matchProblem(limit, request) : ratioProblem(name, limit, request, ratio)
}

function matchProblem(limit: Quantity | undefined, request: Quantity | undefined): string | undefined {
  if (!request) return limit && 'limit and request must both be undefined or equal for policy MatchRequest'
  if (!limit) return `limit is undefined while request is ${formatQuantity(request)}`
  return compareQuantities(limit, request) === 0
    ? undefined
    : `limit ${formatQuantity(limit)} must equal request ${formatQuantity(request)}`
}

function ratioProblem(
  name: string,
  limit: Quantity | undefined,
  request: Quantity | undefined,
  ratio: Quantity | undefined,
): string | undefined {
  if (!ratio) return `limit ${goQuote(name)} Ratio policy has no value`
  if (!request || request.nano <= 0n) return 'Ratio requires a request greater than zero'
  if (!limit) return 'limit is undefined'
  const maximum = limitForRatio(name, request, ratio)
  if (compareQuantities(limit, maximum) <= 0) return undefined
  const reckoning = `(request ${formatQuantity(request)} x ratio ${formatQuantity(ratio)})`
  return `limit ${formatQuantity(limit)} must not exceed ${formatQuantity(maximum)} ${reckoning}`
}
