import type { Reconcile } from '../../controllers/controller.ts'
import type { JsonObject } from '../../object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import {
  limitRangeLabel,
  managedByController,
  managedByLabel,
  networkPolicyLabel,
  newTenantLabel,
  tenantLabel,
} from '../tenant/constants.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { withController } from './controller-reference.ts'
import { eachNamespace } from './each-namespace.ts'
import { type Failure, isNamespaceTerminating } from './failure.ts'
import { type Kind, limitRanges, networkPolicies } from './kinds.ts'
import { collectLeftovers } from './leftovers.ts'
import { prune } from './prune.ts'
import { readyNamespaces } from './spaces.ts'
import { createOrUpdate, placeIn } from './writing.ts'

/** Objects of one Kind that a Tenant has once for each item of its spec in each of its namespaces. */
interface IndexedKind {
  readonly kind: Kind
  readonly typeLabel: string
  readonly items: (tenant: Tenant) => readonly JsonObject[]
}

const networkPolicyItems: IndexedKind = {
  kind: networkPolicies,
  typeLabel: networkPolicyLabel,
  items: (tenant) => tenant.spec?.networkPolicies?.items ?? [],
}

const limitRangeItems: IndexedKind = {
  kind: limitRanges,
  typeLabel: limitRangeLabel,
  items: (tenant) => tenant.spec?.limitRanges?.items ?? [],
}

/** [CT/networkpolicies.go; core R5.2] */
export function* syncNetworkPolicies(tenant: Tenant): Reconcile<Failure | undefined> {
  return yield* syncIndexed(networkPolicyItems, tenant)
}

/** [CT/limitranges.go; core R5.1] */
export function* syncLimitRanges(tenant: Tenant): Reconcile<Failure | undefined> {
  return yield* syncIndexed(limitRangeItems, tenant)
}

function* syncIndexed(indexed: IndexedKind, tenant: Tenant): Reconcile<Failure | undefined> {
  const leftovers = yield* collectLeftovers(indexed.kind, tenant)
  if (leftovers) return leftovers
  return yield* eachNamespace(readyNamespaces(tenant), (namespace) => syncNamespace(indexed, tenant, namespace))
}

function* syncNamespace(indexed: IndexedKind, tenant: Tenant, namespace: string): Reconcile<Failure | undefined> {
  const { kind, typeLabel } = indexed
  const items = indexed.items(tenant)
  const pruned = yield* prune(kind, namespace, typeLabel, [...items.keys()].map(String))
  if (pruned) return pruned
  for (const [index, spec] of items.entries()) {
    const { failure } = yield* createOrUpdate(kind, placeIn(namespace, indexedName(tenant, index)), (object) =>
      withController(
        { ...withMetadata(object, { labels: indexedLabels(object, tenant, typeLabel, index) }), spec },
        tenant,
      ),
    )
    if (failure) return isNamespaceTerminating(failure) ? undefined : failure
  }
  return undefined
}

export function indexedName(tenant: Tenant, index: number): string {
  return `capsule-${tenant.metadata.name}-${index}`
}

/** The labels of an object of the Tenant's item, over its own ones, without the legacy one. */
export function indexedLabels(
  object: KubeObject,
  tenant: Tenant,
  typeLabel: string,
  index: number,
): Readonly<Record<string, string>> {
  const { [tenantLabel]: _legacy, ...own } = labelsOf(object)
  return {
    ...own,
    [managedByLabel]: managedByController,
    [newTenantLabel]: tenant.metadata.name,
    [typeLabel]: String(index),
  }
}
