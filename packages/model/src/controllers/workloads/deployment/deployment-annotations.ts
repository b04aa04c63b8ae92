import { annotationsOf, type KubeObject } from '../../../object/kube-object.ts'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history'
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas'
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas'

/** Annotations that a deployment does not hand on to its ReplicaSets. [deployment/util annotationsToSkip] */
const ownAnnotations: readonly string[] = [
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
]

export type Annotations = Readonly<Record<string, string>>

export function revisionOf(object: KubeObject): number {
  return Number(annotationsOf(object)[revisionAnnotation] ?? 0) || 0
}

/** How large the deployment is and may become, noted on its ReplicaSets. [deployment/util SetReplicasAnnotations] */
export function replicasAnnotations(desired: number, max: number): Annotations {
  return { [desiredReplicasAnnotation]: String(desired), [maxReplicasAnnotation]: String(max) }
}

/**
 * A ReplicaSet gets its deployment's annotations and the highest revision; a revision that it had before is remembered.
 * [deployment/util SetNewReplicaSetAnnotations]
 */
export function newReplicaSetAnnotations(deployment: KubeObject, present: Annotations, revision: number): Annotations {
  const handedOn = Object.entries(annotationsOf(deployment)).filter(([key]) => !ownAnnotations.includes(key))
  const merged: Annotations = { ...present, ...Object.fromEntries(handedOn) }
  const old = present[revisionAnnotation]
  if (Number(old ?? 0) >= revision) return merged
  const history = present[revisionHistoryAnnotation]
  const remembered = old === undefined ? {} : { [revisionHistoryAnnotation]: history ? `${history},${old}` : old }
  return { ...merged, [revisionAnnotation]: String(revision), ...remembered }
}
