import { type Reconcile, read } from '../../controllers/controller.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { type Kind, keyOfKind } from './kinds.ts'

/** Reads from the informers' cache; here the cache never lags. [core 0.5] */
export function* cached<T>(look: (state: ClusterState) => T): Reconcile<T> {
  return yield* read(look)
}

/** Reads past the cache, as the manager's API reader does. [core 0.5] */
export function* live<T>(look: (state: ClusterState) => T): Reconcile<T> {
  return yield* read(look)
}

/** An object, or undefined where it is NotFound. */
export function get(
  kind: Kind,
  namespace: string | undefined,
  name: string,
): (state: ClusterState) => KubeObject | undefined {
  return (state) => findObject(state, keyOfKind(kind), namespace, name)
}

/** The objects of a Kind, of all namespaces or of one. */
export function list(kind: Kind, namespace?: string): (state: ClusterState) => readonly KubeObject[] {
  return (state) => listObjects(state, keyOfKind(kind), namespace)
}
