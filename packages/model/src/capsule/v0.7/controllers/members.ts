import type { Reconcile } from '../../../controllers/controller.ts'
import { eachNamespace } from '../../controllers/each-namespace.ts'
import type { Failure } from '../../controllers/failure.ts'
import type { Tenant } from '../../tenant/tenant.ts'

/** Does the same in each namespace that the Tenant's status lists; a failure in one does not keep the others. [0.7 T2.6] */
export function* eachMember(
  tenant: Tenant,
  work: (namespace: string) => Reconcile<Failure | undefined>,
): Reconcile<Failure | undefined> {
  return yield* eachNamespace(tenant.status?.namespaces ?? [], work)
}
