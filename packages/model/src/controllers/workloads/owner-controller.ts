import type { ResourceKey } from '../../object/gvk.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject, listObjects, placeOf } from '../../state/store.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { type Controller, done, type Enqueue, nothing, type Observation, type Reconcile, read } from '../controller.ts'
import { kubeController, splitPlace } from '../kube-controller.ts'
import { controllerOf } from './controlled.ts'

/** usual time between a write and the controller's answer to it */
export const latencyMs = 50

export interface OwnerControllerParts {
  readonly name: string
  readonly resource: ResourceKey
  readonly kind: string
  /** what it controls */
  readonly owned: readonly ResourceKey[]
  sync(owner: KubeObject, now: number): Reconcile
}

/** A controller that looks at an object whenever that or something it controls changes. */
export function ownerController({ name, resource, kind, owned, sync }: OwnerControllerParts): Controller {
  const enqueueOf = (namespace: string | undefined, objectName: string): Enqueue => ({
    controller: name,
    key: placeOf(namespace, objectName),
    afterMs: latencyMs,
  })
  const enqueueObject = ({ metadata }: KubeObject): Enqueue => enqueueOf(metadata.namespace, metadata.name)
  return kubeController({
    name,
    observe: ({ resource: of, type, object }: WatchEvent): Observation => {
      if (of === resource) return type === 'deleted' ? nothing : { enqueue: [enqueueObject(object)] }
      const owner = owned.includes(of) ? controllerOf(object) : undefined
      return owner?.kind === kind ? { enqueue: [enqueueOf(object.metadata.namespace, owner.name)] } : nothing
    },
    start: (state: ClusterState) => ({ enqueue: listObjects(state, resource).map(enqueueObject) }),
    reconcile: (key, _memory, now) => syncPlace(resource, key, now, sync),
  })
}

function* syncPlace(resource: ResourceKey, key: string, now: number, sync: OwnerControllerParts['sync']): Reconcile {
  const { namespace, name } = splitPlace(key)
  const owner = yield* read((state) => findObject(state, resource, namespace, name))
  return owner ? yield* sync(owner, now) : done
}
