import type { Reconcile } from '../../../controllers/controller.ts'
import { textAt } from '../../../object/json.ts'
import { type KubeObject, ownerReferencesOf } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { eachNamespace } from '../../controllers/each-namespace.ts'
import type { Failure } from '../../controllers/failure.ts'
import { namespaces } from '../../controllers/kinds.ts'
import { compareTexts } from '../../controllers/owner-list.ts'
import { list } from '../../controllers/reading.ts'
import { capsuleApiVersion } from '../../tenant/constants.ts'
import type { Tenant } from '../../tenant/tenant.ts'

/**
 * The active Namespaces that refer to a Tenant by name in exactly this apiVersion; neither kind nor uid counts.
 * [pkg/indexer/namespace/namespaces.go, api/v1beta2/tenant_func.go:AssignNamespaces; 0.7 0.7]
 */
export function membersOf(state: ClusterState, tenant: string): readonly KubeObject[] {
  return list(namespaces)(state)
    .filter((namespace) => textAt(namespace, 'status', 'phase') === 'Active')
    .filter((namespace) =>
      ownerReferencesOf(namespace).some((owner) => owner.apiVersion === capsuleApiVersion && owner.name === tenant),
    )
    .toSorted((a, b) => compareTexts(a.metadata.name, b.metadata.name))
}

/** Does the same in each namespace that the Tenant's status lists; a failure in one does not keep the others. [0.7 T2.6] */
export function* eachMember(
  tenant: Tenant,
  work: (namespace: string) => Reconcile<Failure | undefined>,
): Reconcile<Failure | undefined> {
  return yield* eachNamespace(tenant.status?.namespaces ?? [], work)
}
