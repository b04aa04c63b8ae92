import type { Reconcile } from '../../../controllers/controller.ts'
import { type JsonObject, objectAt, textMap } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { compareQuantities } from '../../../object/quantity.ts'
import type { Failure } from '../../controllers/failure.ts'
import { compareTexts } from '../../controllers/owner-list.ts'
import { persist, type Share, type Shared, sharedHard, shareOf } from '../../controllers/tenant-scope-quotas.ts'

/**
 * The ResourceQuotas of an item share its limits: each may use what the others leave. Limits of resources that the item
 * does not have any more go where one of its own is not used up. Upstream's order of resources is any.
 * [controllers/tenant/resourcequotas.go:syncResourceQuotas, resourceQuotasUpdate; 0.7 T6.1]
 */
export function* shareItem(listed: readonly KubeObject[], limits: JsonObject): Reconcile<Failure | undefined> {
  const resources = Object.keys(limits).sort(compareTexts)
  let shared: readonly Shared[] = listed.map((quota) => ({ quota, hard: textMap(objectAt(quota.spec, 'hard')) }))
  for (const resource of resources) {
    const share = shareOf(resource, limits[resource], listed)
    shared = shared.map((one) => withShare(one, share, resources))
    const failure = yield* persist(shared, resources, share)
    if (failure) return failure
  }
  return undefined
}

function withShare(shared: Shared, share: Share, resources: readonly string[]): Shared {
  const hard = sharedHard(shared, share)
  if (compareQuantities(share.total, share.limit) >= 0) return { ...shared, hard }
  return { ...shared, hard: Object.fromEntries(Object.entries(hard).filter(([name]) => resources.includes(name))) }
}
