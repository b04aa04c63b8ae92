import { isSuccess } from '../request/request.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject } from '../state/store.ts'
import {
  type Controller,
  done,
  type Enqueue,
  failed,
  messageOf,
  nothing,
  type Reconcile,
  read,
  requestFor,
  send,
} from './controller.ts'
import { apiserverUser, defaultBackoff } from './kube-controller.ts'

const name = 'system-namespaces'
const systemNamespaces: readonly string[] = ['kube-system', 'kube-public', 'default', 'kube-node-lease']
const intervalMs = 60_000

interface SystemNamespacesMemory {
  readonly startedAt: number
}

/**
 * kube-apiserver looks every minute whether the system's namespaces are there and makes the missing ones.
 * [pkg/controlplane/controller/systemnamespaces/system_namespaces_controller.go; kubernetes.md 3.5.1]
 *
 * Only a minute in which one is missing is worked on.
 */
export const systemNamespacesController: Controller = {
  name,
  process: 'kube-apiserver',
  user: apiserverUser,
  backoff: defaultBackoff,
  observe({ type, resource, object }, memory, state) {
    if (type !== 'deleted' || resource !== '/namespaces' || !systemNamespaces.includes(object.metadata.name))
      return nothing
    const startedAt = (memory as SystemNamespacesMemory | undefined)?.startedAt ?? state.clock
    return { enqueue: [enqueue(intervalMs - ((state.clock - startedAt) % intervalMs))] }
  },
  start: (state) => ({
    memory: { startedAt: state.clock } satisfies SystemNamespacesMemory,
    enqueue: missing(state).length > 0 ? [enqueue(0)] : [],
  }),
  reconcile: makeMissing,
}

function enqueue(afterMs: number): Enqueue {
  return { controller: name, key: 'all', afterMs }
}

function missing(state: ClusterState): readonly string[] {
  return systemNamespaces.filter((namespace) => !findObject(state, '/namespaces', undefined, namespace))
}

function* makeMissing(): Reconcile {
  for (const namespace of yield* read(missing)) {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
    const answer = yield* send({ ...requestFor('', 'v1', 'namespaces'), verb: 'create', body })
    if (!isSuccess(answer) && answer.code !== 409) return failed(messageOf(answer))
  }
  return done
}
