import type { Reconcile } from '../../../controllers/controller.ts'
import { annotationsOf, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import type { Failure } from '../../controllers/failure.ts'
import { namespaces } from '../../controllers/kinds.ts'
import { createOrUpdate, retryOnConflict } from '../../controllers/writing.ts'
import { nameLabels, namespaceAnnotations } from '../../tenant/namespace-metadata.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { eachMember } from './members.ts'

/**
 * Each member gets the Tenant's metadata, and here alone. Keys are added and overwritten, never taken away.
 * [controllers/tenant/namespaces.go:syncNamespaceMetadata; 0.7 T3]
 */
export function* syncNamespaces(tenant: Tenant): Reconcile<Failure | undefined> {
  return yield* eachMember(tenant, (name) => syncMetadata(tenant, name))
}

function* syncMetadata(tenant: Tenant, name: string): Reconcile<Failure | undefined> {
  const { failure } = yield* retryOnConflict(() =>
    createOrUpdate(namespaces, { name }, (namespace) => {
      const added = tenant.spec?.namespaceOptions?.additionalMetadata?.labels
      const labels = { ...labelsOf(namespace), ...nameLabels(namespace, tenant), ...added }
      const annotations = { ...annotationsOf(namespace), ...namespaceAnnotations(tenant) }
      return withMetadata(namespace, { labels, annotations })
    }),
  )
  return failure
}
