import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../../controllers/controller.ts'
import { at, textAt } from '../../../object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { keyOfKind, persistentVolumes } from '../../controllers/kinds.ts'
import { enqueuePass, operatorController } from '../../controllers/operator.ts'
import { cached, get, list } from '../../controllers/reading.ts'
import { retryOnConflict, update } from '../../controllers/writing.ts'
import { tenantLabel } from '../../tenant/constants.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'

const controllerName = 'capsule/persistentvolumes'

/**
 * A claimed volume gets, once and for all, the name of the Tenant whose status lists the claim's namespace, and the empty
 * text where none does. [controllers/pv/controller.go; 0.7 B6]
 */
function* reconcile(name: string): Reconcile {
  const found = yield* cached(get(persistentVolumes, undefined, name))
  const namespace = textAt(found?.spec, 'claimRef', 'namespace')
  if (namespace === undefined) return done
  const tenant = yield* cached((state) => tenantByStatusNamespace(state, namespace))
  const { failure } = yield* retryOnConflict(function* () {
    const volume = yield* cached(get(persistentVolumes, undefined, name))
    if (!volume) return {}
    const labels = { ...labelsOf(volume), [tenantLabel]: tenant?.metadata.name ?? '' }
    return yield* update(persistentVolumes, withMetadata(volume, { labels }))
  })
  return failure ? failed(failure.message) : done
}

function isUnmarked(volume: KubeObject): boolean {
  return at(volume.spec, 'claimRef') !== undefined && labelsOf(volume)[tenantLabel] === undefined
}

function observe({ resource, object }: WatchEvent): Observation {
  if (resource !== keyOfKind(persistentVolumes) || !isUnmarked(object)) return nothing
  return { enqueue: [enqueuePass(controllerName, object.metadata.name)] }
}

export const persistentVolumeController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(persistentVolumes)(state)
      .filter(isUnmarked)
      .map((volume) => enqueuePass(controllerName, volume.metadata.name)),
  }),
  reconcile,
})
