import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../controllers/controller.ts'
import { at, textAt } from '../../object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { tenantLabel } from '../tenant/constants.ts'
import { resolveNamespaceTenant } from '../tenant/resolve-tenant.ts'
import { keyOfKind, namespaces, persistentVolumes } from './kinds.ts'
import { enqueuePass, operatorController } from './operator.ts'
import { fieldChanged } from './predicates.ts'
import { cached, get, list, live } from './reading.ts'
import { retryOnConflict, update } from './writing.ts'

const controllerName = 'capsule/persistentvolumes'

/** A claimed volume is labelled with the Tenant of the claim's namespace. [internal/controllers/pv; core M4.2] */
function* reconcile(name: string): Reconcile {
  const found = yield* cached(get(persistentVolumes, undefined, name))
  const namespaceName = textAt(found?.spec, 'claimRef', 'namespace')
  if (namespaceName === undefined) return done
  const namespace = yield* live(get(namespaces, undefined, namespaceName))
  if (!namespace) return done
  const { tenant, error } = yield* live((state) => resolveNamespaceTenant(state, namespace))
  if (error !== undefined) return failed(`resolve claim namespace "${namespaceName}": ${error}`)
  if (!tenant) return done
  const { failure } = yield* retryOnConflict(function* () {
    const volume = yield* cached(get(persistentVolumes, undefined, name))
    if (!volume || labelsOf(volume)[tenantLabel] === tenant.metadata.name) return {}
    const labels = { ...labelsOf(volume), [tenantLabel]: tenant.metadata.name }
    return yield* update(persistentVolumes, withMetadata(volume, { labels }))
  })
  return failure ? failed(failure.message) : done
}

function isClaimed(volume: KubeObject): boolean {
  return at(volume.spec, 'claimRef') !== undefined
}

function observe(event: WatchEvent): Observation {
  const { type, resource, object, oldObject } = event
  if (resource !== keyOfKind(persistentVolumes) || type === 'deleted' || !isClaimed(object)) return nothing
  const relabelled = oldObject !== undefined && labelsOf(oldObject)[tenantLabel] !== labelsOf(object)[tenantLabel]
  const changed = type === 'added' || fieldChanged(event, 'spec', 'claimRef') || relabelled
  return changed ? { enqueue: [enqueuePass(controllerName, object.metadata.name)] } : nothing
}

export const persistentVolumeController: Controller = operatorController({
  name: controllerName,
  observe,
  start: (state) => ({
    enqueue: list(persistentVolumes)(state)
      .filter(isClaimed)
      .map((volume) => enqueuePass(controllerName, volume.metadata.name)),
  }),
  reconcile,
})
