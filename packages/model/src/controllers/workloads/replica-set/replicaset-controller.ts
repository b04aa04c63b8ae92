import { at, equalJson, type JsonObject } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { isSuccess, type Response } from '../../../request/request.ts'
import {
  type Controller,
  done,
  failed,
  messageOf,
  objectOf,
  type Reconcile,
  read,
  requestFor,
  send,
} from '../../controller.ts'
import { isNamespaceTerminating } from '../../namespace-terminating.ts'
import { isPodActive, isPodTerminal, podFromTemplate, podsOf } from '../controlled.ts'
import { numberAt } from '../numbers.ts'
import { ownerController } from '../owner-controller.ts'
import { slowStart } from '../slow-start.ts'
import { podsToDelete } from './pods-to-delete.ts'
import { replicaSetStatus } from './replica-set-status.ts'

const replicaSets = requestFor('apps', 'v1', 'replicasets')
const pods = requestFor('', 'v1', 'pods')

/** how many pods one sync makes or deletes at most [replica_set.go BurstReplicas] */
const burstReplicas = 500

/**
 * A ReplicaSet has as many active pods as it asks for. [pkg/controller/replicaset/replica_set.go syncReplicaSet]
 *
 * Not modelled: adoption of matching pods without owner and release of pods whose labels stopped matching; the check for
 * availability after minReadySeconds.
 */
export const replicaSetController: Controller = ownerController({
  name: 'replicaset-controller',
  resource: 'apps/replicasets',
  kind: 'ReplicaSet',
  owned: ['/pods'],
  sync: syncReplicaSet,
})

function* syncReplicaSet(replicaSet: KubeObject, now: number): Reconcile {
  const own = yield* read((state) => podsOf(state, replicaSet))
  const activePods = own.filter(isPodActive)
  const terminatingPods = own.filter((pod) => isTerminating(pod) && !isPodTerminal(pod))
  const failure = isTerminating(replicaSet) ? undefined : yield* manageReplicas(replicaSet, activePods)
  const status = replicaSetStatus(replicaSet, { activePods, terminatingPods, failure }, now)
  const refused = yield* updateStatus(replicaSet, status)
  if (refused) return failed(messageOf(refused))
  return failure === undefined ? done : failed(failure)
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

/** A refusal because the namespace is terminating is none. */
function* createPods(replicaSet: KubeObject, count: number): Reconcile<string | undefined> {
  const namespace = replicaSet.metadata.namespace ?? ''
  const body = podFromTemplate(replicaSet, at(replicaSet, 'spec', 'template'))
  const { failure } = yield* slowStart(count, function* () {
    const answer = yield* send({ ...pods, verb: 'create', namespace, body })
    return isSuccess(answer) || isNamespaceTerminating(answer) ? undefined : messageOf(answer)
  })
  return failure
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
