import { at } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { listObjects } from '../../../state/store.ts'
import { type Reconcile, read, send } from '../../controller.ts'
import { controllerOf, isPodTerminal } from '../controlled.ts'
import { numberAt } from '../numbers.ts'
import { revisionOf } from './deployment-annotations.ts'
import { askedFor, desiredOf, maxUnavailable, newReplicas, sumOf } from './deployment-numbers.ts'
import { type Failure, failureOf, isFailure, replicaSets } from './deployment-requests.ts'
import { isComplete, syncRolloutStatus } from './deployment-status.ts'
import { ensureNewReplicaSet } from './new-replica-set.ts'
import { active, allOf, byCreation, type Rollout } from './replica-sets-of-deployment.ts'
import { scaleAll, scaleReplicaSet } from './scale.ts'

type Outcome = Failure | undefined

/** The new ReplicaSet grows as far as the surge allows, then the old ones shrink as far as availability allows. [deployment/rolling.go rolloutRolling] */
export function* rolloutRolling(found: Rollout, now: number): Reconcile<Outcome> {
  const rollout = yield* ensureNewReplicaSet(found, true, now)
  if (isFailure(rollout)) return rollout
  const { deployment, newReplicaSet } = rollout
  if (!newReplicaSet) return undefined
  const scaled = yield* growNew(rollout, newReplicaSet)
  if (isFailure(scaled)) return scaled
  if (scaled !== newReplicaSet) return yield* syncRolloutStatus({ ...rollout, newReplicaSet: scaled }, now)
  const shrunk = yield* shrinkOld(rollout, newReplicaSet)
  if (!shrunk && isComplete(deployment, deployment.status)) {
    const failure = yield* cleanUp(rollout)
    if (failure) return failure
  }
  return yield* syncRolloutStatus(rollout, now)
}

function growNew(rollout: Rollout, newReplicaSet: KubeObject): Reconcile<KubeObject | Failure> {
  const { deployment } = rollout
  const size = desiredOf(newReplicaSet)
  const desired = desiredOf(deployment)
  const next = size >= desired ? desired : newReplicas(deployment, allOf(rollout), size)
  return scaleReplicaSet(deployment, newReplicaSet, next)
}

/**
 * Old pods that are not available go first, then available ones beyond the minimum. It ends at a ReplicaSet whose status
 * still counts pods that it no longer wants. [deployment/rolling.go reconcileOldReplicaSets, cleanupUnhealthyReplicas]
 */
function* shrinkOld(rollout: Rollout, newReplicaSet: KubeObject): Reconcile<boolean> {
  const { deployment } = rollout
  const old = active(rollout.oldReplicaSets).toSorted(byCreation)
  const minAvailable = desiredOf(deployment) - maxUnavailable(deployment)
  const newUnavailable = desiredOf(newReplicaSet) - availableOf(newReplicaSet)
  const most = askedFor(allOf(rollout)) - minAvailable - newUnavailable
  if (old.length === 0 || most <= 0) return false
  const unhealthy = (replicaSet: KubeObject): number => desiredOf(replicaSet) - availableOf(replicaSet)
  const outdated = old.findIndex((replicaSet) => unhealthy(replicaSet) < 0)
  const cleaned = shrinkBy(outdated < 0 ? old : old.slice(0, outdated), most, unhealthy)
  if (yield* scaleAll(deployment, cleaned)) return false
  const lost = [...cleaned].reduce((sum, [replicaSet, size]) => sum + desiredOf(replicaSet) - size, 0)
  if (outdated >= 0 && lost < most) return false
  const spare = sumOf(allOf(rollout), 'availableReplicas') - minAvailable
  const sizes = shrinkBy(old, spare, (replicaSet) => cleaned.get(replicaSet) ?? desiredOf(replicaSet), cleaned)
  const rest = new Map([...sizes].filter(([replicaSet, size]) => size !== cleaned.get(replicaSet)))
  const failure = rest.size === 0 ? undefined : yield* rescale(deployment, rest)
  return failure === undefined && (cleaned.size > 0 || rest.size > 0)
}

function availableOf(replicaSet: KubeObject): number {
  return numberAt(replicaSet, 'status', 'availableReplicas')
}

/** New sizes of ReplicaSets that lose so many pods together, the first ones first. */
function shrinkBy(
  old: readonly KubeObject[],
  most: number,
  shrinkable: (replicaSet: KubeObject) => number,
  sizes: ReadonlyMap<KubeObject, number> = new Map(),
): ReadonlyMap<KubeObject, number> {
  const next = new Map(sizes)
  let left = most
  for (const replicaSet of old) {
    const lost = Math.min(left, shrinkable(replicaSet))
    if (lost <= 0) continue
    next.set(replicaSet, (sizes.get(replicaSet) ?? desiredOf(replicaSet)) - lost)
    left -= lost
  }
  return next
}

/** Sizes again, on the ReplicaSets as they are after the first change. */
function* rescale(deployment: KubeObject, sizes: ReadonlyMap<KubeObject, number>): Reconcile<Outcome> {
  const current = yield* read((state) => listObjects(state, 'apps/replicasets', deployment.metadata.namespace))
  const fresh = new Map<KubeObject, number>()
  for (const [{ metadata }, size] of sizes) {
    const found = current.find((replicaSet) => replicaSet.metadata.uid === metadata.uid)
    if (found) fresh.set(found, size)
  }
  return yield* scaleAll(deployment, fresh)
}

/** The new ReplicaSet comes only after all pods of the old ones are gone. [deployment/recreate.go rolloutRecreate] */
export function* rolloutRecreate(found: Rollout, now: number): Reconcile<Outcome> {
  const known = yield* ensureNewReplicaSet(found, false, now)
  if (isFailure(known)) return known
  const old = active(known.oldReplicaSets)
  const failure = yield* scaleAll(known.deployment, new Map(old.map((replicaSet) => [replicaSet, 0])))
  if (failure) return failure
  if (old.length > 0 || (yield* hasOldPods(known))) return yield* syncRolloutStatus(known, now)
  const rollout = known.newReplicaSet ? known : yield* ensureNewReplicaSet(known, true, now)
  if (isFailure(rollout)) return rollout
  const { deployment, newReplicaSet } = rollout
  if (!newReplicaSet) return undefined
  const scaled = yield* scaleReplicaSet(deployment, newReplicaSet, desiredOf(deployment))
  if (isFailure(scaled)) return scaled
  if (isComplete(deployment, deployment.status)) {
    const refused = yield* cleanUp(rollout)
    if (refused) return refused
  }
  return yield* syncRolloutStatus(rollout, now)
}

function* hasOldPods({ deployment, oldReplicaSets }: Rollout): Reconcile<boolean> {
  if (sumOf(oldReplicaSets, 'replicas') > 0) return true
  const uids = new Set(oldReplicaSets.map(({ metadata }) => metadata.uid))
  const pods = yield* read((state) => listObjects(state, '/pods', deployment.metadata.namespace))
  return pods.some((pod) => !isPodTerminal(pod) && uids.has(controllerOf(pod)?.uid))
}

/** Old ReplicaSets beyond the history limit are deleted, the lowest revisions first. [deployment/sync.go cleanupDeployment] */
export function* cleanUp({ deployment, oldReplicaSets }: Rollout): Reconcile<Outcome> {
  const limit = at(deployment, 'spec', 'revisionHistoryLimit')
  if (typeof limit !== 'number' || limit === 2_147_483_647) return undefined
  const alive = oldReplicaSets.filter((old) => !isTerminating(old)).toSorted((a, b) => revisionOf(a) - revisionOf(b))
  for (const old of alive.slice(0, Math.max(0, alive.length - limit)).filter(isIdle)) {
    const namespace = deployment.metadata.namespace ?? ''
    const answer = yield* send({ ...replicaSets, verb: 'delete', namespace, name: old.metadata.name })
    if (answer.code >= 400 && answer.code !== 404) return failureOf(answer)
  }
  return undefined
}

function isIdle(replicaSet: KubeObject): boolean {
  const observed = numberAt(replicaSet, 'status', 'observedGeneration')
  return (
    numberAt(replicaSet, 'status', 'replicas') === 0 &&
    desiredOf(replicaSet) === 0 &&
    (replicaSet.metadata.generation ?? 0) <= observed
  )
}
