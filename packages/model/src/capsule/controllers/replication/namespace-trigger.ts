import { type Controller, done, failed, nothing, type Reconcile } from '../../../controllers/controller.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { readTenant } from '../../tenant/resolve-tenant.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { type Failure, isNotFound, joined, prefixed } from '../failure.ts'
import { globalTenantResources, keyOfKind, namespaces, tenantResources } from '../kinds.ts'
import { enqueuePass, operatorController } from '../operator.ts'
import { cached, get, list } from '../reading.ts'
import { accumulate, type Collected } from './accumulator.ts'
import { identityOf } from './acting-identity.ts'
import type { Collection } from './collect.ts'
import { collectForTenant, collectForTenantResource, type Targets } from './collect-namespaced.ts'
import { selectsTenant } from './global-tenant-resource-controller.ts'
import { type ImpersonatedClient, impersonatedClient } from './impersonated-client.ts'
import { processorOptions } from './options.ts'
import { processScope } from './process.ts'
import { replaceScope, type Scope } from './processed-items.ts'
import { asReplication, isCordoned, isDeleted, isGlobal, type Replication } from './replication.ts'
import { changeStatus } from './replication-status.ts'
import { isTargeted } from './selected-namespaces.ts'

const controllerName = 'capsule/namespace-trigger'

/** Whether the replication takes part: no dependency is asked for here. [skipScopedReplication, skipGlobalNamespaceReplication; extended C2.2] */
function takesPart(replication: Replication): boolean {
  if (isDeleted(replication) || isCordoned(replication)) return false
  return !isGlobal(replication) || (replication.spec?.scope ?? 'Namespace') === 'Namespace'
}

function* reconcile(name: string): Reconcile {
  const namespace = yield* cached(get(namespaces, undefined, name))
  const label = namespace && labelsOf(namespace)[tenantLabel]
  if (!namespace || label === undefined) return done
  const { tenant, error = '' } = yield* cached((state) => readTenant(state, label))
  if (!tenant) return failed(error)
  const failures: (Failure | undefined)[] = []
  for (const replication of yield* replicationsFor(tenant, name))
    failures.push(yield* replicate(replication, tenant, namespace))
  const failure = joined(failures)
  return failure ? failed(failure.message) : done
}

/** Those in the Tenant's namespaces, the new one among them, then those that select the Tenant. */
function* replicationsFor(tenant: Tenant, namespace: string): Reconcile<readonly Replication[]> {
  const own = [...new Set([...(tenant.status?.namespaces ?? []), namespace])]
  const local = yield* cached((state) => own.flatMap((name) => list(tenantResources, name)(state)))
  const global = yield* cached(list(globalTenantResources))
  const selecting = global.map(asReplication).filter((replication) => selectsTenant(replication, tenant))
  return [...local.map(asReplication), ...selecting].filter(takesPart)
}

/** Fills the namespace and tells so in the status, leaving the items of other namespaces as they are. [replicateNamespaced, replicateGlobal] */
function* replicate(replication: Replication, tenant: Tenant, namespace: KubeObject): Reconcile<Failure | undefined> {
  const { user } = yield* cached((state) => identityOf(state, replication))
  const client = impersonatedClient(user)
  const collection = yield* collect(client, replication, tenant, namespace)
  if (collection.failure) return prefixed('failed to gather resources: ', collection.failure)
  const scope: Scope = { tenant: tenant.metadata.name, namespace: namespace.metadata.name }
  const items = replication.status?.processedItems ?? []
  const accumulator = accumulate(collection.collected)
  const { items: scoped, failure } = yield* processScope(
    items,
    accumulator,
    scope,
    processorOptions(replication, client),
  )
  const written = yield* changeStatus(replication, (latest) => {
    const processedItems = replaceScope(latest.processedItems ?? [], scope, scoped)
    return { ...latest, processedItems, size: processedItems.length }
  })
  const unwritten = written.failure && !isNotFound(written.failure) ? written.failure : undefined
  return joined([failure, unwritten])
}

function* collect(
  client: ImpersonatedClient,
  replication: Replication,
  tenant: Tenant,
  namespace: KubeObject,
): Reconcile<Collection> {
  // biome-ignore lint/correctness/useYield: one namespace, known already
  const targets: Targets = function* (spec) {
    return isTargeted(namespace, tenant.metadata.name, spec) ? [namespace] : undefined
  }
  if (!isGlobal(replication)) {
    const allowed = [...new Set([...(tenant.status?.namespaces ?? []), namespace.metadata.name])]
    return yield* collectForTenantResource(client, replication, tenant, allowed, targets)
  }
  const collected: Collected[] = []
  for (const [index, spec] of (replication.spec?.resources ?? []).entries()) {
    const more = yield* collectForTenant(client, { index, spec }, tenant, targets)
    if (more.failure) return more
    collected.push(...more.collected)
  }
  return { collected }
}

/**
 * A namespace of a Tenant that is made while the operator runs is filled at once, without waiting for the next run.
 * [ct/resources/namespace_trigger.go; extended C2.2]
 */
export const namespaceTrigger: Controller = operatorController({
  name: controllerName,
  observe: ({ type, resource, object }) =>
    type === 'added' && resource === keyOfKind(namespaces) && labelsOf(object)[tenantLabel] !== undefined
      ? { enqueue: [enqueuePass(controllerName, object.metadata.name)] }
      : nothing,
  start: () => nothing,
  reconcile: (key) => reconcile(key),
})
