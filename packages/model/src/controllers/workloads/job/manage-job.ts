import { at, isJsonArray, isJsonObject, type Json, type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { isSuccess } from '../../../request/request.ts'
import { messageOf, type Reconcile, requestFor, send } from '../../controller.ts'
import { isNamespaceTerminating } from '../../namespace-terminating.ts'
import { isPodTerminal, podFromTemplate } from '../controlled.ts'
import { numberAt } from '../numbers.ts'
import { podsToDelete } from '../replica-set/pods-to-delete.ts'
import { slowStart } from '../slow-start.ts'
import { isSuspended } from './job-conditions.ts'
import { deletePod, indexLabel, indexOf, isIndexed, trackingFinalizer, untrack } from './job-pods.ts'

const podPlace = requestFor('', 'v1', 'pods')
/** [job_controller.go MaxPodCreateDeletePerSync] */
const podsMax = 500

/** What a sync knows of the pods of a job. */
export interface JobPods {
  readonly job: KubeObject
  readonly pods: readonly KubeObject[]
  readonly activePods: readonly KubeObject[]
  readonly succeeded: number
  readonly succeededIndexes: ReadonlySet<number>
  /** milliseconds until a pod may be made after failures */
  readonly backoffMs: number
}

/** What was done to them: how many are active now, and how many of them were deleted. */
export interface ManagedPods {
  readonly active: number
  readonly deleted: readonly KubeObject[]
  readonly failure?: string
  /** when to look again */
  readonly afterMs?: number
}

/**
 * A job has as many active pods as may run in parallel, and no more than it needs; none while it is suspended.
 * [job_controller.go manageJob] Not modelled: pods of the same index.
 */
export function* manageJob(known: JobPods): Reconcile<ManagedPods> {
  const { job, activePods, backoffMs } = known
  const active = activePods.length
  const wanted = isSuspended(job) ? 0 : wantedActive(known)
  if (active > wanted) return yield* deleteSurplus(activePods, active - wanted)
  const missing = wanted - active - (at(job, 'spec', 'podReplacementPolicy') === 'Failed' ? terminatingOf(known) : 0)
  if (missing <= 0) return { active, deleted: [] }
  if (backoffMs > 0) return { active, deleted: [], afterMs: backoffMs }
  return yield* createPods(known, Math.min(missing, podsMax))
}

function wantedActive({ job, activePods, succeeded }: JobPods): number {
  const parallelism = numberAt(job, 'spec', 'parallelism')
  const completions = at(job, 'spec', 'completions')
  if (typeof completions !== 'number') return succeeded > 0 ? activePods.length : parallelism
  return Math.max(0, Math.min(completions - succeeded, parallelism))
}

function terminatingOf({ pods }: JobPods): number {
  return pods.filter((pod) => isTerminating(pod) && !isPodTerminal(pod)).length
}

/** Surplus pods are not counted: they lose their finalizer first. [job_controller.go deleteJobPods] */
function* deleteSurplus(activePods: readonly KubeObject[], count: number): Reconcile<ManagedPods> {
  const deleted: KubeObject[] = []
  let failure: string | undefined
  for (const pod of podsToDelete(activePods, Math.min(count, podsMax))) {
    const freed = yield* untrack(pod)
    const answer = isSuccess(freed) ? yield* deletePod(pod) : freed
    if (isSuccess(answer) || answer.code === 404) deleted.push(pod)
    else failure ??= messageOf(answer)
  }
  const active = activePods.length - deleted.length
  return failure === undefined ? { active, deleted } : { active, deleted, failure }
}

/** Pods that still run when a job ends are deleted as they are. [job_controller.go deleteActivePods] */
export function* deleteActivePods(activePods: readonly KubeObject[]): Reconcile<ManagedPods> {
  const deleted: KubeObject[] = []
  let failure: string | undefined
  for (const pod of activePods) {
    const answer = yield* deletePod(pod)
    if (isSuccess(answer) || answer.code === 404) deleted.push(pod)
    else failure ??= messageOf(answer)
  }
  const active = activePods.length - deleted.length
  return failure === undefined ? { active, deleted } : { active, deleted, failure }
}

function* createPods(known: JobPods, count: number): Reconcile<ManagedPods> {
  const { job, activePods } = known
  const namespace = job.metadata.namespace ?? ''
  const indexes = isIndexed(job) ? pendingIndexes(known, count) : undefined
  const { failure, successes } = yield* slowStart(indexes?.length ?? count, function* (attempt) {
    const answer = yield* send({ ...podPlace, verb: 'create', namespace, body: podOf(job, indexes?.[attempt]) })
    return isSuccess(answer) || isNamespaceTerminating(answer) ? undefined : messageOf(answer)
  })
  const made = { active: activePods.length + successes, deleted: [] }
  return failure === undefined ? made : { ...made, failure }
}

/** The lowest indexes that nobody works on. [indexed_job_utils.go firstPendingIndexes] */
function pendingIndexes({ job, activePods, succeededIndexes }: JobPods, count: number): readonly number[] {
  const taken = new Set([...succeededIndexes, ...activePods.map(indexOf)])
  const all = Array.from({ length: numberAt(job, 'spec', 'completions') }, (_, index) => index)
  return all.filter((index) => !taken.has(index)).slice(0, count)
}

function podOf(job: KubeObject, index: number | undefined): JsonObject {
  const template = objectAt(job, 'spec', 'template')
  const metadata = objectAt(template, 'metadata')
  const others = listAt(metadata, 'finalizers').filter((finalizer) => finalizer !== trackingFinalizer)
  const tracked = { ...template, metadata: { ...metadata, finalizers: [...others, trackingFinalizer] } }
  return index === undefined ? podFromTemplate(job, tracked) : indexedPod(podFromTemplate(job, tracked), job, index)
}

/** A pod of an index tells it by name, hostname, label, annotation and variable. [indexed_job_utils.go] */
function indexedPod(pod: JsonObject, job: KubeObject, index: number): JsonObject {
  const metadata = objectAt(pod, 'metadata')
  const told = { [indexLabel]: String(index) }
  const spec = objectAt(pod, 'spec')
  const containers = (['initContainers', 'containers'] as const)
    .filter((field) => isJsonArray(spec[field]))
    .map((field) => [field, listAt(spec, field).map(withIndexVariable)] as const)
  return {
    ...pod,
    metadata: {
      ...metadata,
      generateName: `${job.metadata.name}-${index}-`,
      labels: { ...objectAt(metadata, 'labels'), ...told },
      annotations: { ...objectAt(metadata, 'annotations'), ...told },
    },
    spec: { ...spec, ...Object.fromEntries(containers), hostname: `${job.metadata.name}-${index}` },
  }
}

const indexVariable = 'JOB_COMPLETION_INDEX'

function withIndexVariable(container: Json): Json {
  const env = listAt(container, 'env')
  if (!isJsonObject(container) || env.some((variable) => at(variable, 'name') === indexVariable)) return container
  const fieldRef = { fieldPath: `metadata.labels['${indexLabel}']` }
  return { ...container, env: [...env, { name: indexVariable, valueFrom: { fieldRef } }] }
}
