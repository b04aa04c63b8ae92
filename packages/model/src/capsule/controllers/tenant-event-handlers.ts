import { type Controller, done, nothing, type Observation, type Reconcile } from '../../controllers/controller.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { capsuleApiVersion } from '../tenant/constants.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { listTenants } from '../tenant/tenant-lists.ts'
import { type ClassName, classNames, classSorts, withClasses } from './classes.ts'
import { controllerOf } from './controller-reference.ts'
import { keyOfKind, resourceQuotas } from './kinds.ts'
import { enqueueHandler, operatorController, uniqueEnqueues } from './operator.ts'
import { classChanged, fieldChanged, managedObjectChanged } from './predicates.ts'
import { cached, list } from './reading.ts'
import { syncQuotasOfTenant } from './resource-quotas.ts'
import { changeStatus } from './tenant-status.ts'

const quotaHandlerName = 'capsule/tenants: ResourceQuota events'
const classHandlerName = 'capsule/tenants: class events'

/** Events of ResourceQuotas that a Tenant controls, their use included. [core R1.10] */
function observeQuota(event: WatchEvent): Observation {
  if (event.resource !== keyOfKind(resourceQuotas)) return nothing
  if (!managedObjectChanged(event) && !fieldChanged(event, 'status', 'used')) return nothing
  const owner = controllerOf(event.object)
  if (owner?.kind !== 'Tenant' || owner.apiVersion !== capsuleApiVersion) return nothing
  return { enqueue: [enqueueHandler(quotaHandlerName, owner.name)] }
}

function startQuotas(state: ClusterState): Observation {
  const resource = keyOfKind(resourceQuotas)
  const enqueues = list(resourceQuotas)(state).flatMap(
    (object) => observeQuota({ type: 'added', resource, object }).enqueue,
  )
  return { enqueue: uniqueEnqueues(enqueues) }
}

/**
 * Shares and restores the ResourceQuotas of a Tenant as soon as one of them changes, by the status as it is stored.
 * Errors are only logged. [CT/manager.go; core R1.10]
 */
export const resourceQuotaEventHandler: Controller = operatorController({
  name: quotaHandlerName,
  observe: observeQuota,
  start: startQuotas,
  *reconcile(key) {
    yield* syncQuotasOfTenant(key)
    return done
  },
})

function observeClass(event: WatchEvent): Observation {
  const name = classNames.find((candidate) => keyOfKind(classSorts[candidate].kind) === event.resource)
  return name && classChanged(event) ? { enqueue: [enqueueHandler(classHandlerName, name)] } : nothing
}

function startClasses(state: ClusterState): Observation {
  const present = classNames.filter((name) => list(classSorts[name].kind)(state).length > 0)
  return { enqueue: present.map((name) => enqueueHandler(classHandlerName, name)) }
}

function* syncClasses(name: ClassName, now: number): Reconcile {
  for (const tenant of yield* cached(listTenants)) {
    const state = yield* cached((current) => current)
    const change = (latest: Tenant): Tenant | undefined => {
      const { tenant: classified, failure } = withClasses(state, latest, [name])
      return failure ? undefined : classified
    }
    yield* changeStatus(tenant.metadata.name, change, now)
  }
  return done
}

/** Writes the list of one sort of classes into all Tenants when a class changes. Errors are only logged. [CT/class_events.go; core R1.9] */
export const classEventHandler: Controller = operatorController({
  name: classHandlerName,
  observe: observeClass,
  start: startClasses,
  reconcile: (key, _memory, now) => syncClasses(key as ClassName, now),
})
