import type { Reconcile } from '../../../controllers/controller.ts'
import { type JsonObject, withoutFields } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, ownerReferencesOf, withMetadata } from '../../../object/kube-object.ts'
import { isReleased, withoutRelease } from '../../resource-pools/claim.ts'
import { hasSwitch } from '../../resource-pools/pool.ts'
import { type Failure, prefixed } from '../failure.ts'
import { resourcePoolClaims } from '../kinds.ts'
import { get, live } from '../reading.ts'
import { patch, placeIn, retryOnConflict, updateStatus } from '../writing.ts'
import { withAllocation, withoutGrant, withoutNamespace } from './allocation.ts'
import { conditionsOf, withConditions } from './claim-conditions.ts'
import { removePoolQuota } from './pool-quotas.ts'
import type { PoolStatus } from './pool-status.ts'

/** A status, as far as the work got. */
export interface StatusStep {
  readonly status: PoolStatus
  readonly failure?: Failure | undefined
}

/**
 * Namespaces that left the pool lose their ResourceQuota; claims that are gone, released or in such a namespace lose what
 * they were granted. Claims that were never granted anything are not looked at: they keep their reference to the pool.
 * [pool_controller.go:garbageCollection; extended D3.1]
 */
export function* collectGarbage(
  pool: KubeObject,
  before: PoolStatus,
  active: ReadonlySet<string>,
  names: ReadonlySet<string>,
): Reconcile<StatusStep> {
  const left = before.namespaces.filter((namespace) => !names.has(namespace))
  for (const namespace of left) {
    const failure = yield* removePoolQuota(pool, namespace)
    if (failure) return { status: before, failure }
  }
  let status = before
  for (const [namespace, granted] of [...(before.granted ?? [])]) {
    for (const { name, uid } of granted) {
      if (active.has(uid) && !left.includes(namespace)) continue
      const { uid: gone, failure } = yield* disassociate(pool, namespace, name, uid)
      if (failure) return { status, failure }
      status = withoutGrant(status, namespace, gone)
    }
    if (left.includes(namespace)) status = withoutNamespace(status, namespace)
  }
  return { status: withAllocation(status) }
}

/**
 * The claim of that name, whichever it is by now, is taken from its pool. With deleteBoundResources it keeps its
 * reference to the pool and goes with it, unless it was released. [handleClaimDisassociation]
 */
function* disassociate(
  pool: KubeObject,
  namespace: string,
  name: string,
  uid: string,
): Reconcile<{ readonly uid: string; readonly failure?: Failure }> {
  let found = uid
  const { failure } = yield* retryOnConflict(function* () {
    const current = yield* live(get(resourcePoolClaims, namespace, name))
    if (!current) return {}
    found = current.metadata.uid ?? ''
    const written = yield* updateStatus(resourcePoolClaims, withoutPool(current))
    if (!written.object)
      return written.failure ? { failure: prefixed('failed to update claim status: ', written.failure) } : {}
    if (hasSwitch(pool, 'deleteBoundResources') && !isReleased(current)) return {}
    const patched = yield* patch(resourcePoolClaims, placeIn(namespace, name), looseningPatch(written.object, pool))
    return patched.failure ? { failure: prefixed('failed to patch claim: ', patched.failure) } : {}
  })
  return failure ? { uid: found, failure } : { uid: found }
}

function withoutPool(claim: KubeObject): KubeObject {
  const kept = conditionsOf(claim).filter(({ type }) => type !== 'Bound' && type !== 'Exhausted')
  const bare = withConditions(claim, kept)
  return { ...bare, status: withoutFields(bare.status as JsonObject, 'pool') }
}

/** Takes away the reference to the pool and the release annotation. */
function looseningPatch(claim: KubeObject, pool: KubeObject): JsonObject {
  const references = ownerReferencesOf(claim).filter((owner) => owner.uid !== pool.metadata.uid)
  const loose = withMetadata(withoutRelease(claim), { ownerReferences: references })
  const removed = Object.keys(annotationsOf(claim)).filter((key) => annotationsOf(loose)[key] === undefined)
  const changed = references.length < ownerReferencesOf(claim).length
  const metadata: JsonObject = {
    ...(changed ? { ownerReferences: references.length > 0 ? references : null } : {}),
    ...(removed.length > 0 ? { annotations: Object.fromEntries(removed.map((key) => [key, null])) } : {}),
  }
  return Object.keys(metadata).length > 0 ? { metadata } : {}
}
