import {
  type Controller,
  done,
  failed,
  nothing,
  type Observation,
  type Reconcile,
} from '../../../controllers/controller.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import type { Failure } from '../../controllers/failure.ts'
import { isAlreadyExists } from '../../controllers/failure.ts'
import { capsuleConfigurations, clusterRoleBindings, clusterRoles, keyOfKind } from '../../controllers/kinds.ts'
import { enqueueHandler, operatorController } from '../../controllers/operator.ts'
import { cached } from '../../controllers/reading.ts'
import { createOrUpdate } from '../../controllers/writing.ts'
import { configurationName } from '../../tenant/constants.ts'
import { userGroupsOf } from '../tenant/capsule-user.ts'

const controllerName = 'capsule/rbac'

/** What the two generated ClusterRoles let do with Namespaces. [controllers/rbac/const.go; 0.7 B1.1] */
const verbsByRole: Readonly<Record<string, readonly string[]>> = {
  'capsule-namespace-deleter': ['delete'],
  'capsule-namespace-provisioner': ['create', 'patch'],
}
const provisioner = 'capsule-namespace-provisioner'

/** Keys that stand for the start of the process and for a change of the configuration. */
const startKey = 'start/'
const configurationKey = 'configuration/'

/** [controllers/rbac/manager.go:Reconcile, Start; 0.7 B1] */
function* reconcile(key: string): Reconcile {
  const failure = yield* reconcileKey(key)
  // what goes wrong at a change of the configuration is only logged
  return failure && key !== configurationKey ? failed(failure.message) : done
}

function* reconcileKey(key: string): Reconcile<Failure | undefined> {
  if (key === configurationKey) return yield* ensureBinding()
  if (key !== startKey) return (yield* ensureRole(key)) ?? (key === provisioner ? yield* ensureBinding() : undefined)
  for (const name of Object.keys(verbsByRole)) {
    const failure = yield* ensureRole(name)
    if (failure && !isAlreadyExists(failure)) return failure
  }
  return yield* ensureBinding()
}

function* ensureRole(name: string): Reconcile<Failure | undefined> {
  const rules = [{ apiGroups: [''], resources: ['namespaces'], verbs: verbsByRole[name] ?? [] }]
  return (yield* createOrUpdate(clusterRoles, { name }, (object) => ({ ...object, rules }))).failure
}

/** Members of the configuration's groups may create and patch Namespaces, as far as RBAC goes. [0.7 B1.2] */
function* ensureBinding(): Reconcile<Failure | undefined> {
  const groups = yield* cached(userGroupsOf)
  const { failure } = yield* createOrUpdate(clusterRoleBindings, { name: provisioner }, (object) => ({
    ...object,
    roleRef: { kind: 'ClusterRole', name: provisioner, apiGroup: 'rbac.authorization.k8s.io' },
    subjects: groups.map((name) => ({ kind: 'Group', name })),
  }))
  return failure
}

function observe({ type, resource, object }: WatchEvent): Observation {
  const { name } = object.metadata
  if (resource === keyOfKind(capsuleConfigurations))
    return type === 'modified' && name === configurationName
      ? { enqueue: [enqueueHandler(controllerName, configurationKey)] }
      : nothing
  if (resource !== keyOfKind(clusterRoles) && resource !== keyOfKind(clusterRoleBindings)) return nothing
  return verbsByRole[name] ? { enqueue: [enqueueHandler(controllerName, name)] } : nothing
}

/** Keeps the ClusterRoles for creating and deleting Namespaces, and who may create them. [0.7 B1] */
export const rbacController: Controller = operatorController({
  name: controllerName,
  observe,
  start: () => ({ enqueue: [enqueueHandler(controllerName, startKey)] }),
  reconcile,
})
