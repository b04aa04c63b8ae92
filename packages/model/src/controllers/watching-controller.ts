import type { ResourceKey } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { listObjects } from '../state/store.ts'
import type { Enqueue, Reconcile } from './controller.ts'
import type { ManagedController } from './operator.ts'

/** A resource that a controller watches. */
export interface Watch {
  /** `/configmaps`, `apps/deployments` */
  readonly resource: ResourceKey
  /** What to work on because of an object that came, changed or went: keys of the controller's own making. */
  keysOf(object: KubeObject, state: ClusterState): readonly string[]
}

/** What a controller consists of that watches resources and works on keys. */
export interface WatchingParts {
  /** `operator/what`, as `capsule/tenants`: no other controller has it */
  readonly name: string
  readonly watches: readonly Watch[]
  reconcile(key: string): Reconcile
  /** virtual milliseconds from a write to the work that it causes; default 100, which is usual for controller-runtime */
  readonly latencyMs?: number
}

/**
 * A controller without memory, as controller-runtime builds them: writes to what it watches put keys into its queue, and
 * when it starts, every object that is there does.
 */
export function watchingController({ name, watches, reconcile, latencyMs = 100 }: WatchingParts): ManagedController {
  const enqueues = (keys: readonly string[]): { readonly enqueue: readonly Enqueue[] } => ({
    enqueue: [...new Set(keys)].map((key) => ({ controller: name, key, afterMs: latencyMs })),
  })
  return {
    name,
    observe: ({ resource, object, oldObject }, _, state) =>
      enqueues(
        watches
          .filter((watch) => watch.resource === resource)
          .flatMap((watch) => [...watch.keysOf(object, state), ...(oldObject ? watch.keysOf(oldObject, state) : [])]),
      ),
    start: (state) =>
      enqueues(
        watches.flatMap((watch) => listObjects(state, watch.resource).flatMap((object) => watch.keysOf(object, state))),
      ),
    reconcile,
  }
}
