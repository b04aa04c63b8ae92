import { at, equalJson, type Json, type JsonObject, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { Reconcile } from '../../controller.ts'
import { counts, numberAt } from '../numbers.ts'
import {
  conditionOf,
  conditionsOf,
  hasProgressDeadline,
  newCondition,
  removeCondition,
  setCondition,
} from './deployment-conditions.ts'
import { askedFor, desiredOf, maxUnavailable, sumOf } from './deployment-numbers.ts'
import { type Failure, updateStatus } from './deployment-requests.ts'
import { allOf, type Rollout } from './replica-sets-of-deployment.ts'

const timedOut = 'ProgressDeadlineExceeded'
const available = 'NewReplicaSetAvailable'

/** The status without conditions, and the conditions with what is said of availability. [deployment/sync.go calculateStatus] */
function calculate(rollout: Rollout, now: number): { status: JsonObject; conditions: readonly JsonObject[] } {
  const { deployment, newReplicaSet } = rollout
  const all = allOf(rollout)
  const availableReplicas = sumOf(all, 'availableReplicas')
  const collisionCount = at(deployment, 'status', 'collisionCount')
  const terminating = terminatingReplicas(all)
  const enough = availableReplicas >= desiredOf(deployment) - maxUnavailable(deployment)
  const condition = enough
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : newCondition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        now,
      )
  return {
    status: {
      ...counts({
        observedGeneration: deployment.metadata.generation ?? 0,
        replicas: sumOf(all, 'replicas'),
        updatedReplicas: newReplicaSet ? sumOf([newReplicaSet], 'replicas') : 0,
        readyReplicas: sumOf(all, 'readyReplicas'),
        availableReplicas,
        unavailableReplicas: Math.max(0, askedFor(all) - availableReplicas),
      }),
      ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
      ...(collisionCount === undefined ? {} : { collisionCount }),
    },
    conditions: setCondition(conditionsOf(deployment), condition),
  }
}

/** ReplicaSets that were never looked at count as none; one that does not tell makes the sum unknown. [deployment/util GetTerminatingReplicaCountForReplicaSets] */
function terminatingReplicas(all: readonly KubeObject[]): number | undefined {
  const seen = all.filter((one) => numberAt(one, 'status', 'observedGeneration') !== 0)
  if (seen.some((one) => at(one, 'status', 'terminatingReplicas') === undefined)) return undefined
  return sumOf(all, 'terminatingReplicas')
}

/** All desired pods are of the new template and available. [deployment/util DeploymentComplete] */
export function isComplete(deployment: KubeObject, status: Json | undefined): boolean {
  const desired = desiredOf(deployment)
  return (
    ['updatedReplicas', 'replicas', 'availableReplicas'].every((field) => numberAt(status, field) === desired) &&
    numberAt(status, 'observedGeneration') >= (deployment.metadata.generation ?? 0)
  )
}

/** [deployment/util DeploymentProgressing] */
function isProgressing(old: Json | undefined, next: JsonObject): boolean {
  const grew = (field: string): boolean => numberAt(next, field) > numberAt(old, field)
  const oldPods = (status: Json | undefined): number =>
    numberAt(status, 'replicas') - numberAt(status, 'updatedReplicas')
  return grew('updatedReplicas') || oldPods(next) < oldPods(old) || grew('readyReplicas') || grew('availableReplicas')
}

/** [deployment/util DeploymentTimedOut] */
function isTimedOut(deployment: KubeObject, current: JsonObject | undefined, now: number): boolean {
  if (!current || current.reason === available) return false
  return current.reason === timedOut || deadlineOf(deployment, current) < now
}

function deadlineOf(deployment: KubeObject, progressing: JsonObject): number {
  const updated = Date.parse(textAt(progressing, 'lastUpdateTime') ?? '')
  return updated + numberAt(deployment, 'spec', 'progressDeadlineSeconds') * 1000
}

function progressConditions(
  rollout: Rollout,
  status: JsonObject,
  conditions: readonly JsonObject[],
  now: number,
): readonly JsonObject[] {
  const { deployment, newReplicaSet } = rollout
  if (!hasProgressDeadline(deployment)) return removeCondition(conditions, 'Progressing')
  const current = conditionOf(conditions, 'Progressing')
  if (numberAt(status, 'replicas') === numberAt(status, 'updatedReplicas') && current?.reason === available)
    return conditions
  const subject = newReplicaSet
    ? `ReplicaSet "${newReplicaSet.metadata.name}"`
    : `Deployment "${deployment.metadata.name}"`
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`
    return setCondition(conditions, newCondition('Progressing', 'True', available, message, now))
  }
  if (isProgressing(deployment.status, status)) {
    const next = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, now)
    const kept = current?.status === 'True' ? { lastTransitionTime: current.lastTransitionTime } : {}
    return [...removeCondition(conditions, 'Progressing'), { ...next, ...kept }]
  }
  if (!isTimedOut(deployment, current, now)) return conditions
  const message = `${subject} has timed out progressing.`
  return setCondition(conditions, newCondition('Progressing', 'False', timedOut, message, now))
}

/** The failure of a ReplicaSet, the new one's first. [deployment/progress.go getReplicaFailures] */
function replicaFailure({ newReplicaSet, oldReplicaSets }: Rollout): JsonObject | undefined {
  const all = newReplicaSet ? [newReplicaSet, ...oldReplicaSets] : oldReplicaSets
  const failure = all.map((one) => conditionOf(conditionsOf(one), 'ReplicaFailure')).find((found) => found)
  return failure && { ...failure, lastUpdateTime: failure.lastTransitionTime }
}

/** The status while a rollout is under way: progress, or the lack of it, and failures of ReplicaSets. [deployment/progress.go syncRolloutStatus] */
export function* syncRolloutStatus(rollout: Rollout, now: number): Reconcile<Failure | undefined> {
  const { status, conditions } = calculate(rollout, now)
  const told = progressConditions(rollout, status, conditions, now)
  const failure = replicaFailure(rollout)
  return yield* write(
    rollout.deployment,
    status,
    failure ? setCondition(told, failure) : removeCondition(told, 'ReplicaFailure'),
  )
}

/** The status of a deployment that is scaled, paused or deleted: nothing is said of progress. [deployment/sync.go syncDeploymentStatus] */
export function* syncDeploymentStatus(rollout: Rollout, now: number): Reconcile<Failure | undefined> {
  const { status, conditions } = calculate(rollout, now)
  return yield* write(rollout.deployment, status, conditions)
}

function* write(
  deployment: KubeObject,
  status: JsonObject,
  conditions: readonly JsonObject[],
): Reconcile<Failure | undefined> {
  const next = { ...status, conditions }
  return equalJson(deployment.status, next) ? undefined : yield* updateStatus({ ...deployment, status: next })
}

/** Milliseconds until the lack of progress has to be reported; undefined where it never has. [deployment/progress.go requeueStuckDeployment] */
export function untilDeadline(deployment: KubeObject, now: number): number | undefined {
  const current = conditionOf(conditionsOf(deployment), 'Progressing')
  if (!hasProgressDeadline(deployment) || !current || current.reason === timedOut) return undefined
  if (isComplete(deployment, deployment.status)) return undefined
  return Math.max(0, deadlineOf(deployment, current) - now) + 1000
}
