import { listAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { actionOf, type EnforceBody } from './enforce-body.ts'
import { type Evaluation, evaluate, nothingSaid } from './evaluate.ts'
import { expressionSet } from './expression-set.ts'
import { hostnamesOf, type RouteType } from './hostname-values.ts'

/**
 * Hostnames of routes are those that rules for their kind allow, and none is missing where a rule allows or denies some.
 * [rules/generic/validation/ingress.go; extended A10.25. Not shown by a recording]
 */
export function judgeHostnames(object: KubeObject, type: RouteType, bodies: readonly EnforceBody[]): Evaluation {
  const concerning = bodies.filter((body) => concerns(body, type))
  if (concerning.length === 0) return nothingSaid
  const values = hostnamesOf(object, type)
  const missing = values.filter(({ value }) => value === '')
  const [first] = missing
  const enforcing = concerning.some((body) => actionOf(body) !== 'audit')
  const auditing = concerning.some((body) => actionOf(body) === 'audit')
  const noted = (first && enforcing ? [first] : missing).map(
    ({ path }) => `empty hostname detected at ${path} for ${type} by audit namespace rule`,
  )
  const audits = auditing ? noted : []
  if (first && enforcing)
    return { audits, refusal: `hostname is required at ${first.path} because hostname rules target ${type}` }
  const evaluation = evaluate(values, concerning, hostnames)
  return { ...evaluation, audits: [...audits, ...evaluation.audits] }
}

const hostnames = expressionSet('ingress hostname', 'Allowed hostnames', (body) => listAt(body, 'ingress', 'hostnames'))

function concerns(body: EnforceBody, type: RouteType): boolean {
  return listAt(body, 'ingress', 'types').includes(type) && listAt(body, 'ingress', 'hostnames').length > 0
}
