import { at, equalJson, type JsonObject } from '../../../object/json.ts'
import { isTerminating, type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { matchesSelector } from '../../../object/label-selector.ts'
import { isSuccess, type Response } from '../../../request/request.ts'
import type { WatchEvent } from '../../../state/cluster.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject, listObjects, placeOf } from '../../../state/store.ts'
import {
  type Controller,
  done,
  type Enqueue,
  messageOf,
  nothing,
  type Observation,
  objectOf,
  type Reconcile,
  read,
  requestFor,
  send,
} from '../../controller.ts'
import { defaultBackoff, splitPlace } from '../../kube-controller.ts'
import { isNamespaceTerminating } from '../../namespace-terminating.ts'
import { kubeSystemServiceAccount } from '../../service-account-user.ts'
import { controllerOf, isControlledBy, isPodActive, isPodTerminal, podFromTemplate } from '../controlled.ts'
import { numberAt } from '../numbers.ts'
import { podsToDelete } from './pods-to-delete.ts'
import { replicaSetStatus } from './replica-set-status.ts'

const name = 'replicaset-controller'
const resource = 'apps/replicasets'
const replicaSets = requestFor('apps', 'v1', 'replicasets')
const pods = requestFor('', 'v1', 'pods')

/** usual time between a write and the controller's answer to it */
const latencyMs = 50
/** how many pods one sync makes or deletes at most [replica_set.go BurstReplicas] */
const burstReplicas = 500

/**
 * A ReplicaSet has as many active pods as it asks for. [pkg/controller/replicaset/replica_set.go syncReplicaSet]
 *
 * Not modelled: adoption of matching pods without owner and release of pods whose labels stopped matching; the check for
 * availability after minReadySeconds.
 */
export const replicaSetController: Controller = {
  name,
  process: 'kube-controller-manager',
  user: kubeSystemServiceAccount(name),
  backoff: defaultBackoff,
  observe,
  start: (state) => ({ enqueue: listObjects(state, resource).map(enqueueOf) }),
  reconcile: (key, _memory, now) => syncReplicaSet(key, now),
}

function enqueueOf({ metadata }: KubeObject): Enqueue {
  return { controller: name, key: placeOf(metadata.namespace, metadata.name), afterMs: latencyMs }
}

function observe(event: WatchEvent): Observation {
  if (event.resource === resource) return event.type === 'deleted' ? nothing : { enqueue: [enqueueOf(event.object)] }
  if (event.resource !== '/pods') return nothing
  const owner = controllerOf(event.object)
  if (owner?.kind !== 'ReplicaSet') return nothing
  const key = placeOf(event.object.metadata.namespace, owner.name)
  return { enqueue: [{ controller: name, key, afterMs: latencyMs }] }
}

function* syncReplicaSet(key: string, now: number): Reconcile {
  const place = splitPlace(key)
  const replicaSet = yield* read((state) => findObject(state, resource, place.namespace, place.name))
  if (!replicaSet) return done
  const own = yield* read((state) => claimedPods(state, replicaSet))
  const activePods = own.filter(isPodActive)
  const terminatingPods = own.filter((pod) => isTerminating(pod) && !isPodTerminal(pod))
  const failure = isTerminating(replicaSet) ? undefined : yield* manageReplicas(replicaSet, activePods)
  const status = replicaSetStatus(replicaSet, { activePods, terminatingPods, failure }, now)
  const refused = yield* updateStatus(replicaSet, status)
  if (refused) return { type: 'error', message: messageOf(refused) }
  return failure === undefined ? done : { type: 'error', message: failure }
}

function claimedPods(state: ClusterState, replicaSet: KubeObject): readonly KubeObject[] {
  const selector = at(replicaSet, 'spec', 'selector')
  return listObjects(state, '/pods', replicaSet.metadata.namespace).filter(
    (pod) => isControlledBy(pod, replicaSet) && matchesSelector(selector, labelsOf(pod)),
  )
}

/** Missing pods are made and surplus ones deleted; the message of the first refusal is given back. [replica_set.go manageReplicas] */
function* manageReplicas(replicaSet: KubeObject, activePods: readonly KubeObject[]): Reconcile<string | undefined> {
  const difference = activePods.length - numberAt(replicaSet, 'spec', 'replicas')
  if (difference < 0) return yield* createPods(replicaSet, Math.min(-difference, burstReplicas))
  const namespace = replicaSet.metadata.namespace ?? ''
  let failure: string | undefined
  for (const { metadata } of podsToDelete(activePods, Math.min(difference, burstReplicas))) {
    const answer = yield* send({ ...pods, verb: 'delete', namespace, name: metadata.name })
    if (!isSuccess(answer) && answer.code !== 404) failure ??= messageOf(answer)
  }
  return failure
}

/**
 * Pods are made in batches of 1, 2, 4 and so on; a batch with a refusal is the last. A refusal because the namespace is
 * terminating is none. [replica_set.go slowStartBatch]
 */
function* createPods(replicaSet: KubeObject, count: number): Reconcile<string | undefined> {
  const namespace = replicaSet.metadata.namespace ?? ''
  const body = podFromTemplate(replicaSet, at(replicaSet, 'spec', 'template'))
  let remaining = count
  for (let batch = 1; remaining > 0; batch *= 2) {
    let failure: string | undefined
    for (let index = 0; index < Math.min(batch, remaining); index++) {
      const answer = yield* send({ ...pods, verb: 'create', namespace, body })
      if (!isSuccess(answer) && !isNamespaceTerminating(answer)) failure ??= messageOf(answer)
    }
    if (failure !== undefined) return failure
    remaining -= batch
  }
  return undefined
}

/** A status is written when it changed; a refused write is tried once more on the newest object. [replica_set_utils.go updateReplicaSetStatus] */
function* updateStatus(replicaSet: KubeObject, status: JsonObject): Reconcile<Response | undefined> {
  if (equalJson(replicaSet.status, status)) return undefined
  const first = yield* writeStatus(replicaSet, status)
  if (isSuccess(first)) return undefined
  const { namespace, name: replicaSetName } = replicaSet.metadata
  const fresh = yield* send({ ...replicaSets, verb: 'get', namespace: namespace ?? '', name: replicaSetName })
  const latest = objectOf(fresh)
  if (!latest) return fresh
  const second = yield* writeStatus(latest, status)
  return isSuccess(second) ? undefined : second
}

function writeStatus(replicaSet: KubeObject, status: JsonObject): Reconcile<Response> {
  return send({
    ...replicaSets,
    verb: 'update',
    subresource: 'status',
    namespace: replicaSet.metadata.namespace ?? '',
    name: replicaSet.metadata.name,
    body: { ...replicaSet, status },
  })
}
