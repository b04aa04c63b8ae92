import type { Controller, Enqueue, Observation } from '../../../controllers/controller.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { controllerOf } from '../../controllers/controller-reference.ts'
import * as kinds from '../../controllers/kinds.ts'
import { operatorController } from '../../controllers/operator.ts'
import { list } from '../../controllers/reading.ts'
import { isTenantReference, tenantReferencesOf } from '../../tenant/tenant-references.ts'
import { noMemory, type PassMemory, tenantControllerName } from './garbage-collection-race.ts'
import { reconcileTenant } from './tenant-pass.ts'

/** Names of the Tenants that have to do with an object. */
type Trigger = (object: KubeObject) => readonly string[]

/** The Tenant that controls the object. [0.7 T1.2] */
const controllingTenant: Trigger = (object) => {
  const owner = controllerOf(object)
  return owner && isTenantReference(owner) ? [owner.name] : []
}

/** The Tenants that a Namespace refers to, in any version of their API. [0.7 T1.3] */
const referencedTenants: Trigger = (object) => tenantReferencesOf(object).map((owner) => owner.name)

/** Any event of these starts a pass, changes of a status included. [controllers/tenant/manager.go:SetupWithManager; 0.7 T1] */
const triggers: readonly (readonly [kinds.Kind, Trigger])[] = [
  [kinds.tenants, (object) => [object.metadata.name]],
  [kinds.networkPolicies, controllingTenant],
  [kinds.limitRanges, controllingTenant],
  [kinds.resourceQuotas, controllingTenant],
  [kinds.roleBindings, controllingTenant],
  [kinds.namespaces, referencedTenants],
]

const triggersByResource: ReadonlyMap<string, Trigger> = new Map(
  triggers.map(([kind, trigger]) => [kinds.keyOfKind(kind), trigger]),
)

function observe({ resource, object, oldObject }: WatchEvent): Observation {
  const trigger = triggersByResource.get(resource)
  return trigger ? passesFor([...(oldObject ? trigger(oldObject) : []), ...trigger(object)]) : passesFor([])
}

/**
 * Latency from a write to the start of the pass that it causes, usual on the recorded cluster when quiet, and what a pass
 * took: the one worker makes the next Tenant wait so long.
 */
const passDelayMs = 40
const passMs = 40

function passesFor(names: readonly string[]): Observation {
  const pass = (name: string, index: number): Enqueue => ({
    controller: tenantControllerName,
    key: name,
    afterMs: passDelayMs + index * passMs,
  })
  return { enqueue: [...new Set(names)].map(pass) }
}

/** At start everything that is there arrives as created. [0.7 T1.4] */
function start(state: ClusterState): Observation {
  return passesFor(triggers.flatMap(([kind, trigger]) => list(kind)(state).flatMap(trigger)))
}

/** Keeps Tenants and all that is generated in their namespaces in shape. [controllers/tenant; 0.7 2] */
export const tenantController: Controller = operatorController({
  name: tenantControllerName,
  observe,
  start,
  reconcile: (key, memory) => reconcileTenant(key, (memory as PassMemory | undefined) ?? noMemory),
})
