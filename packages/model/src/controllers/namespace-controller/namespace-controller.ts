import { isTerminating, type KubeObject } from '../../object/kube-object.ts'
import { listObjects } from '../../state/store.ts'
import { type Controller, type Enqueue, nothing } from '../controller.ts'
import { kubeSystemServiceAccount } from '../service-account-user.ts'
import { deleteNamespace } from './delete-namespace.ts'

const name = 'namespace-controller'

/** How long a deleted namespace is left alone, so that every API server gets to know. [namespace_controller.go namespaceDeletionGracePeriod] */
const gracePeriodMs = 5000

/**
 * Every sight of a terminating namespace puts it into the queue for 5 s later; of several the earliest counts.
 * [pkg/controller/namespace/namespace_controller.go enqueueNamespace; kubernetes.md 3.3.1]
 *
 * Not modelled: the limit of ten retries a second over all namespaces; the resync every 5 min (a retry never waits longer
 * than a minute); failing discovery of aggregated APIs.
 */
export const namespaceController: Controller = {
  name,
  process: 'kube-controller-manager',
  user: kubeSystemServiceAccount(name),
  backoff: { baseMs: 5, maxMs: 60_000 },
  observe: ({ type, resource, object }) =>
    resource === '/namespaces' && type !== 'deleted' && isTerminating(object)
      ? { enqueue: [enqueueLater(object)] }
      : nothing,
  start: (state) => ({ enqueue: listObjects(state, '/namespaces').filter(isTerminating).map(enqueueLater) }),
  reconcile: (key, _memory, now) => deleteNamespace(key, now),
}

function enqueueLater(namespace: KubeObject): Enqueue {
  return { controller: name, key: namespace.metadata.name, afterMs: gracePeriodMs }
}
