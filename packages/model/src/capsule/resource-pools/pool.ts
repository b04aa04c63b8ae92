import { at, listAt, textAt } from '../../object/json.ts'
import { isTerminating, type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { matchesSelector } from '../../object/label-selector.ts'
import { parseResources, type ResourceList } from '../../object/resource-list.ts'

/** Switches of a pool, all off by default. */
export type PoolSwitch = 'defaultsZero' | 'orderedQueue' | 'deleteBoundResources'

export function hasSwitch(pool: KubeObject, name: PoolSwitch): boolean {
  return at(pool.spec, 'config', name) === true
}

/** What the pool has to give. */
export function poolHard(pool: KubeObject): ResourceList {
  return parseResources(at(pool.spec, 'quota', 'hard'))
}

/** What every namespace of the pool gets beyond its claims. */
export function poolDefaults(pool: KubeObject): ResourceList {
  return parseResources(at(pool.spec, 'defaults'))
}

/** The namespaces that the pool has by its status. */
export function poolNamespaces(pool: KubeObject): readonly string[] {
  return listAt(pool.status, 'namespaces').filter((name) => typeof name === 'string')
}

/** Amounts that the pool's status tells. */
export function poolAllocation(pool: KubeObject, field: 'hard' | 'used' | 'available'): ResourceList {
  return parseResources(at(pool.status, 'allocation', field))
}

/** Any selector of the pool selects the namespace; an empty one none. [namespaced_selectors.go; extended D1.1] */
export function selectsNamespace(pool: KubeObject, namespace: KubeObject): boolean {
  return listAt(pool.spec, 'selectors').some(
    (selector) => hasRequirements(selector) && matchesSelector(selector, labelsOf(namespace)),
  )
}

/** The selector is embedded by pointer: without any field it is nil in Go, and then it selects nothing. */
function hasRequirements(selector: Parameters<typeof at>[0]): boolean {
  return at(selector, 'matchLabels') !== undefined || at(selector, 'matchExpressions') !== undefined
}

/** Namespaces count while they are there to stay. [resourcepool_func.go:AssignNamespaces] */
export function isActive(namespace: KubeObject): boolean {
  return !isTerminating(namespace) && textAt(namespace.status, 'phase') === 'Active'
}

/** [pkg/api/meta/names.go:NameForManagedPoolResourceQuota] */
export function poolQuotaName(pool: KubeObject): string {
  return `capsule-pool-${pool.metadata.name}`
}
