import { findType } from '../../../apiserver/discovery.ts'
import type { Reconcile } from '../../../controllers/controller.ts'
import { countIn, type LimitedResource, limitedResources, writeUsed } from '../../controllers/custom-resource-usage.ts'
import type { Failure } from '../../controllers/failure.ts'
import { live } from '../../controllers/reading.ts'
import type { Tenant } from '../../tenant/tenant.ts'

/**
 * Custom resources that an annotation of the Tenant limits are counted in the namespaces of the pass before, if there are
 * any. One that nobody serves ends the pass once the others are written.
 * [controllers/tenant/resourcequotas_quota.go:syncCustomResourceQuotaUsages; 0.7 T4]
 */
export function* countCustomResources(tenant: Tenant): Reconcile<Failure | undefined> {
  const namespaces = tenant.status?.namespaces ?? []
  if (namespaces.length === 0) return undefined
  let failure: Failure | undefined
  for (const limited of limitedResources(tenant)) {
    if (yield* isServed(limited)) yield* writeUsed(tenant, limited, yield* countIn(limited, namespaces))
    else failure = { message: 'the server could not find the requested resource' }
  }
  return failure
}

function* isServed({ kind }: LimitedResource): Reconcile<boolean> {
  return yield* live((state) => findType(state, kind.group, kind.version, kind.resource) !== undefined)
}
