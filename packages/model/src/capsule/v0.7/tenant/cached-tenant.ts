import { goQuote } from '../../../object/go-format.ts'
import { qualified, type ResourceKey } from '../../../object/gvk.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { priorityClassesKey, runtimeClassesKey } from '../../tenant/classes.ts'
import { capsuleGroup } from '../../tenant/constants.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { findTenant } from '../../tenant/tenant-lists.ts'

/** A Tenant, or what the informer's cache says of one that is not there. It names the kind where the API server names the resource. [0.7 0.3] */
export type CachedTenant =
  | { readonly tenant: Tenant; readonly error?: undefined }
  | { readonly tenant?: undefined; readonly error: string }

export function cachedTenant(state: ClusterState, name: string): CachedTenant {
  const tenant = findTenant(state, name)
  return tenant ? { tenant } : { error: notInCache('Tenant', capsuleGroup, name) }
}

/** What the cache says of an object that it does not have. */
export function notInCache(kind: string, group: string, name: string): string {
  return `${qualified(kind, group)} ${goQuote(name)} not found`
}

const classKinds: Readonly<Record<ResourceKey, string>> = {
  [priorityClassesKey]: 'PriorityClass',
  [runtimeClassesKey]: 'RuntimeClass',
}

/** What the cache says of a class that is not there. */
export function missingCachedClass(classes: ResourceKey, name: string): string {
  return notInCache(classKinds[classes] ?? '', classes.split('/')[0] ?? '', name)
}
