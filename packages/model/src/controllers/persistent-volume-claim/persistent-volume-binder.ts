import { textAt } from '../../object/json.ts'
import { annotationsOf, isTerminating, type KubeObject, withMetadata } from '../../object/kube-object.ts'
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

const name = 'persistent-volume-binder'
const resource = '/persistentvolumeclaims'
const provisionerAnnotations: readonly string[] = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
]

/** usual time between a write and the controller's answer to it */
const latencyMs = 50

/**
 * A claim that waits for a volume of a class with a provisioner is marked for that provisioner, which lies outside of the
 * cluster. [pkg/controller/volume/persistentvolume/pv_controller.go provisionClaimOperationExternal, setClaimProvisioner]
 *
 * Not modelled: binding to volumes that exist, and provisioning once a pod that uses the claim is scheduled
 * (`WaitForFirstConsumer`).
 */
export const persistentVolumeBinder: Controller = kubeController({
  name,
  observe,
  start: (state) => ({
    enqueue: listObjects(state, resource)
      .filter((claim) => provisionerToTell(state, claim) !== undefined)
      .map(enqueueOf),
  }),
  reconcile: tellProvisioner,
})

function observe(
  { type, resource: of, object }: WatchEvent,
  _memory: object | undefined,
  state: ClusterState,
): Observation {
  if (of !== resource || type === 'deleted' || provisionerToTell(state, object) === undefined) return nothing
  return { enqueue: [enqueueOf(object)] }
}

function enqueueOf({ metadata }: KubeObject): Enqueue {
  return { controller: name, key: placeOf(metadata.namespace, metadata.name), afterMs: latencyMs }
}

/** The provisioner of a claim's class, where the claim does not show it yet. */
function provisionerToTell(state: ClusterState, claim: KubeObject): string | undefined {
  if (isTerminating(claim) || textAt(claim, 'spec', 'volumeName')) return undefined
  const className = textAt(claim, 'spec', 'storageClassName') ?? ''
  const storageClass = findObject(state, 'storage.k8s.io/storageclasses', undefined, className)
  const provisioner = textAt(storageClass, 'provisioner')
  if (!storageClass || !provisioner || provisioner === 'kubernetes.io/no-provisioner') return undefined
  if (textAt(storageClass, 'volumeBindingMode') === 'WaitForFirstConsumer') return undefined
  const annotations = annotationsOf(claim)
  return provisionerAnnotations.every((key) => annotations[key] === provisioner) ? undefined : provisioner
}

function* tellProvisioner(key: string): Reconcile {
  const place = splitPlace(key)
  const claim = yield* read((state) => findObject(state, resource, place.namespace, place.name))
  const provisioner = claim && (yield* read((state) => provisionerToTell(state, claim)))
  if (!claim || provisioner === undefined) return done
  const told = Object.fromEntries(provisionerAnnotations.map((annotation) => [annotation, provisioner]))
  const body = withMetadata(claim, { annotations: { ...annotationsOf(claim), ...told } })
  const answer = yield* send({ ...requestFor('', 'v1', 'persistentvolumeclaims'), verb: 'update', ...place, body })
  return isSuccess(answer) ? done : failed(messageOf(answer))
}
