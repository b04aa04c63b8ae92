import { at, textAt } from '../../../object/json.ts'
import { annotationsOf, isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject, listObjects, placeOf } from '../../../state/store.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import {
  type Controller,
  done,
  type Enqueue,
  failed,
  nothing,
  type Observation,
  type Reconcile,
  type ReconcileResult,
  read,
} from '../../controller.ts'
import { kubeController, splitPlace } from '../../kube-controller.ts'
import { controllerOf } from '../controlled.ts'
import { desiredReplicasAnnotation } from './deployment-annotations.ts'
import {
  conditionOf,
  conditionsOf,
  hasProgressDeadline,
  newCondition,
  setCondition,
  withConditions,
} from './deployment-conditions.ts'
import { desiredOf } from './deployment-numbers.ts'
import { type Failure, isFailure, updateStatus } from './deployment-requests.ts'
import { syncDeploymentStatus, untilDeadline } from './deployment-status.ts'
import { ensureNewReplicaSet } from './new-replica-set.ts'
import { active, allOf, type Rollout, rolloutOf } from './replica-sets-of-deployment.ts'
import { cleanUp, rolloutRecreate, rolloutRolling } from './rollout.ts'
import { scale } from './scale.ts'

const name = 'deployment-controller'
const resource = 'apps/deployments'

/** usual time between a write and the controller's answer to it */
const latencyMs = 50

/**
 * A deployment has a ReplicaSet for its template and rolls from the old ones over to it.
 * [pkg/controller/deployment/deployment_controller.go syncDeployment]
 *
 * Not modelled: adoption of matching ReplicaSets without owner; rollback by the annotation of extensions/v1beta1.
 */
export const deploymentController: Controller = kubeController({
  name,
  observe,
  start: (state) => ({ enqueue: listObjects(state, resource).map(enqueueOf) }),
  reconcile: (key, _memory, now) => syncDeployment(key, now),
})

function enqueueOf({ metadata }: KubeObject): Enqueue {
  return { controller: name, key: placeOf(metadata.namespace, metadata.name), afterMs: latencyMs }
}

function observe(
  { type, resource: of, object }: WatchEvent,
  _memory: object | undefined,
  state: ClusterState,
): Observation {
  if (of === resource) return type === 'deleted' ? nothing : { enqueue: [enqueueOf(object)] }
  if (of === 'apps/replicasets') return ofOwner(object)
  if (of !== '/pods' || type !== 'deleted') return nothing
  const owner = controllerOf(object)
  if (owner?.kind !== 'ReplicaSet') return nothing
  const replicaSet = findObject(state, 'apps/replicasets', object.metadata.namespace, owner.name)
  return replicaSet ? ofOwner(replicaSet) : nothing
}

function ofOwner(replicaSet: KubeObject): Observation {
  const owner = controllerOf(replicaSet)
  if (owner?.kind !== 'Deployment') return nothing
  const key = placeOf(replicaSet.metadata.namespace, owner.name)
  return { enqueue: [{ controller: name, key, afterMs: latencyMs }] }
}

function* syncDeployment(key: string, now: number): Reconcile {
  const place = splitPlace(key)
  const look = (state: ClusterState): KubeObject | undefined => findObject(state, resource, place.namespace, place.name)
  const found = yield* read(look)
  if (!found) return done
  const failure = yield* syncFound(found, now)
  if (failure) return failed(failure.failure)
  return nextLook(found, yield* read(look), now)
}

/** A deployment that nothing changed is looked at again when its progress is due. [deployment/progress.go syncRolloutStatus] */
function nextLook(before: KubeObject, after: KubeObject | undefined, now: number): ReconcileResult {
  const unchanged = after && before.metadata.resourceVersion === after.metadata.resourceVersion
  const afterMs = unchanged && !isTerminating(after) ? untilDeadline(after, now) : undefined
  return afterMs === undefined ? done : { type: 'requeue', afterMs }
}

function* syncFound(found: KubeObject, now: number): Reconcile<Failure | undefined> {
  const rollout = yield* read((state) => rolloutOf(state, found))
  if (isTerminating(found)) return yield* syncStatusOnly(rollout, now)
  const deployment = yield* tellPause(found, now)
  if (isFailure(deployment)) return deployment
  const current: Rollout = { ...rollout, deployment }
  if (at(deployment, 'spec', 'paused') === true) return yield* sync(current, now)
  const known = yield* ensureNewReplicaSet(current, false, now)
  if (isFailure(known)) return known
  if (active(allOf(known)).some((replicaSet) => isOtherSize(replicaSet, deployment))) return yield* sync(known, now)
  return textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate'
    ? yield* rolloutRecreate(known, now)
    : yield* rolloutRolling(known, now)
}

/** A deployment is scaled when one of its ReplicaSets notes another size than it has now. [deployment/sync.go isScalingEvent] */
function isOtherSize(replicaSet: KubeObject, deployment: KubeObject): boolean {
  const noted = annotationsOf(replicaSet)[desiredReplicasAnnotation]
  return noted !== undefined && Number(noted) !== desiredOf(deployment)
}

function* syncStatusOnly(found: Rollout, now: number): Reconcile<Failure | undefined> {
  const rollout = yield* ensureNewReplicaSet(found, false, now)
  return isFailure(rollout) ? rollout : yield* syncDeploymentStatus(rollout, now)
}

/** Scaling, and all that is done while paused. [deployment/sync.go sync] */
function* sync(found: Rollout, now: number): Reconcile<Failure | undefined> {
  const rollout = yield* ensureNewReplicaSet(found, false, now)
  if (isFailure(rollout)) return rollout
  const failure = yield* scale(rollout)
  if (failure) return failure
  const refused = at(rollout.deployment, 'spec', 'paused') === true ? yield* cleanUp(rollout) : undefined
  return refused ?? (yield* syncDeploymentStatus(rollout, now))
}

/** Pausing and resuming are told as a condition, so that no progress is missed meanwhile. [deployment/sync.go checkPausedConditions] */
function* tellPause(deployment: KubeObject, now: number): Reconcile<KubeObject | Failure> {
  const current = conditionOf(conditionsOf(deployment), 'Progressing')
  if (!hasProgressDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return deployment
  const paused = at(deployment, 'spec', 'paused') === true
  const told = current?.reason === 'DeploymentPaused'
  if (paused === told) return deployment
  const condition = paused
    ? newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', now)
    : newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', now)
  const next = withConditions(deployment, setCondition(conditionsOf(deployment), condition))
  const failure = yield* updateStatus(next)
  return failure ?? next
}
