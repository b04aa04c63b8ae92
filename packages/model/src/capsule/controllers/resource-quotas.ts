import type { Reconcile } from '../../controllers/controller.ts'
import { type JsonObject, objectAt, withoutFields } from '../../object/json.ts'
import { type KubeObject, withMetadata } from '../../object/kube-object.ts'
import { resourceQuotaLabel } from '../tenant/constants.ts'
import { asTenant, type Tenant } from '../tenant/tenant.ts'
import { withController } from './controller-reference.ts'
import { countCustomResources } from './custom-resource-usage.ts'
import { eachNamespace } from './each-namespace.ts'
import { type Failure, isNamespaceTerminating } from './failure.ts'
import { indexedLabels, indexedName } from './indexed-objects.ts'
import { resourceQuotas, tenants } from './kinds.ts'
import { collectLeftovers } from './leftovers.ts'
import { prune } from './prune.ts'
import { get, live } from './reading.ts'
import { readyNamespaces, spaceNames } from './spaces.ts'
import { shareQuotas } from './tenant-scope-quotas.ts'
import { createOrUpdate, placeIn, retryOnConflict } from './writing.ts'

/**
 * The ResourceQuotas of a Tenant follow the quotas of its spec as it is by now, and the status of the pass. A Tenant that
 * is gone or terminating has none to follow. [CT/resourcequotas.go:syncResourceQuotas; core R5.3]
 */
export function* syncResourceQuotas(tenant: Tenant): Reconcile<Failure | undefined> {
  const found = yield* live(get(tenants, undefined, tenant.metadata.name))
  if (!found || found.metadata.deletionTimestamp !== undefined) return undefined
  const current = withQuotaSpec(tenant, asTenant(found))
  const unprepared = yield* removeObsolete(current)
  if (unprepared) return unprepared
  const unshared = current.spec?.resourceQuotas?.scope === 'Tenant' ? yield* shareQuotas(current) : undefined
  if (unshared) return unshared
  return yield* eachNamespace(readyNamespaces(current), (namespace) => syncNamespace(current, namespace))
}

/** What the handler of ResourceQuota events does, outside of any pass. [CT/manager.go:syncResourceQuotasForResourceQuota; core R1.10] */
export function* syncQuotasOfTenant(name: string): Reconcile<void> {
  const found = yield* live(get(tenants, undefined, name))
  if (!found || found.metadata.deletionTimestamp !== undefined) return
  yield* countCustomResources(asTenant(found))
  yield* syncResourceQuotas(asTenant(found))
}

function withQuotaSpec(tenant: Tenant, latest: Tenant): Tenant {
  const { resourceQuotas: _quotas, namespaceOptions: _options, ...spec } = tenant.spec ?? {}
  const { resourceQuotas: quotas, namespaceOptions: options } = latest.spec ?? {}
  return {
    ...tenant,
    spec: { ...spec, ...(quotas ? { resourceQuotas: quotas } : {}), ...(options ? { namespaceOptions: options } : {}) },
  }
}

function itemsOf(tenant: Tenant): readonly JsonObject[] {
  return tenant.spec?.resourceQuotas?.items ?? []
}

/** In namespaces that are not ready, too. [CT/resourcequotas.go:prepareResourceQuotaSync; core R5.3b] */
function* removeObsolete(tenant: Tenant): Reconcile<Failure | undefined> {
  const leftovers = yield* collectLeftovers(resourceQuotas, tenant)
  if (leftovers) return leftovers
  const wanted = [...itemsOf(tenant).keys()].map(String)
  return yield* eachNamespace(spaceNames(tenant), (namespace) =>
    prune(resourceQuotas, namespace, resourceQuotaLabel, wanted),
  )
}

/** With scope Tenant a new ResourceQuota has no limits until the next sharing finds it. [core R5.3d, R5.3e] */
function* syncNamespace(tenant: Tenant, namespace: string): Reconcile<Failure | undefined> {
  for (const [index, item] of itemsOf(tenant).entries()) {
    const { failure } = yield* retryOnConflict(() =>
      createOrUpdate(resourceQuotas, placeIn(namespace, indexedName(tenant, index)), (object) =>
        withController(withItem(object, tenant, index, item), tenant),
      ),
    )
    if (failure) return isNamespaceTerminating(failure) ? undefined : failure
  }
  return undefined
}

function withItem(object: KubeObject, tenant: Tenant, index: number, item: JsonObject): KubeObject {
  const own = withoutFields(objectAt(object.spec), 'scopes', 'scopeSelector')
  const { scopes, scopeSelector, hard } = item
  const spec: JsonObject = {
    ...own,
    ...(scopes === undefined ? {} : { scopes }),
    ...(scopeSelector === undefined ? {} : { scopeSelector }),
    ...(tenant.spec?.resourceQuotas?.scope === 'Namespace' && hard !== undefined ? { hard } : {}),
  }
  return { ...withMetadata(object, { labels: indexedLabels(object, tenant, resourceQuotaLabel, index) }), spec }
}
