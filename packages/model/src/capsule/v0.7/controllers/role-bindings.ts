import type { Reconcile } from '../../../controllers/controller.ts'
import type { JsonObject } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { utf8 } from '../../controllers/bytes.ts'
import { withController } from '../../controllers/controller-reference.ts'
import type { Failure } from '../../controllers/failure.ts'
import { roleBindings } from '../../controllers/kinds.ts'
import { prune } from '../../controllers/prune.ts'
import { fnv1a } from '../../controllers/role-binding-hash.ts'
import { bindingsOf } from '../../controllers/role-bindings.ts'
import { createOrUpdate, placeIn } from '../../controllers/writing.ts'
import { roleBindingLabel } from '../../tenant/constants.ts'
import type { AdditionalRoleBinding, Tenant } from '../../tenant/tenant.ts'
import { withTypeLabels } from './indexed-objects.ts'
import { eachMember } from './members.ts'

/**
 * In each member there is a RoleBinding for each owner and each of his ClusterRoles, and for each additional binding,
 * numbered in that order. What carries another hash goes, whoever made it. [controllers/tenant/rolebindings.go; 0.7 T7]
 */
export function* syncRoleBindings(tenant: Tenant): Reconcile<Failure | undefined> {
  const bindings = [
    ...(tenant.spec?.owners ?? []).flatMap((owner) => bindingsOf(owner, owner.clusterRoles)),
    ...(tenant.spec?.additionalRoleBindings ?? []),
  ]
  return yield* eachMember(tenant, function* (namespace) {
    const pruned = yield* prune(roleBindings, namespace, roleBindingLabel, bindings.map(roleBindingHash))
    if (pruned) return pruned
    for (const [index, binding] of bindings.entries()) {
      const name = `capsule-${tenant.metadata.name}-${index}-${binding.clusterRoleName}`
      const { failure } = yield* createOrUpdate(roleBindings, placeIn(namespace, name), (object) =>
        withController(asBound(object, tenant, binding), tenant),
      )
      if (failure) return failure
    }
    return undefined
  })
}

/** FNV-1a over the role, and kind and name of each subject, without anything between; namespaces do not count. [0.7 T7.3] */
export function roleBindingHash({ clusterRoleName, subjects }: AdditionalRoleBinding): string {
  return fnv1a(utf8([clusterRoleName, ...subjects.flatMap(({ kind, name }) => [kind, name])].join('')))
}

function asBound(object: KubeObject, tenant: Tenant, binding: AdditionalRoleBinding): KubeObject {
  return {
    ...withTypeLabels(object, tenant, roleBindingLabel, roleBindingHash(binding)),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: binding.clusterRoleName },
    subjects: binding.subjects as unknown as readonly JsonObject[],
  }
}
