import type { Reconcile } from '../../controllers/controller.ts'
import type { JsonObject } from '../../object/json.ts'
import { labelsOf, withMetadata } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { configurationOf, rbacOf } from '../tenant/configuration.ts'
import { createdByLabel, createdByRbacController, ownerPromotionLabel } from '../tenant/constants.ts'
import { parseServiceAccountName } from '../tenant/service-account-name.ts'
import type { UserSpec } from '../tenant/tenant.ts'
import type { Failure } from './failure.ts'
import { clusterRoleBindings, serviceAccounts } from './kinds.ts'
import { withUsers } from './owner-list.ts'
import { cached, list } from './reading.ts'
import { createOrUpdate, retryOnConflict } from './writing.ts'

/**
 * Capsule users, administrators and, if that is allowed, promoted ServiceAccounts are bound to the role that creates
 * namespaces. [internal/controllers/rbac/manager.go:EnsureClusterRoleBindingsProvisioner; core B1.1]
 */
export function* ensureProvisionerBinding(): Reconcile<Failure | undefined> {
  const { provisioner: name } = yield* cached((state) => rbacOf(configurationOf(state)))
  const subjects = yield* cached(subjectsIn)
  const { failure } = yield* retryOnConflict(() =>
    createOrUpdate(clusterRoleBindings, { name }, (object) => ({
      ...withMetadata(object, { labels: { ...labelsOf(object), [createdByLabel]: createdByRbacController } }),
      roleRef: { kind: 'ClusterRole', name, apiGroup: 'rbac.authorization.k8s.io' },
      subjects,
    })),
  )
  return failure
}

function subjectsIn(state: ClusterState): readonly JsonObject[] {
  const { spec, status } = configurationOf(state)
  const users = status?.users ?? []
  const administrators = spec?.administrators ?? []
  const all = administrators.length > 0 ? withUsers(users, administrators) : users
  return [...all.flatMap(subjectsOf), ...(spec?.allowServiceAccountPromotion === true ? promotedIn(state) : [])]
}

/** The API group is left to the API server. */
function subjectsOf({ kind, name }: UserSpec): readonly JsonObject[] {
  if (kind !== 'ServiceAccount') return [{ kind, name }]
  const account = parseServiceAccountName(name)
  return account ? [{ kind, ...account }] : []
}

function promotedIn(state: ClusterState): readonly JsonObject[] {
  return list(serviceAccounts)(state)
    .filter((account) => labelsOf(account)[ownerPromotionLabel] === 'true')
    .map(({ metadata }) => ({ kind: 'ServiceAccount', name: metadata.name, namespace: metadata.namespace }))
}
