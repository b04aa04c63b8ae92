import { at, listAt, textAt } from '../../../object/json.ts'
import { annotationsOf, finalizersOf, isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import type { Response } from '../../../request/request.ts'
import { type Reconcile, requestFor, send } from '../../controller.ts'

/** Keeps a pod until its end is counted in the status of its job. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking'
export const indexLabel = 'batch.kubernetes.io/job-completion-index'

const podPlace = requestFor('', 'v1', 'pods')

export function isTracked(pod: KubeObject): boolean {
  return finalizersOf(pod).includes(trackingFinalizer)
}

export function phaseOf(pod: KubeObject): string {
  return textAt(pod, 'status', 'phase') ?? ''
}

export function isIndexed(job: KubeObject): boolean {
  return at(job, 'spec', 'completionMode') === 'Indexed'
}

/** A pod that is deleted has failed, unless only pods that failed are replaced. [job_controller.go isPodFailed] */
export function isPodFailed(pod: KubeObject, job: KubeObject): boolean {
  if (phaseOf(pod) === 'Failed') return true
  if (at(job, 'spec', 'podReplacementPolicy') === 'Failed') return false
  return isTerminating(pod) && phaseOf(pod) !== 'Succeeded'
}

/** The index a pod works on; undefined of a job without indexes. */
export function indexOf(pod: KubeObject): number | undefined {
  const index = annotationsOf(pod)[indexLabel]
  return index !== undefined && /^[0-9]+$/.test(index) ? Number(index) : undefined
}

export function isJobFinished(job: KubeObject): boolean {
  return listAt(job, 'status', 'conditions').some((condition) => {
    const type = textAt(condition, 'type')
    return (type === 'Complete' || type === 'Failed') && textAt(condition, 'status') === 'True'
  })
}

export function* deletePod({ metadata }: KubeObject): Reconcile<Response> {
  return yield* send({ ...podPlace, verb: 'delete', namespace: metadata.namespace ?? '', name: metadata.name })
}

/** [job_controller.go removeTrackingFinalizerPatch] */
export function* untrack({ metadata }: KubeObject): Reconcile<Response> {
  const body = { metadata: { '$deleteFromPrimitiveList/finalizers': [trackingFinalizer] } }
  const place = { ...podPlace, namespace: metadata.namespace ?? '', name: metadata.name }
  return yield* send({ ...place, verb: 'patch', patchType: 'strategic', body })
}
