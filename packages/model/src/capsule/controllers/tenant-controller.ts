import type { Controller, Enqueue, Observation } from '../../controllers/controller.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { configurationName } from '../tenant/constants.ts'
import { formatServiceAccountName } from '../tenant/service-account-name.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { listTenants } from '../tenant/tenant-lists.ts'
import { isTenantReference, tenantReferencesOf } from '../tenant/tenant-references.ts'
import { controllerOf } from './controller-reference.ts'
import * as kinds from './kinds.ts'
import { enqueuePass, operatorController, uniqueEnqueues } from './operator.ts'
import { classChanged, fieldChanged, managedObjectChanged, namespaceTenantStateChanged } from './predicates.ts'
import { isPromotionChanged } from './promotion-change.ts'
import { list } from './reading.ts'
import { reconcileTenant } from './tenant-pass.ts'

const controllerName = 'capsule/tenants'

/** Names of the Tenants that an event is about. */
type Trigger = (event: WatchEvent, state: ClusterState) => readonly string[]

/** The Tenants that control an object, now or before. [handler.EnqueueRequestForOwner with OnlyControllerOwner; core R1.2] */
function controllingTenants({ object, oldObject }: WatchEvent): readonly string[] {
  return [oldObject, object].flatMap((one) => {
    const owner = one && controllerOf(one)
    return owner && isTenantReference(owner) ? [owner.name] : []
  })
}

/** The Tenants that an object names as owners, now or before. [core R1.4] */
function owningTenants({ object, oldObject }: WatchEvent): readonly string[] {
  return [oldObject, object].flatMap((one) => (one ? tenantReferencesOf(one).map((owner) => owner.name) : []))
}

function tenantsThat(state: ClusterState, holds: (tenant: Tenant) => boolean): readonly string[] {
  return listTenants(state)
    .filter(holds)
    .map((tenant) => tenant.metadata.name)
}

const ownedByTenant: Trigger = (event) => (managedObjectChanged(event) ? controllingTenants(event) : [])

const byAdministrators: Trigger = (event, state) =>
  event.object.metadata.name === configurationName && fieldChanged(event, 'spec', 'administrators')
    ? tenantsThat(state, () => true)
    : []

const byTenantOwner: Trigger = (_event, state) =>
  tenantsThat(state, (tenant) => (tenant.spec?.permissions?.matchOwners ?? []).length > 0)

const byServiceAccount: Trigger = (event, state) => {
  if (!isPromotionChanged(event)) return []
  const { namespace = '', name } = event.object.metadata
  if (event.type !== 'deleted')
    return tenantsThat(state, (tenant) => tenant.status?.namespaces?.includes(namespace) === true)
  const username = formatServiceAccountName(namespace, name)
  return tenantsThat(state, (tenant) =>
    (tenant.status?.owners ?? []).some((owner) => owner.kind === 'ServiceAccount' && owner.name === username),
  )
}

/** What starts a pass. [CT/manager.go:SetupWithManager; core R1] */
const triggers: readonly (readonly [kinds.Kind, Trigger])[] = [
  [kinds.tenants, (event) => (classChanged(event) ? [event.object.metadata.name] : [])],
  [kinds.networkPolicies, ownedByTenant],
  [kinds.limitRanges, ownedByTenant],
  [kinds.roleBindings, ownedByTenant],
  [kinds.globalResourceQuotas, (event) => (classChanged(event) ? controllingTenants(event) : [])],
  [kinds.namespaces, (event) => (namespaceTenantStateChanged(event) ? owningTenants(event) : [])],
  [kinds.ruleStatuses, (event) => (classChanged(event) ? owningTenants(event) : [])],
  [kinds.capsuleConfigurations, byAdministrators],
  [kinds.tenantOwners, byTenantOwner],
  [kinds.serviceAccounts, byServiceAccount],
]

const triggersByResource: ReadonlyMap<string, Trigger> = new Map(
  triggers.map(([kind, trigger]) => [kinds.keyOfKind(kind), trigger]),
)

function observe(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  const names = triggersByResource.get(event.resource)?.(event, state) ?? []
  return { enqueue: passesFor(names) }
}

function passesFor(names: readonly string[]): readonly Enqueue[] {
  return uniqueEnqueues(names.map((name) => enqueuePass(controllerName, name)))
}

/** At start everything that is there arrives as created. [core R1.12] */
function start(state: ClusterState): Observation {
  const names = triggers
    .filter(([kind]) => kind !== kinds.capsuleConfigurations)
    .flatMap(([kind, trigger]) =>
      list(kind)(state).flatMap((object) => trigger({ type: 'added', resource: kinds.keyOfKind(kind), object }, state)),
    )
  return { enqueue: passesFor(names) }
}

/** Keeps Tenants and all that is generated in their namespaces in shape. [internal/controllers/tenant; core 2] */
export const tenantController: Controller = operatorController({
  name: controllerName,
  observe,
  start,
  reconcile: (key, _memory, now) => reconcileTenant(key, now),
})
