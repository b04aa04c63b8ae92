import { at, type JsonObject, objectAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import {
  addResources,
  formatResources,
  maskResources,
  none,
  parseResources,
  type ResourceList,
  subtractResources,
} from '../../../object/resource-list.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { globalHard, projectedQuotaName } from '../../global-resource-quotas/global-resource-quota.ts'
import { isActive } from '../../resource-pools/pool.ts'
import { resourceQuotas } from '../kinds.ts'
import { compareTexts } from '../owner-list.ts'
import { get } from '../reading.ts'

/** What a GlobalResourceQuota finds used. */
export interface ObservedUsage {
  readonly hard: ResourceList
  readonly used: ResourceList
  readonly available: ResourceList
  /** of every selected namespace, terminating ones among them */
  readonly byNamespace: ReadonlyMap<string, ResourceList>
  /** the selected namespaces that are there to stay */
  readonly namespaces: readonly string[]
  /** whether every namespace's ResourceQuota has been counted for all that is limited */
  readonly initialized: boolean
}

/** Usage is what the ResourceQuotas of the selected namespaces say in their status. [controller.go:observeUsage; extended D4.1, D4.3] */
export function observeUsage(state: ClusterState, quota: KubeObject, selected: readonly KubeObject[]): ObservedUsage {
  const hard = globalHard(quota)
  const zeros: ResourceList = Object.fromEntries(Object.keys(hard).map((name) => [name, none]))
  const found = selected.map(({ metadata: { name } }) => ({
    name,
    object: get(resourceQuotas, name, projectedQuotaName(quota))(state),
  }))
  const byNamespace = new Map(found.map(({ name, object }) => [name, addResources(zeros, usedOf(object, hard))]))
  const used = [...byNamespace.values()].reduce(addResources, zeros)
  return {
    hard,
    used,
    available: maskResources(subtractResources(hard, used), Object.keys(hard)),
    byNamespace,
    namespaces: selected
      .filter(isActive)
      .map(({ metadata: { name } }) => name)
      .toSorted(compareTexts),
    initialized: found.every(({ object }) => object !== undefined && isCounted(object, hard)),
  }
}

function usedOf(object: KubeObject | undefined, hard: ResourceList): ResourceList {
  return maskResources(parseResources(at(object?.status, 'used')), Object.keys(hard))
}

function isCounted(object: KubeObject, hard: ResourceList): boolean {
  const counted = objectAt(object.status, 'hard')
  return Object.keys(hard).every((name) => Object.hasOwn(counted, name))
}

/**
 * Each namespace may use what it uses and what nobody uses yet, so that all that is left can be had in any of them.
 * [controller.go:projectedResourceQuotaSpec; extended D4.1]
 */
export function projectedHard({ hard, available, byNamespace }: ObservedUsage, namespace: string): ResourceList {
  return maskResources(addResources(byNamespace.get(namespace) ?? {}, available), Object.keys(hard))
}

/** The fields of the status that usage decides. */
export function usageStatus(usage: ObservedUsage): JsonObject {
  const { hard, used, available, namespaces } = usage
  const byNamespace = [...usage.byNamespace].sort(([a], [b]) => compareTexts(a, b))
  return {
    namespaceCount: namespaces.length,
    total: { hard: formatResources(hard), used: formatResources(used), available: formatResources(available) },
    ...(namespaces.length > 0 ? { namespaces } : {}),
    ...(byNamespace.length > 0
      ? {
          namespaceUsage: Object.fromEntries(
            byNamespace.map(([name, amount]) => [name, { used: formatResources(amount) }]),
          ),
        }
      : {}),
  }
}
