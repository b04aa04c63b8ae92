import { done, type Reconcile } from '../../../controllers/controller.ts'
import { textAt } from '../../../object/json.ts'
import { type KubeObject, labelsOf, ownerReferencesOf, withMetadata } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { Failure } from '../../controllers/failure.ts'
import { namespaces, tenants } from '../../controllers/kinds.ts'
import { compareTexts } from '../../controllers/owner-list.ts'
import { cached, get, list } from '../../controllers/reading.ts'
import { update, updateStatus, type Written } from '../../controllers/writing.ts'
import { reencode } from '../../go-types/encode.ts'
import { tenantSpecType07 } from '../../go-types/go-type.ts'
import { capsuleApiVersion, metadataNameLabel } from '../../tenant/constants.ts'
import { asTenant, fromTenant, type Tenant, type TenantStatus } from '../../tenant/tenant.ts'
import { countCustomResources } from './custom-resource-usage.ts'
import { syncLimitRanges, syncNetworkPolicies } from './indexed-objects.ts'
import { syncNamespaces } from './namespace-metadata.ts'
import { syncResourceQuotas } from './resource-quotas.ts'
import { syncRoleBindings } from './role-bindings.ts'

/** A part of a pass: the Tenant as it is after it, or what ends the pass. */
type Step = (tenant: Tenant) => Reconcile<Tenant | { readonly failure: Failure }>

/**
 * One pass over a Tenant, be it terminating or not: its steps in order, of which the first that fails ends it.
 * [controllers/tenant/manager.go:Reconcile; 0.7 T2]
 */
export function* reconcileTenant(name: string): Reconcile {
  const found = yield* cached(get(tenants, undefined, name))
  if (!found) return done
  let tenant = asTenant(found)
  for (const step of steps) {
    const outcome = yield* step(tenant)
    if ('failure' in outcome) return { type: 'error', message: outcome.failure.message }
    tenant = outcome
  }
  return done
}

/** The Tenant is cordoned or active, as its spec says. [updateTenantStatus; 0.7 T2.1] */
function* writeState(tenant: Tenant): ReturnType<Step> {
  const state = tenant.spec?.cordoned === true ? 'Cordoned' : 'Active'
  return outcomeOf(yield* writeStatus(tenant, { ...tenant.status, state, size: tenant.status?.size ?? 0 }))
}

/**
 * The Tenant gets a label with its name, and the whole of it goes through the operator's types: structs that were left
 * out appear, and values that are empty to Go vanish, which the API server fills by defaults. The Tenant's webhook and
 * schema are asked. [controllers/tenant/metadata.go:ensureMetadata; 0.7 T2.2, A3]
 */
function* ensureMetadata(tenant: Tenant): ReturnType<Step> {
  const object = fromTenant(tenant)
  const labels = { ...labelsOf(object), [metadataNameLabel]: tenant.metadata.name }
  const spec = reencode(tenantSpecType07, object.spec)
  return outcomeOf(
    yield* update(tenants, { ...withMetadata(object, { labels }), ...(spec === undefined ? {} : { spec }) }),
  )
}

/** The status lists the active Namespaces that refer to the Tenant. [collectNamespaces; 0.7 T2.4] */
function* collectNamespaces(tenant: Tenant): ReturnType<Step> {
  const members = yield* cached((state) => membersOf(state, tenant.metadata.name))
  const { namespaces: _before, ...status } = tenant.status ?? {}
  const listed = members.length > 0 ? { namespaces: members } : {}
  return outcomeOf(yield* writeStatus(tenant, { ...status, ...listed, size: members.length }))
}

/** Members refer to a Tenant by name in exactly this apiVersion; neither kind nor uid counts. [pkg/indexer/namespace; 0.7 0.7] */
function membersOf(state: ClusterState, name: string): readonly string[] {
  const refers = (namespace: KubeObject): boolean =>
    ownerReferencesOf(namespace).some((owner) => owner.apiVersion === capsuleApiVersion && owner.name === name)
  return list(namespaces)(state)
    .filter((namespace) => refers(namespace) && textAt(namespace, 'status', 'phase') === 'Active')
    .map((namespace) => namespace.metadata.name)
    .sort(compareTexts)
}

function* writeStatus(tenant: Tenant, status: TenantStatus): Reconcile<Written> {
  return yield* updateStatus(tenants, fromTenant({ ...tenant, status }))
}

function outcomeOf({ object, failure }: Written): Tenant | { readonly failure: Failure } {
  return object ? asTenant(object) : { failure: failure ?? { message: '' } }
}

/** A step that leaves the Tenant as it is. */
function side(work: (tenant: Tenant) => Reconcile<Failure | undefined>): Step {
  return function* (tenant) {
    const failure = yield* work(tenant)
    return failure ? { failure } : tenant
  }
}

const steps: readonly Step[] = [
  writeState,
  ensureMetadata,
  side(countCustomResources),
  collectNamespaces,
  side(syncNamespaces),
  side(syncNetworkPolicies),
  side(syncLimitRanges),
  side(syncResourceQuotas),
  side(syncRoleBindings),
]
