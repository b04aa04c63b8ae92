import { definitionsKey, hasCondition } from '../../apiserver/discovery.ts'
import { equalJson, listAt, objectAt, textAt } from '../../object/json.ts'
import { finalizersOf, isTerminating, type KubeObject, withMetadata } from '../../object/kube-object.ts'
import { isSuccess } from '../../request/request.ts'
import { formatTime } from '../../state/cluster.ts'
import { findObject, listObjects } from '../../state/store.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import {
  type Controller,
  done,
  type Enqueue,
  failed,
  messageOf,
  nothing,
  type Observation,
  objectOf,
  type Reconcile,
  read,
} from '../controller.ts'
import { apiserverUser, defaultBackoff } from '../kube-controller.ts'
import { type CrdCondition, isOvertaken, updateStatus, withCondition } from './crd-condition.ts'
import { deleteInstances, hasInstances } from './instances.ts'

const name = 'crd_finalizer'
const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io'

/** usual time between the deletion of a definition and the first write of this controller */
const latencyMs = 90
const pollMs = 5000
const pollTimeoutMs = 60_000

/** By name of the definition: until when its instances are waited for. */
type Polls = Readonly<Record<string, number>>

/**
 * A deleted definition loses its cleanup finalizer once its instances are gone.
 * [apiextensions-apiserver pkg/controller/finalizer/crd_finalizer.go; kubernetes.md 4.14]
 *
 * Not modelled: what happens when instances cannot be listed or deleted (`InstanceDeletionFailed`); the five workers
 * that at most wait for instances at the same time.
 */
export const crdFinalizer: Controller = {
  name,
  process: 'kube-apiserver',
  user: apiserverUser,
  backoff: defaultBackoff,
  observe,
  start: (state) => ({ memory: {}, enqueue: listObjects(state, definitionsKey).filter(needsCleanup).map(enqueue) }),
  reconcile: cleanUp,
}

function enqueue(definition: KubeObject): Enqueue {
  return { controller: name, key: definition.metadata.name, afterMs: latencyMs }
}

function needsCleanup(definition: KubeObject): boolean {
  return isTerminating(definition) && finalizersOf(definition).includes(cleanupFinalizer)
}

/**
 * A change of nothing but the condition Terminating is the controller's own and moves nothing; while instances are
 * waited for, the wait goes on first. [crd_finalizer.go updateCustomResourceDefinition]
 */
function observe({ type, resource, object, oldObject }: WatchEvent, memory: object | undefined): Observation {
  if (resource !== definitionsKey || type === 'deleted' || !needsCleanup(object)) return nothing
  if (object.metadata.name in pollsOf(memory)) return nothing
  if (oldObject && equalJson(withoutTerminating(oldObject), withoutTerminating(object))) return nothing
  return { enqueue: [enqueue(object)] }
}

function withoutTerminating(definition: KubeObject): KubeObject {
  const conditions = listAt(definition, 'status', 'conditions').filter((one) => textAt(one, 'type') !== 'Terminating')
  const status = { ...objectAt(definition, 'status'), conditions }
  return { ...withMetadata(definition, { resourceVersion: undefined }), status }
}

function pollsOf(memory: object | undefined): Polls {
  return (memory ?? {}) as Polls
}

function* cleanUp(key: string, memory: object | undefined, now: number): Reconcile {
  const polls = pollsOf(memory)
  const definition = yield* read((state) => findObject(state, definitionsKey, undefined, key))
  if (!definition || !needsCleanup(definition)) {
    yield* remember(polls, key, undefined)
    return done
  }
  const until = polls[key]
  if (until !== undefined) return yield* poll(definition, polls, until, now)
  const answer = yield* updateStatus(withCondition(definition, inProgress, formatTime(now)))
  if (isOvertaken(answer)) return done
  const marked = objectOf(answer)
  if (!marked) return failed(messageOf(answer))
  if (overlapping.includes(key)) return yield* finish(marked, overlappingBuiltIn, now)
  if (!hasCondition(marked, 'Established')) return yield* finish(marked, neverEstablished, now)
  yield { type: 'storage', write: (cluster) => deleteInstances(cluster, marked) }
  return yield* poll(marked, polls, now + pollTimeoutMs, now)
}

/**
 * Instances are waited for: looked at once, then every 5 s; after a minute that is an error, and everything starts anew.
 * [crd_finalizer.go deleteInstances]
 */
function* poll(definition: KubeObject, polls: Polls, until: number, now: number): Reconcile {
  const key = definition.metadata.name
  if (!(yield* read((state) => hasInstances(state, definition)))) {
    yield* remember(polls, key, undefined)
    return yield* finish(definition, completed, now)
  }
  if (now < until) {
    yield* remember(polls, key, until)
    return { type: 'requeue', afterMs: Math.min(pollMs, until - now), remembersFailures: true }
  }
  yield* remember(polls, key, undefined)
  yield* updateStatus(withCondition(definition, notConfirmed, formatTime(now)))
  return failed(deadlineExceeded)
}

function* finish(definition: KubeObject, condition: CrdCondition, now: number): Reconcile {
  const finalizers = finalizersOf(definition).filter((finalizer) => finalizer !== cleanupFinalizer)
  const finished = withCondition(withMetadata(definition, { finalizers }), condition, formatTime(now))
  const answer = yield* updateStatus(finished)
  return isSuccess(answer) || isOvertaken(answer) ? done : failed(messageOf(answer))
}

function* remember(polls: Polls, key: string, until: number | undefined): Reconcile<void> {
  if (polls[key] === until) return
  const { [key]: _, ...others } = polls
  yield { type: 'remember', memory: until === undefined ? others : { ...others, [key]: until } }
}

/** Definitions that lie over resources of the API server itself. [crd_finalizer.go OverlappingBuiltInResources] */
const overlapping: readonly string[] = [
  'apiservices.apiregistration.k8s.io',
  'customresourcedefinitions.apiextensions.k8s.io',
]

const deadlineExceeded = 'context deadline exceeded'

const inProgress = terminating('True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress')
const notConfirmed = terminating(
  'True',
  'InstanceDeletionCheck',
  `could not confirm zero CustomResources remaining: ${deadlineExceeded}`,
)
const completed = terminating('False', 'InstanceDeletionCompleted', 'removed all instances')
const neverEstablished = terminating('False', 'NeverEstablished', 'resource was never established')
const overlappingBuiltIn = terminating(
  'False',
  'OverlappingBuiltInResource',
  'instances overlap with built-in resources in storage',
)

function terminating(status: 'True' | 'False', reason: string, message: string): CrdCondition {
  return { type: 'Terminating', status, reason, message }
}
