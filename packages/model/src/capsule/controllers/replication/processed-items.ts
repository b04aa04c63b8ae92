import { parseApiVersion } from '../../../object/gvk.ts'
import type { KubeObject } from '../../../object/kube-object.ts'

/** Which object a replication makes, for which Tenant, and from which of its items. [pkg/runtime/gvk/resource_id.go:ResourceID] */
export interface ResourceId {
  readonly tenant?: string
  readonly origin?: string
  readonly group?: string
  readonly version?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
}

/** How the last run went for one object. [pkg/api/meta/reference.go:ObjectReferenceStatusCondition] */
export interface ItemCondition {
  readonly status: 'True' | 'False'
  readonly message?: string
  readonly type: 'Ready'
  /** when this item was last applied with success; never, where it is absent */
  readonly lastApply?: string
  /** whether the object is there because of replication */
  readonly created?: boolean
  readonly clusterScoped?: boolean
}

/** An entry of status.processedItems. */
export interface ProcessedItem extends ResourceId {
  readonly status: ItemCondition
}

export type ProcessedItems = readonly ProcessedItem[]

/** The identity of an object as an item; parts that are empty are left out, as they are in the status. */
export function resourceIdOf(object: KubeObject, tenant: string, origin: string): ResourceId {
  const { group, version } = parseApiVersion(object.apiVersion)
  const { name, namespace = '' } = object.metadata
  const parts = { tenant, origin, group, version, kind: object.kind, name, namespace }
  return Object.fromEntries(Object.entries(parts).filter(([, text]) => text !== ''))
}

const keyParts = ['group', 'version', 'kind', 'namespace', 'name', 'tenant', 'origin'] as const

/** Two items are the same if all parts of their identities are equal, the origin too. [gvk/resource_id.go:GetKey; extended C5.1] */
export function itemKey(id: ResourceId): string {
  return JSON.stringify(keyParts.map((part) => id[part] ?? ''))
}

export function findItem(items: ProcessedItems, id: ResourceId): ProcessedItem | undefined {
  const key = itemKey(id)
  return items.find((item) => itemKey(item) === key)
}

/** The list with the condition of an item replaced, or the item put at its end. [pkg/api/meta/processed.go:UpdateItem] */
export function withItem(items: ProcessedItems, item: ProcessedItem): ProcessedItems {
  const key = itemKey(item)
  const index = items.findIndex((other) => itemKey(other) === key)
  return index < 0 ? [...items, item] : items.with(index, item)
}

export function withoutItem(items: ProcessedItems, id: ResourceId): ProcessedItems {
  const key = itemKey(id)
  return items.filter((item) => itemKey(item) !== key)
}

/** One namespace of one Tenant. */
export interface Scope {
  readonly tenant: string
  readonly namespace: string
}

export function isInScope(id: ResourceId, scope: Scope): boolean {
  return (id.tenant ?? '') === scope.tenant && (id.namespace ?? '') === scope.namespace
}

/**
 * The items of one scope replaced by others: those known keep their place, new ones come last, those missing go.
 * [pkg/api/meta/processed.go:ReplaceScope]
 */
export function replaceScope(items: ProcessedItems, scope: Scope, replacements: ProcessedItems): ProcessedItems {
  const kept = items.flatMap((item) => {
    if (!isInScope(item, scope)) return [item]
    const replacement = findItem(replacements, item)
    return replacement ? [replacement] : []
  })
  return [...kept, ...replacements.filter((item) => isInScope(item, scope) && !findItem(kept, item))]
}
