import { type Controller, done, nothing, type Observation, type Reconcile } from '../../../controllers/controller.ts'
import { splitPlace } from '../../../controllers/kube-controller.ts'
import { isTerminating, type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { placeOf } from '../../../state/store.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { readTenant } from '../../tenant/resolve-tenant.ts'
import { asTenant, type Tenant } from '../../tenant/tenant.ts'
import { tenantReferencesOf } from '../../tenant/tenant-references.ts'
import type { Failure } from '../failure.ts'
import { keyOfKind, namespaces, tenantResources, tenants } from '../kinds.ts'
import { enqueuePass, operatorController, uniqueEnqueues } from '../operator.ts'
import { cached, get, list } from '../reading.ts'
import { accumulate } from './accumulator.ts'
import { allTargets, collectForTenantResource } from './collect-namespaced.ts'
import type { ImpersonatedClient } from './impersonated-client.ts'
import { processorOptions } from './options.ts'
import { processAll } from './process.ts'
import type { Replication } from './replication.ts'
import { type RunResult, reconcileReplication } from './replication-pass.ts'
import { configurationTriggers, dependentsOf, isRunNeeded } from './triggers.ts'

const controllerName = 'capsule/tenant-resources'

function keyOf({ metadata }: KubeObject): string {
  return placeOf(metadata.namespace, metadata.name)
}

/** Its Tenant is the first that its namespace names as owner; the status of Tenants does not count. [namespaced.go:reconcile; extended C4.1] */
function* tenantOf({ metadata }: Replication): Reconcile<{ readonly tenant?: Tenant; readonly failure?: Failure }> {
  const namespace = yield* cached(get(namespaces, undefined, metadata.namespace ?? ''))
  if (!namespace) return { failure: { message: `Namespace "${metadata.namespace}" not found` } }
  const [reference] = tenantReferencesOf(namespace)
  if (!reference) return {}
  const read = yield* cached((state) => readTenant(state, reference.name))
  if (read.tenant) return { tenant: read.tenant }
  return { failure: { message: `Tenant.capsule.clastix.io "${reference.name}" not found` } }
}

/** A TenantResource whose namespace belongs to no Tenant is left as it is, its items and finalizer too. [extended C6.5] */
function* run(replication: Replication, client: ImpersonatedClient): Reconcile<RunResult> {
  const items = replication.status?.processedItems ?? []
  const status = { ...replication.status, processedItems: items }
  const { tenant, failure } = yield* tenantOf(replication)
  if (!tenant) return { status, failure }
  const own = tenant.status?.namespaces ?? []
  const collection = isTerminating(replication as KubeObject)
    ? { collected: [] }
    : yield* collectForTenantResource(client, replication, tenant, own, allTargets(tenant))
  if (collection.failure) return { status, failure: collection.failure }
  const options = processorOptions(replication, client)
  const processed = yield* processAll(items, accumulate(collection.collected), options)
  return { status: { ...status, processedItems: processed.items }, failure: processed.failure }
}

function* reconcile(key: string, now: number): Reconcile {
  const { namespace, name } = splitPlace(key)
  const found = yield* cached(get(tenantResources, namespace, name))
  return found ? yield* reconcileReplication(found, run, now) : done
}

function inNamespaces(state: ClusterState, names: readonly string[]): readonly KubeObject[] {
  return names.flatMap((name) => list(tenantResources, name)(state))
}

/** A namespace that gets, loses or changes the label of a Tenant concerns all replications in that Tenant's namespaces. [LabelPresentPredicate] */
function byNamespace({ type, object, oldObject }: WatchEvent, state: ClusterState): readonly KubeObject[] {
  const values = [oldObject, object].flatMap((one) => (one ? [labelsOf(one)[tenantLabel] ?? ''] : []))
  if (type === 'modified' && values[0] === values[1]) return []
  if (list(tenantResources)(state).length === 0) return []
  const labelled = list(namespaces)(state).filter((one) => values.includes(labelsOf(one)[tenantLabel] || ' '))
  return inNamespaces(
    state,
    labelled.map((one) => one.metadata.name),
  )
}

/** [TenantNamespacesChangedPredicate] */
function byTenant({ type, object, oldObject }: WatchEvent, state: ClusterState): readonly KubeObject[] {
  const [now, before] = [object, oldObject ?? object].map((one) => asTenant(one).status?.namespaces ?? [])
  if (!now || !before || (type === 'modified' && String(now) === String(before))) return []
  return inNamespaces(state, [...new Set([...before, ...now])])
}

function concerned(event: WatchEvent, state: ClusterState): readonly KubeObject[] {
  switch (event.resource) {
    case keyOfKind(tenantResources):
      return [...(isRunNeeded(event) ? [event.object] : []), ...dependentsOf(event, state, tenantResources)]
    case keyOfKind(namespaces):
      return byNamespace(event, state)
    case keyOfKind(tenants):
      return byTenant(event, state)
    default:
      return configurationTriggers(event, state, tenantResources)
  }
}

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  const replications = concerned(event, state)
  if (replications.length === 0) return nothing
  return { enqueue: uniqueEnqueues(replications.map((object) => enqueuePass(controllerName, keyOf(object)))) }
}

/** Copies objects into the namespaces of one Tenant, for its owners. [ct/resources/namespaced.go; extended C] */
export const tenantResourceController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(tenantResources)(state).map((object) => enqueuePass(controllerName, keyOf(object))),
  }),
  reconcile: (key, _memory, now) => reconcile(key, now),
})
