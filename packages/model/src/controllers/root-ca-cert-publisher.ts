import { equalJson, type Json, type JsonObject, textAt } from '../object/json.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../object/kube-object.ts'
import { isSuccess, type Response } from '../request/request.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject, listObjects } from '../state/store.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import {
  type Controller,
  done,
  type Enqueue,
  failed,
  messageOf,
  nothing,
  type Observation,
  type Reconcile,
  type ReconcileResult,
  read,
  requestFor,
  send,
} from './controller.ts'
import { kubeController } from './kube-controller.ts'
import { isNamespaceTerminating } from './namespace-terminating.ts'

const name = 'root-ca-cert-publisher'
const configMap = 'kube-root-ca.crt'
const configMaps = requestFor('', 'v1', 'configmaps')
const descriptionAnnotation = 'kubernetes.io/description'
const description =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

/** usual time between a write and the controller's answer to it */
const latencyMs = 45

/** What the publisher was started with. */
interface PublisherMemory {
  readonly data: Json
}

/** A snapshot may have lost the certificate; then it is the empty text. */
const emptied: JsonObject = { 'ca.crt': '' }

/**
 * Every namespace has a ConfigMap `kube-root-ca.crt` with the cluster's certificate; it is made when the namespace
 * appears or changes while active, and restored when it is deleted or altered.
 * [pkg/controller/certificates/rootcacertpublisher/publisher.go; kubernetes.md 3.5.3]
 *
 * Namespaces that need nothing are not put into the queue: their reconcile would do nothing.
 */
export const rootCaCertPublisher: Controller = kubeController({
  name,
  observe,
  start(state) {
    const data = dataOf(findObject(state, '/configmaps', 'kube-system', configMap))
    const namespaces = listObjects(state, '/namespaces').map(({ metadata }) => metadata.name)
    const enqueue = namespaces.filter((namespace) => needsWork(state, namespace, data)).map(toEnqueue)
    return { memory: { data } satisfies PublisherMemory, enqueue }
  },
  reconcile: publish,
})

function toEnqueue(namespace: string): Enqueue {
  return { controller: name, key: namespace, afterMs: latencyMs }
}

function observe(event: WatchEvent, memory: object | undefined, state: ClusterState): Observation {
  const namespace = namespaceToSync(event)
  if (namespace === undefined || !needsWork(state, namespace, expectedData(memory))) return nothing
  return { enqueue: [toEnqueue(namespace)] }
}

function namespaceToSync({ type, resource, object }: WatchEvent): string | undefined {
  if (resource === '/configmaps')
    return object.metadata.name === configMap && type !== 'added' ? object.metadata.namespace : undefined
  if (resource !== '/namespaces' || type === 'deleted') return undefined
  return type === 'added' || textAt(object, 'status', 'phase') === 'Active' ? object.metadata.name : undefined
}

function expectedData(memory: object | undefined): Json {
  return (memory as PublisherMemory | undefined)?.data ?? emptied
}

function dataOf(found: KubeObject | undefined): Json {
  return found?.data ?? emptied
}

function needsWork(state: ClusterState, namespace: string, data: Json): boolean {
  const found = findObject(state, '/configmaps', namespace, configMap)
  return !found || !isAsPublished(found, data)
}

function isAsPublished(found: KubeObject, data: Json): boolean {
  return equalJson(dataOf(found), data) && Boolean(annotationsOf(found)[descriptionAnnotation])
}

function* publish(namespace: string, memory: object | undefined): Reconcile {
  const data = expectedData(memory)
  const found = yield* read((state) => findObject(state, '/configmaps', namespace, configMap))
  if (!found) return creationResult(yield* create(namespace, data))
  if (isAsPublished(found, data)) return done
  const annotations = { ...annotationsOf(found), [descriptionAnnotation]: description }
  const body = { ...withMetadata(found, { annotations }), data }
  const answer = yield* send({ ...configMaps, verb: 'update', namespace, name: configMap, body })
  return isSuccess(answer) ? done : failed(messageOf(answer))
}

function create(namespace: string, data: Json): Reconcile<Response> {
  const metadata = { name: configMap, namespace, annotations: { [descriptionAnnotation]: description } }
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }
  return send({ ...configMaps, verb: 'create', namespace, body })
}

/** A namespace that is gone or going gets none, and that is no error. [publisher.go syncNamespace] */
function creationResult(answer: Response): ReconcileResult {
  if (isSuccess(answer) || answer.code === 404 || isNamespaceTerminating(answer)) return done
  return failed(messageOf(answer))
}
