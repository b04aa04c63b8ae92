import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../controllers/controller.ts'
import type { JsonObject } from '../../object/json.ts'
import { labelsOf, withMetadata } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { configurationOf, rbacOf } from '../tenant/configuration.ts'
import { configurationName, createdByLabel, createdByRbacController } from '../tenant/constants.ts'
import { type Failure, isAlreadyExists, isNotFound } from './failure.ts'
import {
  capsuleConfigurations,
  clusterRoleBindings,
  clusterRoles,
  type Kind,
  keyOfKind,
  serviceAccounts,
} from './kinds.ts'
import { enqueueHandler, operatorController } from './operator.ts'
import { fieldChanged } from './predicates.ts'
import { isPromotionChanged } from './promotion-change.ts'
import { ensureProvisionerBinding } from './provisioner-binding.ts'
import { cached, list } from './reading.ts'
import { createOrUpdate, remove } from './writing.ts'

const rolesName = 'capsule/rbac/roles'
const bindingsName = 'capsule/rbac/bindings'

/** Keys that stand for an event instead of an object. [internal/controllers/rbac/manager.go] */
const configurationKey = 'capsule-rbac-configuration/'
const serviceAccountKey = 'capsule-rbac-serviceaccount/'

/** [internal/controllers/rbac/manager.go:Reconcile; core B1] */
function* reconcile(key: string): Reconcile {
  const failure = yield* reconcileKey(key)
  return failure ? failed(failure.message) : done
}

function* reconcileKey(key: string): Reconcile<Failure | undefined> {
  if (key === configurationKey) return yield* reconcileAll()
  if (key === serviceAccountKey) return yield* ensureProvisionerBinding()
  const { provisioner, deleter } = yield* cached(rbacIn)
  if (key === provisioner) return yield* ensureProvisioner()
  return key === deleter ? yield* ensureRole(deleter, ['delete']) : undefined
}

function rbacIn(state: ClusterState): ReturnType<typeof rbacOf> {
  return rbacOf(configurationOf(state))
}

function* reconcileAll(): Reconcile<Failure | undefined> {
  const { provisioner, deleter } = yield* cached(rbacIn)
  const failure = (yield* ensureProvisioner()) ?? (yield* ensureRole(deleter, ['delete']))
  if (failure && !isAlreadyExists(failure)) return failure
  const roles = yield* removeOthers(clusterRoles, [provisioner, deleter])
  return roles ?? (yield* removeOthers(clusterRoleBindings, [provisioner]))
}

/** What goes wrong with the binding is not told. [EnsureClusterRoleProvisioner] */
function* ensureProvisioner(): Reconcile<Failure | undefined> {
  const { provisioner } = yield* cached(rbacIn)
  const failure = yield* ensureRole(provisioner, ['create', 'patch'])
  if (!failure) yield* ensureProvisionerBinding()
  return failure
}

function* ensureRole(name: string, verbs: readonly string[]): Reconcile<Failure | undefined> {
  const rules: readonly JsonObject[] = [{ apiGroups: [''], resources: ['namespaces'], verbs }]
  const { failure } = yield* createOrUpdate(clusterRoles, { name }, (object) => ({
    ...withMetadata(object, { labels: { ...labelsOf(object), [createdByLabel]: createdByRbacController } }),
    rules,
  }))
  return failure
}

/** Roles and bindings of earlier names are deleted. [garbageCollectRBAC; core B1.2] */
function* removeOthers(kind: Kind, wanted: readonly string[]): Reconcile<Failure | undefined> {
  for (const object of yield* cached(list(kind))) {
    const { name } = object.metadata
    if (labelsOf(object)[createdByLabel] !== createdByRbacController || wanted.includes(name)) continue
    const failure = yield* remove(kind, { name })
    if (failure && !isNotFound(failure)) return failure
  }
  return undefined
}

function observeGenerated(controller: string, kind: Kind, event: WatchEvent): Observation {
  if (event.resource !== keyOfKind(kind)) return nothing
  if (labelsOf(event.object)[createdByLabel] !== createdByRbacController) return nothing
  return { enqueue: [enqueueHandler(controller, event.object.metadata.name)] }
}

/** [ProvisionerSubjectsChangedPredicate] */
function areSubjectsChanged(event: WatchEvent): boolean {
  if (event.type !== 'modified') return event.type === 'added'
  const specFields = ['administrators', 'allowServiceAccountPromotion', 'rbac']
  return specFields.some((field) => fieldChanged(event, 'spec', field)) || fieldChanged(event, 'status', 'users')
}

function observeBindings(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  const { name } = event.object.metadata
  if (event.resource === keyOfKind(capsuleConfigurations) && name === configurationName && areSubjectsChanged(event))
    return { enqueue: [enqueueHandler(bindingsName, configurationKey)] }
  if (event.resource === keyOfKind(serviceAccounts) && isPromotionChanged(event))
    return configurationOf(state).spec?.allowServiceAccountPromotion === true
      ? { enqueue: [enqueueHandler(bindingsName, serviceAccountKey)] }
      : nothing
  return observeGenerated(bindingsName, clusterRoleBindings, event)
}

/** Restores the generated ClusterRoles. [core B1.1] */
export const rbacRolesController: Controller = operatorController({
  name: rolesName,
  observe: (event) => observeGenerated(rolesName, clusterRoles, event),
  start: () => nothing,
  reconcile,
})

/** Lets Capsule users and administrators create namespaces; once at start, and whenever they change. [core B1.1, B1.3] */
export const rbacBindingsController: Controller = operatorController({
  name: bindingsName,
  observe: observeBindings,
  start: () => ({ enqueue: [enqueueHandler(bindingsName, configurationKey)] }),
  reconcile,
})
