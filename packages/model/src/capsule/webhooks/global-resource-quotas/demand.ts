import type { AdmissionRequest } from '../../../apiserver/admission.ts'
import { objectAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { maskResources, type ResourceList, resourceNames, subtractResources } from '../../../object/resource-list.ts'
import { keyOf, type ResourceType } from '../../../object/resource-type.ts'
import type { Evaluator } from '../../../quota/evaluator.ts'
import { evaluatorOf } from '../../../quota/evaluators.ts'
import { objectCountEvaluator } from '../../../quota/object-count-evaluator.ts'
import { scopesOf } from '../../../quota/scope.ts'
import { globalHard } from '../../global-resource-quotas/global-resource-quota.ts'

/** What a request adds to the usage that a quota counts, or why that cannot be told. */
export interface Demand {
  readonly added: ResourceList
  readonly problem?: string
}

/**
 * Pods, Services and claims count by what they ask for, also when they are updated; everything else counts once, when it
 * is created. Undefined where the request does not count. [internal/quota/evaluator/evaluator.go; calculation.go:usageForQuota]
 */
export function demandOf(quota: KubeObject, request: AdmissionRequest, now: number): Demand | undefined {
  if (!isEvaluated(request) || !request.object) return undefined
  const evaluator = evaluatorOf(keyOf(request.type)) ?? objectCountEvaluator(keyOf(request.type))
  const hard = resourceNames(globalHard(quota))
  const fits = (object: KubeObject): boolean => matches(quota, evaluator, object)
  const problem = fits(request.object) ? evaluator.missing?.(hard, request.object) : undefined
  if (problem !== undefined) return { added: {}, problem }
  const usage = (object: KubeObject | undefined): ResourceList =>
    object && fits(object) ? maskResources(evaluator.usage(object, now), hard) : {}
  const [after, before] = [usage(request.object), usage(request.operation === 'UPDATE' ? request.oldObject : undefined)]
  return { added: maskResources(subtractResources(after, before), resourceNames(after)) }
}

/** Which subresources count, by resource of the core group. */
const evaluated: Readonly<Record<string, readonly string[]>> = {
  pods: ['', 'resize', 'status'],
  services: [''],
  persistentvolumeclaims: ['', 'status'],
}

function isEvaluated({ type, operation, subresource }: AdmissionRequest): boolean {
  const subresources = measured(type)
  if (subresources) return subresources.includes(subresource) && (operation === 'CREATE' || operation === 'UPDATE')
  return subresource === '' && operation === 'CREATE'
}

function measured({ group, resource }: ResourceType): readonly string[] | undefined {
  return group === '' && Object.hasOwn(evaluated, resource) ? evaluated[resource] : undefined
}

function matches(quota: KubeObject, evaluator: Evaluator, object: KubeObject): boolean {
  const asQuota = { ...quota, spec: objectAt(quota.spec, 'quota') }
  return scopesOf(asQuota).every((scope) => evaluator.matchesScope(scope, object))
}
