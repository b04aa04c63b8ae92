import type { Reconcile } from '../../../controllers/controller.ts'
import type { JsonObject } from '../../../object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import { withController } from '../../controllers/controller-reference.ts'
import type { Failure } from '../../controllers/failure.ts'
import { indexedName } from '../../controllers/indexed-objects.ts'
import { type Kind, limitRanges, networkPolicies } from '../../controllers/kinds.ts'
import { prune } from '../../controllers/prune.ts'
import { createOrUpdate, placeIn } from '../../controllers/writing.ts'
import { limitRangeLabel, networkPolicyLabel, tenantLabel } from '../../tenant/constants.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { eachMember } from './members.ts'

/** [controllers/tenant/networkpolicies.go; 0.7 T5] */
export function* syncNetworkPolicies(tenant: Tenant): Reconcile<Failure | undefined> {
  return yield* syncIndexed(tenant, networkPolicies, networkPolicyLabel, tenant.spec?.networkPolicies?.items ?? [])
}

/** [controllers/tenant/limitranges.go; 0.7 T5] */
export function* syncLimitRanges(tenant: Tenant): Reconcile<Failure | undefined> {
  return yield* syncIndexed(tenant, limitRanges, limitRangeLabel, tenant.spec?.limitRanges?.items ?? [])
}

/** In each member there is an object for each item; others of the type go, whoever made them. */
function* syncIndexed(
  tenant: Tenant,
  kind: Kind,
  typeLabel: string,
  items: readonly JsonObject[],
): Reconcile<Failure | undefined> {
  return yield* eachMember(tenant, function* (namespace) {
    const pruned = yield* prune(kind, namespace, typeLabel, [...items.keys()].map(String))
    if (pruned) return pruned
    for (const [index, spec] of items.entries()) {
      const { failure } = yield* createOrUpdate(kind, placeIn(namespace, indexedName(tenant, index)), (object) =>
        withController({ ...withTypeLabels(object, tenant, typeLabel, String(index)), spec }, tenant),
      )
      if (failure) return failure
    }
    return undefined
  })
}

/** The object with the labels that say of which Tenant it is, and of which item or binding. [0.7 0.5] */
export function withTypeLabels(object: KubeObject, tenant: Tenant, typeLabel: string, value: string): KubeObject {
  return withMetadata(object, {
    labels: { ...labelsOf(object), [tenantLabel]: tenant.metadata.name, [typeLabel]: value },
  })
}
