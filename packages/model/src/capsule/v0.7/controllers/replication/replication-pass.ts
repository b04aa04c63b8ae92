import { findKind } from '../../../../apiserver/discovery.ts'
import { done, failed, type Reconcile, type ReconcileResult } from '../../../../controllers/controller.ts'
import { parseApiVersion } from '../../../../object/gvk.ts'
import { equalJson, type Json, type JsonObject } from '../../../../object/json.ts'
import { isTerminating, type KubeObject, labelsOf } from '../../../../object/kube-object.ts'
import type { ClusterState } from '../../../../state/cluster-state.ts'
import type { Failure } from '../../../controllers/failure.ts'
import { globalTenantResources, type Kind, tenantResources } from '../../../controllers/kinds.ts'
import { compareTexts } from '../../../controllers/owner-list.ts'
import { cached, get } from '../../../controllers/reading.ts'
import { periodMs } from '../../../controllers/replication/resync-period.ts'
import { type Place, patch, remove } from '../../../controllers/writing.ts'
import { resourcesLabel } from '../../../tenant/constants.ts'
import { isSelected } from '../../../tenant/namespace-selector.ts'
import { fromTenant, type Tenant } from '../../../tenant/tenant.ts'
import { listTenants, tenantByStatusNamespace } from '../../../tenant/tenant-lists.ts'
import { asReplication, itemText, type ProcessedItem, type Replication } from './replication.ts'
import { replicateSection } from './section.ts'

/** The finalizer has the name of the label. [controllers/resources/processor.go] */
const finalizer = resourcesLabel

/** One pass over a TenantResource or a GlobalTenantResource. [controllers/resources/{global,namespaced}.go; 0.7 P] */
export function* reconcileReplication(isGlobal: boolean, place: Place): Reconcile {
  const kind = isGlobal ? globalTenantResources : tenantResources
  const found = yield* cached(get(kind, place.namespace, place.name))
  if (!found) return done
  if (isTerminating(found)) return yield* reconcileDeleted(kind, found, isGlobal)
  if (asReplication(found).spec?.pruningOnDelete !== false) yield* setFinalizer(kind, found, true)
  const tenants = yield* cached((state) => tenantsOf(state, found, isGlobal))
  if (tenants.length === 0 && !isGlobal) return done
  return yield* replicateAll(kind, found, tenants, isGlobal)
}

/** The Tenants that are selected, or the one whose status lists the namespace. [0.7 P4] */
function tenantsOf(state: ClusterState, object: KubeObject, isGlobal: boolean): readonly Tenant[] {
  const own = isGlobal ? undefined : tenantByStatusNamespace(state, object.metadata.namespace ?? '')
  if (!isGlobal) return own ? [own] : []
  const selector = asReplication(object).spec?.tenantSelector
  return listTenants(state).filter((tenant) => isSelected(selector, labelsOf(fromTenant(tenant))))
}

/** If any section fails, nothing is pruned and the status stays. [0.7 P8] */
function* replicateAll(kind: Kind, object: KubeObject, tenants: readonly Tenant[], isGlobal: boolean): Reconcile {
  const items = new Map<string, ProcessedItem>()
  const failures: Failure[] = []
  for (const [index, section] of (asReplication(object).spec?.resources ?? []).entries())
    for (const tenant of tenants) {
      const outcome = yield* replicateSection({ tenant, section, index, isGlobal })
      for (const item of outcome.items) items.set(itemText(item), item)
      failures.push(...outcome.failures)
    }
  const [failure] = failures
  if (failure) return failed(failure.message)
  yield* prune(asReplication(object), new Set(items.keys()))
  const processedItems = [...items].toSorted(([a], [b]) => compareTexts(a, b)).map(([, item]) => item)
  const selected = tenants.map(({ metadata }) => metadata.name)
  yield* writeStatus(kind, object, isGlobal ? { processedItems, selectedTenants: selected } : { processedItems })
  return resync(asReplication(object))
}

function* writeStatus(kind: Kind, object: KubeObject, status: object): Reconcile<void> {
  if (equalJson(object.status, status as JsonObject)) return
  const { namespace, name } = object.metadata
  yield* patch(kind, { namespace, name }, { status: status as Json }, { subresource: 'status' })
}

/** Items of the status that are not wanted any more are deleted; what goes wrong is forgotten. [0.7 P8] */
function* prune({ status }: Replication, wanted: ReadonlySet<string>): Reconcile<void> {
  for (const item of status?.processedItems ?? []) {
    if (wanted.has(itemText(item))) continue
    const { group, version } = parseApiVersion(item.apiVersion ?? '')
    const type = yield* cached((state) => findKind(state, group, version, item.kind))
    if (type) yield* remove(type, { namespace: item.namespace, name: item.name })
  }
}

/** A GlobalTenantResource that does not prune at its deletion keeps its finalizer for ever. [0.7 P9] */
function* reconcileDeleted(kind: Kind, object: KubeObject, isGlobal: boolean): Reconcile {
  const replication = asReplication(object)
  const prunes = replication.spec?.pruningOnDelete !== false
  if (prunes) yield* prune(replication, new Set())
  if (prunes || !isGlobal) yield* setFinalizer(kind, object, false)
  return resync(replication)
}

function* setFinalizer(kind: Kind, { metadata }: KubeObject, isSet: boolean): Reconcile<void> {
  const before = metadata.finalizers ?? []
  const others = before.filter((other) => other !== finalizer)
  if (before.includes(finalizer) === isSet) return
  const finalizers = isSet ? [...before, finalizer] : others.length > 0 ? others : null
  yield* patch(kind, { namespace: metadata.namespace, name: metadata.name }, { metadata: { finalizers } })
}

function resync({ spec }: Replication): ReconcileResult {
  const afterMs = periodMs(spec?.resyncPeriod ?? '60s')
  return afterMs > 0 ? { type: 'requeue', afterMs } : done
}
