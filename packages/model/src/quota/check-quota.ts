import type { AdmissionRequest, Refusal } from '../apiserver/admission.ts'
import { forbid } from '../apiserver/admission-refusal.ts'
import { objectAt } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { formatQuantity } from '../object/quantity.ts'
import {
  addResources,
  equalResources,
  exceededNames,
  formatResources,
  maskResources,
  none,
  parseResources,
  type ResourceList,
  resourceNames,
  subtractResources,
  withoutZeros,
} from '../object/resource-list.ts'
import { keyOf } from '../object/resource-type.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { listObjects } from '../state/store.ts'
import type { Evaluator } from './evaluator.ts'
import { evaluatorOf } from './evaluators.ts'
import { scopesOf } from './scope.ts'

export interface QuotaAnswer {
  readonly refusal?: Refusal
  /** quotas with the usage that the request brings about, to be written before its object is */
  readonly updates: readonly KubeObject[]
}

const nothingCharged: QuotaAnswer = { updates: [] }

/**
 * What a request uses has to fit into every quota of its namespace that is about it; quotas count by their status, not by
 * their spec. Of several quotas the first by name that refuses is told; upstream's order is chance.
 * [kubernetes.md 5.1; apiserver pkg/admission/plugin/resourcequota/controller.go:CheckRequest]
 */
export function checkQuota(request: AdmissionRequest, state: ClusterState): QuotaAnswer {
  const { object, operation, namespace, type } = request
  const isCharged = operation === 'CREATE' || operation === 'UPDATE'
  const isNamespace = type.group === '' && type.resource === 'namespaces'
  if (!object || !isCharged || namespace === '' || isNamespace) return nothingCharged
  const evaluator = evaluatorOf(keyOf(type))
  const quotas = listObjects(state, '/resourcequotas', namespace)
  if (!evaluator || quotas.length === 0 || !evaluator.handles(request)) return nothingCharged
  const interesting = quotas.filter((quota) => isInteresting(quota, evaluator, object))
  for (const quota of interesting) {
    const objection = unmeasurable(quota, evaluator, object)
    if (objection !== undefined) return refused(request, objection)
  }
  return charge(request, object, evaluator, interesting, state.clock)
}

function refused(request: AdmissionRequest, cause: string): QuotaAnswer {
  const refusal = forbid(request, cause)?.refusal
  return refusal ? { refusal, updates: [] } : nothingCharged
}

/** One of its names is known to the evaluator, and all its scopes match the object. [kubernetes.md 5.1.4] */
function isInteresting(quota: KubeObject, evaluator: Evaluator, object: KubeObject): boolean {
  const names = resourceNames(statusOf(quota, 'hard'))
  return (
    evaluator.matchingNames(names).length > 0 && scopesOf(quota).every((scope) => evaluator.matchesScope(scope, object))
  )
}

function statusOf(quota: KubeObject, field: 'hard' | 'used'): ResourceList {
  return parseResources(objectAt(quota, 'status')[field])
}

/** Why the object cannot be measured by the quota. [kubernetes.md 5.1.5 a, b] */
function unmeasurable(quota: KubeObject, evaluator: Evaluator, object: KubeObject): string | undefined {
  const names = evaluator.matchingNames(resourceNames(statusOf(quota, 'hard')))
  const { name } = quota.metadata
  const missing = evaluator.missing?.(names, object)
  if (missing !== undefined) return `failed quota: ${name}: ${missing}`
  const used = statusOf(quota, 'used')
  if (names.every((one) => used[one] !== undefined)) return undefined
  return `status unknown for quota: ${name}, resources: ${names.toSorted().join(',')}`
}

function charge(
  request: AdmissionRequest,
  object: KubeObject,
  evaluator: Evaluator,
  quotas: readonly KubeObject[],
  now: number,
): QuotaAnswer {
  const usage = evaluator.usage(object, now)
  const negative = resourceNames(usage).filter((name) => (usage[name] ?? none).nano < 0n)
  if (negative.length > 0) return refused(request, `quota usage is negative for resource(s): ${negative.join(',')}`)
  const updates: KubeObject[] = []
  for (const quota of quotas) {
    const delta = withoutZeros(deltaFor(request, usage, evaluator, quota, now))
    const requested = maskResources(delta, resourceNames(statusOf(quota, 'hard')))
    const used = addResources(statusOf(quota, 'used'), requested)
    const objection = request.subresource === 'status' ? undefined : exceeded(quota, requested, used)
    if (objection !== undefined) return refused(request, objection)
    if (!equalResources(used, statusOf(quota, 'used'))) updates.push(withUsed(quota, used))
  }
  return { updates: request.dryRun ? [] : updates }
}

/** An update is charged for what it adds, where the quota was about the object before. [kubernetes.md 5.1.10] */
function deltaFor(
  { operation, oldObject }: AdmissionRequest,
  usage: ResourceList,
  evaluator: Evaluator,
  quota: KubeObject,
  now: number,
): ResourceList {
  if (operation !== 'UPDATE' || !oldObject || !isInteresting(quota, evaluator, oldObject)) return usage
  return subtractResources(usage, evaluator.usage(oldObject, now))
}

/** Equal is allowed. [kubernetes.md 5.1.5 e, 5.1.14] */
function exceeded(quota: KubeObject, requested: ResourceList, used: ResourceList): string | undefined {
  const hard = statusOf(quota, 'hard')
  const names = exceededNames(maskResources(used, resourceNames(requested)), hard)
  if (names.length === 0) return undefined
  const told = (list: ResourceList): string => print(maskResources(list, names))
  const before = statusOf(quota, 'used')
  return `exceeded quota: ${quota.metadata.name}, requested: ${told(requested)}, used: ${told(before)}, limited: ${told(hard)}`
}

function print(list: ResourceList): string {
  return resourceNames(list)
    .map((name) => `${name}=${formatQuantity(list[name] ?? none)}`)
    .join(',')
}

function withUsed(quota: KubeObject, used: ResourceList): KubeObject {
  return { ...quota, status: { ...objectAt(quota, 'status'), used: formatResources(used) } }
}
