import { servedTypes } from '../apiserver/discovery.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { addResources, maskResources, none, type ResourceList } from '../object/resource-list.ts'
import { keyOf } from '../object/resource-type.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { listObjects } from '../state/store.ts'
import type { Evaluator } from './evaluator.ts'
import { evaluatorsOf } from './evaluators.ts'
import { scopesOf } from './scope.ts'

/**
 * What the objects of the quota's namespace use of the names that it limits. Names of what is not served have no usage.
 * [apiserver pkg/quota/v1/resources.go:CalculateUsage; kubernetes.md 5.2.3]
 */
export function calculateUsage(quota: KubeObject, names: readonly string[], state: ClusterState): ResourceList {
  const served = new Set(servedTypes(state).map(keyOf))
  const evaluators = evaluatorsOf(names).filter(({ resource }) => served.has(resource))
  const used = evaluators.reduce<ResourceList>(
    (sum, evaluator) => addResources(sum, usageOf(evaluator, quota, names, state)),
    {},
  )
  return maskResources(used, names)
}

/** [pkg/quota/v1/generic/evaluator.go:CalculateUsageStats] */
function usageOf(evaluator: Evaluator, quota: KubeObject, names: readonly string[], state: ClusterState): ResourceList {
  const nothing: ResourceList = Object.fromEntries(evaluator.matchingNames(names).map((name) => [name, none]))
  const scopes = scopesOf(quota)
  return listObjects(state, evaluator.resource, quota.metadata.namespace ?? '')
    .filter((object) => scopes.every((scope) => evaluator.matchesScope(scope, object)))
    .reduce((sum, object) => addResources(sum, evaluator.usage(object, state.clock)), nothing)
}
