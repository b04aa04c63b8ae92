import { equalJson, objectAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../../../object/kube-object.ts'
import type { Reconcile } from '../../controller.ts'
import { replicasAnnotations } from './deployment-annotations.ts'
import { askedFor, desiredOf, isRollingUpdate, isSaturated, maxSurge, proportion } from './deployment-numbers.ts'
import { type Failure, isFailure, updateReplicaSet } from './deployment-requests.ts'
import { active, allOf, byCreation, type Rollout } from './replica-sets-of-deployment.ts'

/** A ReplicaSet gets another size, and notes that of its deployment. [deployment/sync.go scaleReplicaSet] */
export function* scaleReplicaSet(
  deployment: KubeObject,
  replicaSet: KubeObject,
  replicas: number,
  force = false,
): Reconcile<KubeObject | Failure> {
  const resized = desiredOf(replicaSet) !== replicas
  if (!resized && !force) return replicaSet
  const desired = desiredOf(deployment)
  const annotations = { ...annotationsOf(replicaSet), ...replicasAnnotations(desired, desired + maxSurge(deployment)) }
  if (!resized && equalJson(annotations, annotationsOf(replicaSet))) return replicaSet
  return yield* updateReplicaSet({
    ...withMetadata(replicaSet, { annotations }),
    spec: { ...objectAt(replicaSet, 'spec'), replicas },
  })
}

/** All these ReplicaSets get another size, until one is refused. */
export function* scaleAll(
  deployment: KubeObject,
  sizes: ReadonlyMap<KubeObject, number>,
  force = false,
): Reconcile<Failure | undefined> {
  for (const [replicaSet, replicas] of sizes) {
    const answer = yield* scaleReplicaSet(deployment, replicaSet, replicas, force)
    if (isFailure(answer)) return answer
  }
  return undefined
}

/**
 * A deployment of another size: its one active ReplicaSet gets that size; of several each gets its share, but where the
 * new one is complete the old ones go. [deployment/sync.go scale]
 */
export function* scale(rollout: Rollout): Reconcile<Failure | undefined> {
  const { deployment, newReplicaSet, oldReplicaSets } = rollout
  const single = activeOrLatest(rollout)
  if (single) return yield* scaleAll(deployment, new Map([[single, desiredOf(deployment)]]))
  if (isSaturated(deployment, newReplicaSet))
    return yield* scaleAll(deployment, new Map(active(oldReplicaSets).map((old) => [old, 0])))
  if (!isRollingUpdate(deployment)) return undefined
  return yield* scaleAll(deployment, shares(deployment, active(allOf(rollout))), true)
}

/** [deployment/util FindActiveOrLatest] */
function activeOrLatest(rollout: Rollout): KubeObject | undefined {
  const running = active(allOf(rollout))
  if (running.length > 1) return undefined
  return running[0] ?? rollout.newReplicaSet ?? rollout.oldReplicaSets.toSorted(byCreation).at(-1)
}

function shares(deployment: KubeObject, running: readonly KubeObject[]): ReadonlyMap<KubeObject, number> {
  const desired = desiredOf(deployment)
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0
  const toAdd = allowed - askedFor(running)
  const newerFirst = toAdd > 0 ? -1 : 1
  const sorted = running.toSorted((a, b) => desiredOf(b) - desiredOf(a) || newerFirst * byCreation(a, b))
  const sizes = new Map<KubeObject, number>()
  let added = 0
  for (const replicaSet of sorted) {
    const share = proportion(deployment, replicaSet, toAdd, added)
    sizes.set(replicaSet, desiredOf(replicaSet) + share)
    added += share
  }
  const largest = sorted[0]
  if (largest && toAdd !== 0) sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + toAdd - added))
  return sizes
}
