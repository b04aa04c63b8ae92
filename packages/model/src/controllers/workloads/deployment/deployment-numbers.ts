import { at, type Json, textAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject } from '../../../object/kube-object.ts'
import { numberAt } from '../numbers.ts'
import { desiredReplicasAnnotation, maxReplicasAnnotation } from './deployment-annotations.ts'

export function desiredOf(object: KubeObject): number {
  return numberAt(object, 'spec', 'replicas')
}

export function isRollingUpdate(deployment: KubeObject): boolean {
  return textAt(deployment, 'spec', 'strategy', 'type') === 'RollingUpdate'
}

/** A number, or a share of the whole rounded up or down. [apimachinery util/intstr GetScaledValueFromIntOrPercent] */
function scaled(value: Json | undefined, whole: number, roundUp: boolean): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !value.endsWith('%')) return 0
  const share = (Number(value.slice(0, -1)) * whole) / 100
  return roundUp ? Math.ceil(share) : Math.floor(share)
}

interface Fenceposts {
  readonly surge: number
  readonly unavailable: number
}

/** Where both bounds come to nothing, one pod may be unavailable. [deployment/util ResolveFenceposts] */
function fenceposts(deployment: KubeObject): Fenceposts {
  const rolling = at(deployment, 'spec', 'strategy', 'rollingUpdate')
  const desired = desiredOf(deployment)
  const surge = scaled(at(rolling, 'maxSurge'), desired, true)
  const unavailable = scaled(at(rolling, 'maxUnavailable'), desired, false)
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable }
}

export function maxSurge(deployment: KubeObject): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0
}

export function maxUnavailable(deployment: KubeObject): number {
  const desired = desiredOf(deployment)
  return isRollingUpdate(deployment) && desired > 0 ? Math.min(fenceposts(deployment).unavailable, desired) : 0
}

/** How many pods the ReplicaSets ask for together. [deployment/util GetReplicaCountForReplicaSets] */
export function askedFor(replicaSets: readonly KubeObject[]): number {
  return replicaSets.reduce((sum, replicaSet) => sum + desiredOf(replicaSet), 0)
}

/** The sum of a count in the status of ReplicaSets. */
export function sumOf(replicaSets: readonly KubeObject[], field: string): number {
  return replicaSets.reduce((sum, replicaSet) => sum + numberAt(replicaSet, 'status', field), 0)
}

/**
 * How large the new ReplicaSet may become: all that is desired, as long as all together stay below the surge.
 * [deployment/util NewRSNewReplicas]
 */
export function newReplicas(deployment: KubeObject, all: readonly KubeObject[], current: number): number {
  const desired = desiredOf(deployment)
  if (!isRollingUpdate(deployment)) return desired
  const surge = scaled(at(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxSurge'), desired, true)
  const room = desired + surge - askedFor(all)
  return room <= 0 ? current : current + Math.min(room, desired - current)
}

/** The new ReplicaSet has all pods and they are available. [deployment/util IsSaturated] */
export function isSaturated(deployment: KubeObject, replicaSet: KubeObject | undefined): boolean {
  if (!replicaSet) return false
  const desired = desiredOf(deployment)
  return (
    desiredOf(replicaSet) === desired &&
    annotationsOf(replicaSet)[desiredReplicasAnnotation] === String(desired) &&
    numberAt(replicaSet, 'status', 'availableReplicas') === desired
  )
}

/** The share that a ReplicaSet has in a change of the deployment's size. [deployment/util GetReplicaSetProportion] */
export function proportion(deployment: KubeObject, replicaSet: KubeObject, toAdd: number, added: number): number {
  if (desiredOf(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0
  const share = fraction(deployment, replicaSet)
  return toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added)
}

function fraction(deployment: KubeObject, replicaSet: KubeObject): number {
  const size = desiredOf(replicaSet)
  const desired = desiredOf(deployment)
  if (desired === 0) return -size
  const annotated = Number(annotationsOf(replicaSet)[maxReplicasAnnotation] ?? 0)
  const before = annotated > 0 ? annotated : numberAt(deployment, 'status', 'replicas')
  return before === 0 ? 0 : Math.round((size * (desired + maxSurge(deployment))) / before) - size
}
