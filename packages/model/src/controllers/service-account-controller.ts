import { textAt } from '../object/json.ts'
import { isSuccess } from '../request/request.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject, listObjects } from '../state/store.ts'
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
} from './controller.ts'
import { kubeController } from './kube-controller.ts'
import { isNamespaceTerminating } from './namespace-terminating.ts'

const name = 'service-account-controller'
const serviceAccount = 'default'

/** usual time between a write and the controller's answer to it */
const latencyMs = 40

/**
 * Every active namespace has a ServiceAccount `default`: made when the namespace appears or changes, and again when a
 * ServiceAccount is deleted. [pkg/controller/serviceaccount/serviceaccounts_controller.go; kubernetes.md 3.5.2]
 *
 * Namespaces that need nothing are not put into the queue: their reconcile would do nothing.
 */
export const serviceAccountController: Controller = kubeController({
  name,
  observe({ type, resource, object }, _memory, state) {
    if (resource === '/namespaces' && type !== 'deleted') return observed(state, object.metadata.name)
    if (resource === '/serviceaccounts' && type === 'deleted') return observed(state, object.metadata.namespace ?? '')
    return nothing
  },
  start: (state) => ({
    enqueue: listObjects(state, '/namespaces')
      .map(({ metadata }) => metadata.name)
      .filter((namespace) => lacksAccount(state, namespace))
      .map(enqueue),
  }),
  reconcile: ensureAccount,
})

function enqueue(namespace: string): Enqueue {
  return { controller: name, key: namespace, afterMs: latencyMs }
}

function observed(state: ClusterState, namespace: string): Observation {
  return lacksAccount(state, namespace) ? { enqueue: [enqueue(namespace)] } : nothing
}

function lacksAccount(state: ClusterState, namespace: string): boolean {
  const found = findObject(state, '/namespaces', undefined, namespace)
  return (
    found !== undefined &&
    textAt(found, 'status', 'phase') === 'Active' &&
    findObject(state, '/serviceaccounts', namespace, serviceAccount) === undefined
  )
}

function* ensureAccount(namespace: string): Reconcile {
  if (!(yield* read((state) => lacksAccount(state, namespace)))) return done
  const body = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: serviceAccount, namespace },
  }
  const answer = yield* send({ ...requestFor('', 'v1', 'serviceaccounts'), verb: 'create', namespace, body })
  if (isSuccess(answer) || isNamespaceTerminating(answer) || answer.body.reason === 'AlreadyExists') return done
  return failed(messageOf(answer))
}
