import { type Controller, done, nothing, type Observation, type Reconcile } from '../../../controllers/controller.ts'
import type { JsonObject } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { labelSelectorRequirements, matchesSelector } from '../../../object/label-selector.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { asTenant, type Tenant } from '../../tenant/tenant.ts'
import { listTenants } from '../../tenant/tenant-lists.ts'
import { globalTenantResources, keyOfKind, tenants } from '../kinds.ts'
import { enqueuePass, operatorController, uniqueEnqueues } from '../operator.ts'
import { compareTexts } from '../owner-list.ts'
import { deletionChanged, fieldChanged, labelsChanged } from '../predicates.ts'
import { cached, get, list, live } from '../reading.ts'
import { accumulate, type Collected } from './accumulator.ts'
import { type Collection, collectItems, type IndexedSpec } from './collect.ts'
import { allTargets, collectForTenant } from './collect-namespaced.ts'
import type { ImpersonatedClient } from './impersonated-client.ts'
import { processorOptions } from './options.ts'
import { processAll } from './process.ts'
import { asReplication, isDeleted, type Replication } from './replication.ts'
import { type RunResult, reconcileReplication } from './replication-pass.ts'
import { configurationTriggers, dependentsOf, isRunNeeded } from './triggers.ts'

const controllerName = 'capsule/global-tenant-resources'

/** An empty selector selects every Tenant, and so does none. [extended C1.2] */
export function selectsTenant({ spec }: Replication, tenant: Pick<Tenant, 'metadata'>): boolean {
  return matchesSelector((spec?.tenantSelector ?? {}) as JsonObject, tenant.metadata.labels ?? {})
}

/** Tenants that are being deleted are still worked for, but no longer listed as selected. [global.go:reconcile; extended C4.2] */
function* run(replication: Replication, client: ImpersonatedClient): Reconcile<RunResult> {
  const items = replication.status?.processedItems ?? []
  const unselected = { ...replication.status, processedItems: items }
  const requirements = labelSelectorRequirements((replication.spec?.tenantSelector ?? {}) as JsonObject)
  if (requirements && 'error' in requirements) return { status: unselected, failure: { message: requirements.error } }
  const all = yield* live((state) => listTenants(state).filter((tenant) => selectsTenant(replication, tenant)))
  const selected = all.filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const selectedTenants = selected.map(({ metadata }) => metadata.name).sort(compareTexts)
  const status = { ...unselected, selectedTenants }
  const collection = isDeleted(replication) ? { collected: [] } : yield* collect(client, replication, all)
  if (collection.failure) return { status, failure: collection.failure }
  const options = processorOptions(replication, client)
  const processed = yield* processAll(items, accumulate(collection.collected), options)
  return { status: { ...status, processedItems: processed.items }, failure: processed.failure }
}

function* collect(client: ImpersonatedClient, replication: Replication, all: readonly Tenant[]): Reconcile<Collection> {
  const collected: Collected[] = []
  for (const [index, spec] of (replication.spec?.resources ?? []).entries()) {
    const more = yield* collectEntry(client, { index, spec }, replication, all)
    if (more.failure) return more
    collected.push(...more.collected)
  }
  return { collected }
}

/** Once for all, once a Tenant, or once a namespace. [global.go:gatherResources; extended C4.2, C4.4] */
function* collectEntry(
  client: ImpersonatedClient,
  entry: IndexedSpec,
  { spec }: Replication,
  all: readonly Tenant[],
): Reconcile<Collection> {
  const bounds = { allowsClusterScoped: true }
  const scope = spec?.scope ?? 'Namespace'
  if (scope === 'None') return yield* collectItems(client, entry, { tenant: 'None' }, bounds)
  const collected: Collected[] = []
  for (const tenant of all) {
    const more =
      scope === 'Tenant'
        ? yield* collectItems(client, entry, { tenant: tenant.metadata.name }, bounds)
        : yield* collectForTenant(client, entry, tenant, allTargets(tenant))
    if (more.failure) return more
    collected.push(...more.collected)
  }
  return { collected }
}

function* reconcile(name: string, now: number): Reconcile {
  const found = yield* cached(get(globalTenantResources, undefined, name))
  return found ? yield* reconcileReplication(found, run, now) : done
}

/** [TenantSelectionChangedPredicate] */
function byTenant(event: WatchEvent, state: ClusterState): readonly KubeObject[] {
  const { type, object, oldObject } = event
  const isChanged = labelsChanged(event) || fieldChanged(event, 'status', 'namespaces') || deletionChanged(event)
  if (type === 'modified' && !isChanged) return []
  const versions = [oldObject ?? object, object].map(asTenant)
  return list(globalTenantResources)(state).filter((other) =>
    versions.some((tenant) => selectsTenant(asReplication(other), tenant)),
  )
}

function concerned(event: WatchEvent, state: ClusterState): readonly KubeObject[] {
  switch (event.resource) {
    case keyOfKind(globalTenantResources):
      return [...(isRunNeeded(event) ? [event.object] : []), ...dependentsOf(event, state, globalTenantResources)]
    case keyOfKind(tenants):
      return byTenant(event, state)
    default:
      return configurationTriggers(event, state, globalTenantResources)
  }
}

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  const replications = concerned(event, state)
  if (replications.length === 0) return nothing
  const enqueues = replications.map(({ metadata }) => enqueuePass(controllerName, metadata.name))
  return { enqueue: uniqueEnqueues(enqueues) }
}

/** Puts objects into namespaces of all Tenants that it selects. [ct/resources/global.go; extended C] */
export const globalTenantResourceController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(globalTenantResources)(state).map(({ metadata }) => enqueuePass(controllerName, metadata.name)),
  }),
  reconcile: (key, _memory, now) => reconcile(key, now),
})
