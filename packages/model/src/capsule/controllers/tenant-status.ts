import type { Reconcile } from '../../controllers/controller.ts'
import { asTenant, fromTenant, type OwnerStatus, type Tenant, type TenantStatus } from '../tenant/tenant.ts'
import { conditionOf, cordoned, notCordoned, notReady, ready, reconciling, withCondition } from './conditions.ts'
import { type Failure, isNotFound } from './failure.ts'
import { tenants } from './kinds.ts'
import { withOwners } from './owner-list.ts'
import { get, live } from './reading.ts'
import { sameObject } from './same-object.ts'
import { retryOnConflict, updateStatus, type Written } from './writing.ts'

/** What a step of a pass leaves: the Tenant with its status as it is then, and what went wrong. */
export interface Step {
  readonly tenant: Tenant
  readonly failure?: Failure | undefined
}

/** The Tenant with some fields of its status replaced. */
export function withStatus(tenant: Tenant, change: Partial<TenantStatus>): Tenant {
  return { ...tenant, status: { ...tenant.status, ...change } }
}

/** Terminating if it is being deleted, else Cordoned if its spec says so, else Active. [core T3.5] */
function stateOf(tenant: Tenant): NonNullable<TenantStatus['state']> {
  if (tenant.metadata.deletionTimestamp !== undefined) return 'Terminating'
  return tenant.spec?.cordoned === true ? 'Cordoned' : 'Active'
}

/** With all that the definition demands of a status. [CT/status.go:ensureTenantStatusInitialized; core T3.3] */
function initialized(tenant: Tenant, now: number): Tenant {
  const { conditions, size } = tenant.status ?? {}
  const known = conditionOf(conditions, 'Ready') ? (conditions ?? []) : withCondition(conditions, reconciling, now)
  const cordon = tenant.spec?.cordoned === true ? cordoned('Tenant is cordoned') : notCordoned
  return withStatus(tenant, {
    state: stateOf(tenant),
    size: size ?? 0,
    conditions: withCondition(known, cordon, now),
  })
}

/** Lists of the status that are left out when they are empty. [api/v1beta2/tenant_status.go, omitempty] */
const omittedWhenEmpty = ['namespaces', 'spaces', 'promotions', 'owners'] as const

/** The Tenant as it is sent. */
function serialized(tenant: Tenant): Tenant {
  const status = { ...tenant.status }
  for (const field of omittedWhenEmpty) if (status[field]?.length === 0) delete status[field]
  return { ...tenant, status }
}

type Change = (latest: Tenant) => Tenant | undefined

/**
 * Reads the Tenant live, changes its status, and writes it if that makes a difference. Where there is nothing to change it
 * to, it stays as it is. A missing Tenant is no failure.
 */
export function* changeStatus(name: string, change: Change, now: number): Reconcile<Written> {
  return yield* retryOnConflict(function* () {
    const found = yield* live(get(tenants, undefined, name))
    if (!found) return {}
    const wanted = change(asTenant(found))
    if (!wanted) return { object: found }
    const changed = fromTenant(serialized(initialized(wanted, now)))
    if (sameObject(found.status, changed.status)) return { object: found }
    const answer = yield* updateStatus(tenants, changed)
    return answer.failure && isNotFound(answer.failure) ? {} : answer
  })
}

/**
 * At the head of a pass the owners of the spec are already put into the status, and Ready becomes Unknown where the
 * generation is new. Undefined where the Tenant is gone. [CT/status.go:updateReconcilingStatus; core R2.2]
 */
export function* writeReconcilingStatus(tenant: Tenant, now: number): Reconcile<Step | undefined> {
  const generation = tenant.metadata.generation
  const change: Change = (latest) => {
    const owners = withOwners(latest.status?.owners ?? [], statusOwners(tenant))
    const changed = initialized(withStatus(latest, { owners }), now)
    if (latest.status?.observedGeneration === generation) return changed
    return withStatus(changed, { conditions: withCondition(changed.status?.conditions, reconciling, now) })
  }
  const { object, failure } = yield* changeStatus(tenant.metadata.name, change, now)
  if (failure) return { tenant, failure }
  return object && { tenant: { ...tenant, status: asTenant(object).status ?? {} } }
}

/** The owners of the spec, without what the status does not have. [OwnerListSpec.ToStatusOwners; core R3.1] */
export function statusOwners(tenant: Tenant): readonly OwnerStatus[] {
  return (tenant.spec?.owners ?? []).map(({ kind, name, clusterRoles }) =>
    clusterRoles && clusterRoles.length > 0 ? { kind, name, clusterRoles } : { kind, name },
  )
}

/** Owners are written as soon as they are known. [CT/status.go:updateTenantOwnersStatus; core R3.6] */
export function* writeOwners(tenant: Tenant, now: number): Reconcile<Failure | undefined> {
  const owners = tenant.status?.owners ?? []
  return (yield* changeStatus(tenant.metadata.name, (latest) => withStatus(latest, { owners }), now)).failure
}

/**
 * At the end of a pass the whole status is replaced by the pass's view; Ready tells how it went.
 * [CT/status.go:updateTenantStatus; core R2.5]
 */
export function* writeFinalStatus(
  tenant: Tenant,
  failure: Failure | undefined,
  now: number,
): Reconcile<Failure | undefined> {
  const state = failure ? notReady(failure.message) : ready
  const change: Change = (latest) => {
    const replaced = { ...latest, status: { ...tenant.status, ...observed(tenant) } }
    const changed = initialized(replaced, now)
    return withStatus(changed, { conditions: withCondition(changed.status?.conditions, state, now) })
  }
  return (yield* changeStatus(tenant.metadata.name, change, now)).failure
}

function observed(tenant: Tenant): Partial<TenantStatus> {
  const generation = tenant.metadata.generation
  return generation === undefined ? {} : { observedGeneration: generation }
}
