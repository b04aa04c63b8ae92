import { done, failed, type Reconcile, type ReconcileResult } from '../../../controllers/controller.ts'
import { labelsOf, withMetadata } from '../../../object/kube-object.ts'
import type { Failure } from '../../controllers/failure.ts'
import { tenants } from '../../controllers/kinds.ts'
import { cached, get } from '../../controllers/reading.ts'
import { update, updateStatus, type Written } from '../../controllers/writing.ts'
import { reencode } from '../../go-types/encode.ts'
import { tenantSpecType07 } from '../../go-types/go-type.ts'
import { metadataNameLabel } from '../../tenant/constants.ts'
import { asTenant, fromTenant, type Tenant, type TenantStatus } from '../../tenant/tenant.ts'
import { countCustomResources } from './custom-resource-usage.ts'
import {
  collectionMs,
  givesWay,
  isOvertaken,
  lateKey,
  type PassMemory,
  remember,
  tenantControllerName,
} from './garbage-collection-race.ts'
import { syncLimitRanges, syncNetworkPolicies } from './indexed-objects.ts'
import { membersOf } from './members.ts'
import { syncNamespaces } from './namespace-metadata.ts'
import { syncResourceQuotas } from './resource-quotas.ts'
import { syncRoleBindings } from './role-bindings.ts'

/** A part of a pass: the Tenant as it is after it, or what ends the pass. */
type Step = (tenant: Tenant) => Reconcile<Tenant | { readonly failure: Failure }>

/**
 * One pass over a Tenant, be it terminating or not: its steps in order, of which the first that fails ends it.
 * [controllers/tenant/manager.go:Reconcile; 0.7 T2]
 */
export function* reconcileTenant(key: string, memory: PassMemory): Reconcile {
  const late = memory.late[key]
  if (late) return yield* finishLate(key, late, memory)
  const found = yield* cached(get(tenants, undefined, key))
  if (!found) return done
  if (yield* givesWay(key, memory)) return { type: 'requeue', afterMs: collectionMs }
  const tenant = yield* follow(firstSteps, asTenant(found))
  if ('failure' in tenant) return failed(tenant.failure.message)
  if (yield* isOvertaken(tenant)) return yield* leaveForLate(key, tenant, memory)
  return resultOf(yield* follow(objectSteps, tenant))
}

function* follow(steps: readonly Step[], begun: Tenant): ReturnType<Step> {
  let tenant = begun
  for (const step of steps) {
    const outcome = yield* step(tenant)
    if ('failure' in outcome) return outcome
    tenant = outcome
  }
  return tenant
}

function resultOf(outcome: Tenant | { readonly failure: Failure }): ReconcileResult {
  return 'failure' in outcome ? failed(outcome.failure.message) : done
}

/** The rest of a pass that the garbage collector overtook: it goes by what the pass had read. */
function* finishLate(key: string, tenant: Tenant, memory: PassMemory): Reconcile {
  const { [key]: _, ...late } = memory.late
  yield* remember({ ...memory, late })
  return resultOf(yield* follow(objectSteps, tenant))
}

function* leaveForLate(key: string, tenant: Tenant, memory: PassMemory): Reconcile {
  const rest = lateKey(key)
  yield* remember({ ...memory, late: { ...memory.late, [rest]: tenant } })
  yield { type: 'enqueue', enqueue: { controller: tenantControllerName, key: rest, afterMs: collectionMs } }
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
  const members = (yield* cached((state) => membersOf(state, tenant.metadata.name))).map(
    ({ metadata }) => metadata.name,
  )
  const { namespaces: _before, ...status } = tenant.status ?? {}
  const listed = members.length > 0 ? { namespaces: members } : {}
  return outcomeOf(yield* writeStatus(tenant, { ...status, ...listed, size: members.length }))
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

/** What a pass does to the Tenant and its members. */
const firstSteps: readonly Step[] = [
  writeState,
  ensureMetadata,
  side(countCustomResources),
  collectNamespaces,
  side(syncNamespaces),
]

/** What it does to what lies in the members. */
const objectSteps: readonly Step[] = [
  side(syncNetworkPolicies),
  side(syncLimitRanges),
  side(syncResourceQuotas),
  side(syncRoleBindings),
]
