import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../controllers/controller.ts'
import { type Json, type JsonObject, listAt, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import type { UserSpec } from '../tenant/tenant.ts'
import { type CapsuleCondition, ready, withCondition } from './conditions.ts'
import { isNotFound } from './failure.ts'
import { keyOfKind, tenantOwners, tenants } from './kinds.ts'
import { enqueuePass, operatorController } from './operator.ts'
import { compareTexts } from './owner-list.ts'
import { generationChanged, labelsChanged } from './predicates.ts'
import { cached, get, list, live } from './reading.ts'
import { sameObject } from './same-object.ts'
import { retryOnConflict, updateStatus } from './writing.ts'

const controllerName = 'capsule/tenantowner'

function* reconcile(name: string, now: number): Reconcile {
  const found = yield* cached(get(tenantOwners, undefined, name))
  if (!found) return done
  const owned = yield* cached((state) => tenantsOwnedBy(state, userOf(found)))
  const { failure } = yield* retryOnConflict(function* () {
    const latest = yield* live(get(tenantOwners, undefined, name))
    if (!latest) return {}
    const status = statusOf(latest, owned, now)
    return sameObject(latest.status, status) ? {} : yield* updateStatus(tenantOwners, { ...latest, status })
  })
  if (!failure || isNotFound(failure)) return done
  return failed(`cannot update TenantOwner status: ${failure.message}`)
}

function userOf(tenantOwner: KubeObject): UserSpec {
  return objectAt(tenantOwner.spec) as unknown as UserSpec
}

function ownersOf(tenant: KubeObject): readonly UserSpec[] {
  return listAt(tenant.status, 'owners') as unknown as readonly UserSpec[]
}

function isSameUser(a: UserSpec, b: UserSpec): boolean {
  return a.kind === b.kind && a.name === b.name
}

/** Tenants that have the user among the owners in their status, for whatever reason. [core B3.1] */
function tenantsOwnedBy(state: ClusterState, user: UserSpec): readonly string[] {
  return list(tenants)(state)
    .filter((tenant) => ownersOf(tenant).some((owner) => isSameUser(owner, user)))
    .map((tenant) => tenant.metadata.name)
    .sort(compareTexts)
}

function statusOf(latest: KubeObject, owned: readonly string[], now: number): JsonObject {
  const conditions = listAt(latest.status, 'conditions') as unknown as readonly CapsuleCondition[]
  return {
    ...objectAt(latest.status),
    observedGeneration: latest.metadata.generation,
    tenants: owned.length > 0 ? owned : undefined,
    conditions: withCondition(conditions, ready, now) as unknown as Json,
  }
}

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  if (event.resource === keyOfKind(tenantOwners)) {
    const changed = generationChanged(event) || labelsChanged(event)
    return changed ? { enqueue: [enqueuePass(controllerName, event.object.metadata.name)] } : nothing
  }
  if (event.resource !== keyOfKind(tenants)) return nothing
  const owners = [event.oldObject, event.object].flatMap((tenant) => (tenant ? ownersOf(tenant) : []))
  const named = list(tenantOwners)(state).filter((candidate) =>
    owners.some((owner) => isSameUser(owner, userOf(candidate))),
  )
  return { enqueue: named.map((candidate) => enqueuePass(controllerName, candidate.metadata.name)) }
}

/** Tells in each TenantOwner which Tenants it owns. [internal/controllers/tenantowner; core B3.1] */
export const tenantOwnerController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(tenantOwners)(state).map((owner) => enqueuePass(controllerName, owner.metadata.name)),
  }),
  reconcile: (key, _memory, now) => reconcile(key, now),
})
