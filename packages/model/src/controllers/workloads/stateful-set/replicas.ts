import { at, textAt } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { isSuccess } from '../../../request/request.ts'
import { messageOf, type Reconcile, requestFor, send } from '../../controller.ts'
import { isPodTerminal } from '../controlled.ts'
import { numberAt } from '../numbers.ts'
import { isPodAvailable } from '../pod-readiness.ts'
import { slowStart } from '../slow-start.ts'
import { createMissingClaims, retainClaims } from './claims.ts'
import { newPod, ordinalOf, ordinalsOf, revisionOf } from './identity.ts'
import type { Revisions } from './revisions.ts'
import { isRunningAndReady } from './stateful-set-status.ts'

const podPlace = requestFor('', 'v1', 'pods')

/** How a step of a set ended: it goes on, it waits for something, or it failed. */
type Progress = 'on' | 'wait' | { readonly failure: string }

interface Replicas {
  readonly set: KubeObject
  readonly revisions: Revisions
  readonly now: number
  /** one after the other, each when the one before is available */
  readonly isOrdered: boolean
  /** by ordinal: the pods that are there, undefined where one is missing */
  readonly wanted: readonly { readonly ordinal: number; readonly pod: KubeObject | undefined }[]
  /** pods beyond the ordinals, the highest first */
  readonly condemned: readonly KubeObject[]
}

/** What a sync did to the pods of a set. */
export interface ManagedReplicas {
  readonly failure?: string
  readonly deletedForUpdate: number
}

/**
 * The pods of a set: those missing are made in order, those beyond its size go from the last, then those of another
 * revision are deleted. Without a scheduler the first pod stays pending, and where order counts nothing else happens.
 * [stateful_set_control.go updateStatefulSet] Not modelled: MaxUnavailableStatefulSet, which is off.
 */
export function* manageReplicas(
  set: KubeObject,
  revisions: Revisions,
  pods: readonly KubeObject[],
  now: number,
): Reconcile<ManagedReplicas> {
  const replicas = partition(set, revisions, pods, now)
  const { wanted, condemned } = replicas
  const steps = [
    () => runForAll(replicas, wanted, (replica) => processReplica(replicas, replica.ordinal, replica.pod)),
    () => runForAll(replicas, condemned, (pod) => keepClaims(set, pod)),
    () => runForAll(replicas, condemned, (pod) => processCondemned(replicas, pod)),
  ]
  for (const step of steps) {
    const progress = yield* step()
    if (progress === 'wait') return { deletedForUpdate: 0 }
    if (progress !== 'on') return { ...progress, deletedForUpdate: 0 }
  }
  return at(set, 'spec', 'updateStrategy', 'type') === 'OnDelete' ? { deletedForUpdate: 0 } : yield* updateOne(replicas)
}

function partition(set: KubeObject, revisions: Revisions, pods: readonly KubeObject[], now: number): Replicas {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod) ?? -1, pod]))
  const ordinals = ordinalsOf(set)
  const condemned = [...byOrdinal].filter(([ordinal]) => ordinal >= 0 && !ordinals.includes(ordinal))
  return {
    set,
    revisions,
    now,
    isOrdered: at(set, 'spec', 'podManagementPolicy') !== 'Parallel',
    wanted: ordinals.map((ordinal) => ({ ordinal, pod: byOrdinal.get(ordinal) })),
    condemned: condemned.sort(([a], [b]) => b - a).map(([, pod]) => pod),
  }
}

/** In order until one waits or fails, or all of them in growing batches. [runForAll] */
function* runForAll<T>(
  { isOrdered }: Replicas,
  items: readonly T[],
  step: (item: T) => Reconcile<Progress>,
): Reconcile<Progress> {
  if (isOrdered) {
    for (const item of items) {
      const progress = yield* step(item)
      if (progress !== 'on') return progress
    }
    return 'on'
  }
  const { failure } = yield* slowStart(items.length, function* (index) {
    const item = items[index]
    const progress = item === undefined ? 'on' : yield* step(item)
    return typeof progress === 'object' ? progress.failure : undefined
  })
  return failure === undefined ? 'on' : { failure }
}

function* processReplica(replicas: Replicas, ordinal: number, pod: KubeObject | undefined): Reconcile<Progress> {
  const { set, isOrdered, now } = replicas
  if (!pod) return yield* createReplica(replicas, ordinal)
  if (isPodTerminal(pod)) return isTerminating(pod) ? 'wait' : yield* deletePod(pod, 'wait')
  if (textAt(pod, 'status', 'phase') === 'Pending') {
    const failure = (yield* createMissingClaims(set, ordinal)) ?? (yield* retainClaims(set, pod))
    if (failure !== undefined) return { failure }
  }
  const isFit = !isTerminating(pod) && isRunningAndReady(pod) && isPodAvailable(pod, minReadySeconds(set), now)
  return isOrdered && !isFit ? 'wait' : yield* keepClaims(set, pod)
}

function* createReplica({ set, revisions, isOrdered }: Replicas, ordinal: number): Reconcile<Progress> {
  const missing = yield* createMissingClaims(set, ordinal)
  if (missing !== undefined) return { failure: missing }
  const body = newPod(set, revisionFor(set, revisions, ordinal), ordinal)
  const namespace = set.metadata.namespace ?? ''
  const answer = yield* send({ ...podPlace, verb: 'create', namespace, body })
  if (!isSuccess(answer)) return { failure: messageOf(answer) }
  const failure = yield* retainClaims(set, answer.body as KubeObject)
  if (failure !== undefined) return { failure }
  return isOrdered ? 'wait' : 'on'
}

/** Below the partition pods have the current revision. [stateful_set_utils.go newVersionedStatefulSetPod] */
function revisionFor(set: KubeObject, { current, update }: Revisions, ordinal: number): KubeObject {
  const partitionAt = numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')
  return ordinal < numberAt(set, 'spec', 'ordinals', 'start') + partitionAt ? current : update
}

function* keepClaims(set: KubeObject, pod: KubeObject): Reconcile<Progress> {
  const failure = yield* retainClaims(set, pod)
  return failure === undefined ? 'on' : { failure }
}

/** Where order counts, one goes at a time, and only while all others are available. */
function* processCondemned(replicas: Replicas, pod: KubeObject): Reconcile<Progress> {
  const { isOrdered } = replicas
  if (isTerminating(pod)) return isOrdered ? 'wait' : 'on'
  const isBlocked = isOrdered && isUnavailable(replicas, pod) && pod !== firstUnavailable(replicas)
  return isBlocked ? 'wait' : yield* deletePod(pod, 'wait')
}

function firstUnavailable(replicas: Replicas): KubeObject | undefined {
  const { wanted, condemned } = replicas
  const pods = [...wanted.flatMap(({ pod }) => (pod ? [pod] : [])), ...condemned.toReversed()]
  return pods.find((pod) => isUnavailable(replicas, pod))
}

function isUnavailable({ set, now }: Replicas, pod: KubeObject): boolean {
  return isTerminating(pod) || !isPodAvailable(pod, minReadySeconds(set), now)
}

/** The last pod of another revision is deleted; one that is not available yet is waited for. */
function* updateOne(replicas: Replicas): Reconcile<ManagedReplicas> {
  const { set, revisions, wanted } = replicas
  const partitionAt = numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')
  for (const { pod } of wanted.slice(partitionAt).toReversed()) {
    if (!pod) return { deletedForUpdate: 0 }
    if (revisionOf(pod) !== revisions.update.metadata.name && !isTerminating(pod)) {
      const progress = yield* deletePod(pod, 'on')
      return typeof progress === 'object' ? { ...progress, deletedForUpdate: 0 } : { deletedForUpdate: 1 }
    }
    if (isUnavailable(replicas, pod)) return { deletedForUpdate: 0 }
  }
  return { deletedForUpdate: 0 }
}

function* deletePod({ metadata }: KubeObject, then: Progress): Reconcile<Progress> {
  const { namespace = '', name } = metadata
  const answer = yield* send({ ...podPlace, verb: 'delete', namespace, name })
  return isSuccess(answer) || answer.code === 404 ? then : { failure: messageOf(answer) }
}

function minReadySeconds(set: KubeObject): number {
  return numberAt(set, 'spec', 'minReadySeconds')
}
