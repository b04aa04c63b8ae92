import type { Reconcile } from '../../../controllers/controller.ts'
import { type JsonObject, objectAt, withoutFields } from '../../../object/json.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { withController } from '../../controllers/controller-reference.ts'
import type { Failure } from '../../controllers/failure.ts'
import { indexedName } from '../../controllers/indexed-objects.ts'
import { resourceQuotas } from '../../controllers/kinds.ts'
import { prune } from '../../controllers/prune.ts'
import { cached, list } from '../../controllers/reading.ts'
import { createOrUpdate, placeIn, retryOnConflict } from '../../controllers/writing.ts'
import { resourceQuotaLabel, tenantLabel } from '../../tenant/constants.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { withTypeLabels } from './indexed-objects.ts'
import { eachMember } from './members.ts'
import { shareItem } from './tenant-scope-quotas.ts'

/**
 * With scope Tenant the limits of what is there are shared first, wherever in the cluster it lies; then each member gets a
 * ResourceQuota for each item. [controllers/tenant/resourcequotas.go:syncResourceQuotas; 0.7 T6]
 */
export function* syncResourceQuotas(tenant: Tenant): Reconcile<Failure | undefined> {
  const { scope, items = [] } = tenant.spec?.resourceQuotas ?? {}
  if (scope === 'Tenant') {
    for (const [index, item] of items.entries()) {
      const listed = (yield* cached(list(resourceQuotas))).filter((quota) => isOf(quota, tenant, index))
      const failure = yield* shareItem(listed, objectAt(item, 'hard'))
      if (failure) return failure
    }
  }
  return yield* eachMember(tenant, (namespace) => syncNamespace(tenant, namespace, items))
}

function isOf(quota: KubeObject, tenant: Tenant, index: number): boolean {
  const labels = labelsOf(quota)
  return labels[tenantLabel] === tenant.metadata.name && labels[resourceQuotaLabel] === String(index)
}

function* syncNamespace(
  tenant: Tenant,
  namespace: string,
  items: readonly JsonObject[],
): Reconcile<Failure | undefined> {
  const pruned = yield* prune(resourceQuotas, namespace, resourceQuotaLabel, [...items.keys()].map(String))
  if (pruned) return pruned
  for (const [index, item] of items.entries()) {
    const { failure } = yield* retryOnConflict(() =>
      createOrUpdate(resourceQuotas, placeIn(namespace, indexedName(tenant, index)), (object) =>
        withController(withItem(object, tenant, index, item), tenant),
      ),
    )
    if (failure) return failure
  }
  return undefined
}

/** With scope Tenant a new ResourceQuota has no limits until its own event starts the pass that shares them. [0.7 T6.3] */
function withItem(object: KubeObject, tenant: Tenant, index: number, item: JsonObject): KubeObject {
  const own = withoutFields(objectAt(object.spec), 'scopes', 'scopeSelector')
  const { hard, ...scopes } = item
  const isPlain = tenant.spec?.resourceQuotas?.scope === 'Namespace'
  const spec: JsonObject = {
    ...(isPlain ? withoutFields(own, 'hard') : own),
    ...scopes,
    ...(isPlain && hard ? { hard } : {}),
  }
  return { ...withTypeLabels(object, tenant, resourceQuotaLabel, String(index)), spec }
}
