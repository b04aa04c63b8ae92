import { textAt } from '../../object/json.ts'
import { finalizersOf, isTerminating, type KubeObject, withMetadata } from '../../object/kube-object.ts'
import { isSuccess } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject, listObjects, placeOf } from '../../state/store.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import {
  type Controller,
  done,
  type Enqueue,
  failed,
  messageOf,
  nothing,
  type Observation,
  type Reconcile,
  read,
  requestFor,
  send,
} from '../controller.ts'
import { kubeController, splitPlace } from '../kube-controller.ts'
import { claimsOf } from './mounted-claims.ts'

const name = 'pvc-protection-controller'
const resource = '/persistentvolumeclaims'
const protectionFinalizer = 'kubernetes.io/pvc-protection'

/** usual time between a write and the controller's answer to it */
const latencyMs = 30

/**
 * A deleted claim loses its protection once no scheduled pod mounts it; a claim without protection gets it.
 * [pkg/controller/volume/pvcprotection/pvc_protection_controller.go]
 *
 * Not modelled: claims of ephemeral volumes.
 */
export const pvcProtectionController: Controller = kubeController({
  name,
  observe,
  start: (state) => ({
    enqueue: listObjects(state, resource)
      .filter((claim) => wantedFinalizers(state, claim))
      .map(({ metadata }) => enqueue(metadata.namespace, metadata.name)),
  }),
  reconcile: protect,
})

function enqueue(namespace: string | undefined, claim: string): Enqueue {
  return { controller: name, key: placeOf(namespace, claim), afterMs: latencyMs }
}

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  const { object } = event
  const { namespace, name: objectName } = object.metadata
  if (event.resource === '/pods') return { enqueue: claimsOf(object).map((claim) => enqueue(namespace, claim)) }
  if (event.resource !== resource || event.type === 'deleted' || !wantedFinalizers(state, object)) return nothing
  return { enqueue: [enqueue(namespace, objectName)] }
}

/** The finalizers that a claim should have; undefined where it has them. */
function wantedFinalizers(state: ClusterState, claim: KubeObject): readonly string[] | undefined {
  const finalizers = finalizersOf(claim)
  const isProtected = finalizers.includes(protectionFinalizer)
  if (!isTerminating(claim)) return isProtected ? undefined : [...finalizers, protectionFinalizer]
  if (!isProtected || isMounted(state, claim)) return undefined
  return finalizers.filter((finalizer) => finalizer !== protectionFinalizer)
}

/** Only pods with a node count: no node starts a pod whose claim is being deleted. [pvc_protection_controller.go podUsesPVC] */
function isMounted(state: ClusterState, { metadata }: KubeObject): boolean {
  return listObjects(state, '/pods', metadata.namespace).some(
    (pod) => textAt(pod, 'spec', 'nodeName') && claimsOf(pod).includes(metadata.name),
  )
}

function* protect(key: string): Reconcile {
  const place = splitPlace(key)
  const claim = yield* read((state) => findObject(state, resource, place.namespace, place.name))
  const finalizers = claim && (yield* read((state) => wantedFinalizers(state, claim)))
  if (!claim || !finalizers) return done
  const body = withMetadata(claim, { finalizers })
  const answer = yield* send({ ...requestFor('', 'v1', 'persistentvolumeclaims'), verb: 'update', ...place, body })
  return isSuccess(answer) || answer.code === 404 ? done : failed(messageOf(answer))
}
