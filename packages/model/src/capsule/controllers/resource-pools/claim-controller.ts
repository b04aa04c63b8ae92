import {
  type Controller,
  choose,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../../controllers/controller.ts'
import { equalJson, type Json, type JsonObject, objectAt, withoutFields } from '../../../object/json.ts'
import {
  isTerminating,
  type KubeObject,
  type OwnerReference,
  ownerReferencesOf,
  withMetadata,
} from '../../../object/kube-object.ts'
import { resourceNames } from '../../../object/resource-list.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { claimedResources, isBound, poolOfClaim, wantedPool } from '../../resource-pools/claim.ts'
import { poolAllocation, poolNamespaces } from '../../resource-pools/pool.ts'
import { notReady, ready, withCondition } from '../conditions.ts'
import { type Failure, isGone } from '../failure.ts'
import { keyOfKind, resourcePoolClaims, resourcePools } from '../kinds.ts'
import { enqueuePass, operatorController, uniqueEnqueues } from '../operator.ts'
import { deletionChanged, fieldChanged, generationChanged } from '../predicates.ts'
import { cached, get, list, live } from '../reading.ts'
import { patch, placeIn, retryOnConflict, updateStatus } from '../writing.ts'
import { conditionsOf, withConditions } from './claim-conditions.ts'
import { notFoundInCache } from './not-found.ts'
import { poolReference } from './pool-quotas.ts'

const controllerName = 'capsule/resourcepools/claims'

/**
 * A claim is assigned to the pool that it names. What stands against it is told in its status alone: it is looked at again
 * when the claim or the namespaces of a pool change. [claim_controller.go:Reconcile; extended D2.6]
 */
function* reconcile(key: string, released: ReleasedClaims, now: number): Reconcile {
  const [namespace = '', name = ''] = key.split('/')
  const { [key]: formerPool, ...others } = released
  if (formerPool !== undefined) yield { type: 'remember', memory: others }
  const claim = yield* cached(get(resourcePoolClaims, namespace, name))
  if (!claim) return done
  const assigned = assign(claim, yield* findPool(claim, formerPool))
  const unwritten = yield* writeStatus(assigned.claim, assigned.failure, now)
  if (unwritten) return failed(unwritten.message)
  const references = ownerReferencesOf(assigned.claim)
  if (equalJson([...references], [...ownerReferencesOf(claim)])) return done
  const body: JsonObject = { metadata: { ownerReferences: references.length > 0 ? references : null } }
  const { failure } = yield* patch(resourcePoolClaims, placeIn(namespace, name), body)
  return !failure || isGone(failure) ? done : failed(`failed to patch: ${failure.message}`)
}

type Found = { readonly pool: KubeObject } | { readonly failure: Failure }

const notAvailable = 'resourcepool not available'

/**
 * A pool can be had while it is not being deleted, and has the claim's namespace and all resources. Where the pass was
 * called for by the end of that pool, it may have begun before the pool was gone, between the last two writes of the pass
 * over the pool. [evaluateResourcePool]
 */
function* findPool(claim: KubeObject, formerPool: string | undefined): Reconcile<Found> {
  const name = wantedPool(claim)
  if (name === '') return refused('no pool reference was defined')
  const pool = yield* cached(get(resourcePools, undefined, name))
  if (!pool) {
    const isEarly = name === formerPool && (yield* choose(2)) === 1
    return isEarly ? refused(notAvailable) : { failure: notFoundInCache(resourcePools, name) }
  }
  if (isTerminating(pool) || !poolNamespaces(pool).includes(claim.metadata.namespace ?? ''))
    return refused(notAvailable)
  const hard = poolAllocation(pool, 'hard')
  const unknown = resourceNames(claimedResources(claim)).find((resource) => hard[resource] === undefined)
  return unknown === undefined ? { pool } : refused(`resource ${unknown} is not available in pool ${name}`)
}

function refused(message: string): Found {
  return { failure: { message } }
}

interface Assigned {
  readonly claim: KubeObject
  readonly failure?: Failure
}

/** A claim changes pools only while it is not in use; of pools it refers to one alone. [allocateResourcePool] */
function assign(claim: KubeObject, found: Found): Assigned {
  if ('failure' in found) return { claim, failure: found.failure }
  const { name, uid = '' } = found.pool.metadata
  const current = poolOfClaim(claim)
  const has = current.name !== '' || current.uid !== ''
  if (has && (current.name !== name || current.uid !== uid) && isBound(claim))
    return { claim, failure: { message: `can not change pool while claim is in use for pool ${current.name}` } }
  const assigned = withMetadata(claim, { ownerReferences: referencesTo(claim, poolReference(found.pool), current.uid) })
  return { claim: { ...assigned, status: { ...objectAt(claim.status), pool: { name, uid } } } }
}

function referencesTo(claim: KubeObject, pool: OwnerReference, former: string): readonly OwnerReference[] {
  const kept = ownerReferencesOf(claim).filter((owner) => {
    if (owner.uid === pool.uid) return true
    return owner.uid !== former && !(owner.kind === pool.kind && owner.apiVersion === pool.apiVersion)
  })
  return kept.some((owner) => owner.uid === pool.uid) ? kept : [...kept, pool]
}

function* writeStatus(claim: KubeObject, failure: Failure | undefined, now: number): Reconcile<Failure | undefined> {
  const { namespace, name, generation } = claim.metadata
  const conditions = withCondition(conditionsOf(claim), failure ? notReady(failure.message) : ready, now)
  const status = withoutFields(objectAt(withConditions(claim, conditions).status), 'condition', 'observedGeneration')
  const next: JsonObject = generation === undefined ? status : { ...status, observedGeneration: generation as Json }
  const written = yield* retryOnConflict(function* () {
    const latest = yield* live(get(resourcePoolClaims, namespace, name))
    if (!latest || equalJson(objectAt(latest.status), next)) return {}
    return yield* updateStatus(resourcePoolClaims, { ...latest, status: next })
  })
  return written.failure
}

/** Claims that a pool which is being deleted has let go, and the pool: their passes are under way. */
type ReleasedClaims = Readonly<Record<string, string>>

function observe(event: WatchEvent, memory: object | undefined, state: ClusterState): Observation {
  if (event.resource === keyOfKind(resourcePoolClaims))
    return generationChanged(event) ? { enqueue: [enqueuePass(controllerName, keyOf(event.object))] } : nothing
  if (event.resource !== keyOfKind(resourcePools) || !namespacesChanged(event)) return nothing
  const pools = event.oldObject ? [event.oldObject, event.object] : [event.object]
  const keys = pools.flatMap((pool) => unassignedClaims(state, pool)).map(keyOf)
  const enqueue = uniqueEnqueues(keys.map((key) => enqueuePass(controllerName, key)))
  if (event.type === 'deleted' || !isTerminating(event.object) || keys.length === 0) return { enqueue }
  const released = Object.fromEntries(keys.map((key) => [key, event.object.metadata.name]))
  return { enqueue, memory: { ...memory, ...released } }
}

/** [ResourcePoolNamespacesChangedPredicate] */
function namespacesChanged(event: WatchEvent): boolean {
  return event.type !== 'modified' || fieldChanged(event, 'status', 'namespaces') || deletionStarted(event)
}

function deletionStarted(event: WatchEvent): boolean {
  return event.oldObject !== undefined && deletionChanged(event) && !isTerminating(event.oldObject)
}

/** Claims without a pool, in namespaces that the pool has or had. [claimsWithoutPoolFromNamespaces] */
function unassignedClaims(state: ClusterState, pool: KubeObject): readonly KubeObject[] {
  return poolNamespaces(pool).flatMap((namespace) =>
    list(resourcePoolClaims, namespace)(state).filter((claim) => poolOfClaim(claim).uid === ''),
  )
}

function keyOf({ metadata: { namespace = '', name } }: KubeObject): string {
  return `${namespace}/${name}`
}

/** Assigns ResourcePoolClaims to the pools that they name. [internal/controllers/resourcepools; extended D2.6] */
export const resourcePoolClaimController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(resourcePoolClaims)(state).map((claim) => enqueuePass(controllerName, keyOf(claim))),
  }),
  reconcile: (key, memory, now) => reconcile(key, (memory ?? {}) as ReleasedClaims, now),
})
