import type { Reconcile } from '../../controllers/controller.ts'
import { type Json, type JsonObject, objectAt, textMap } from '../../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf, withMetadata } from '../../object/kube-object.ts'
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from '../../object/quantity.ts'
import { newTenantLabel, resourceQuotaLabel } from '../tenant/constants.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { type Failure, joined, prefixed } from './failure.ts'
import { resourceQuotas } from './kinds.ts'
import { compareTexts } from './owner-list.ts'
import { hardAnnotation, usedAnnotation, withoutStaleQuotas } from './quota-annotations.ts'
import { get, list, live } from './reading.ts'
import { sameObject } from './same-object.ts'
import { retryOnConflict, update } from './writing.ts'

type Hard = Readonly<Record<string, string>>

/** A ResourceQuota of the Tenant as listed, with the limits that it shall have. */
export interface Shared {
  readonly quota: KubeObject
  readonly hard: Hard
}

/** One resource that the Tenant limits: what it uses, what it may. */
export interface Share {
  readonly resource: string
  readonly total: Quantity
  readonly limit: Quantity
}

/**
 * With scope Tenant the ResourceQuotas of an item in all namespaces share its limits: each may use what the others
 * leave. [CT/resourcequotas.go:syncResourceQuotasLocked; core R5.3c]
 */
export function* shareQuotas(tenant: Tenant): Reconcile<Failure | undefined> {
  const failures: Failure[] = []
  for (const [index, item] of (tenant.spec?.resourceQuotas?.items ?? []).entries()) {
    const failure = yield* shareItem(tenant, index, objectAt(item, 'hard'))
    if (failure) failures.push(prefixed(`resource quota ${index}: `, failure))
  }
  return joined(failures)
}

function* shareItem(tenant: Tenant, index: number, limits: JsonObject): Reconcile<Failure | undefined> {
  const resources = Object.keys(limits).sort(compareTexts)
  const listed = (yield* live(list(resourceQuotas))).filter((quota) => isOf(quota, tenant, index))
  let shared: readonly Shared[] = listed.map((quota) => ({ quota, hard: keptHard(quota, resources) }))
  for (const resource of resources) {
    const share = shareOf(resource, limits[resource], listed)
    shared = shared.map((one) => ({ ...one, hard: sharedHard(one, share) }))
    const failure = yield* persist(shared, resources, share)
    if (failure) return failure
  }
  return resources.length === 0 ? yield* persist(shared, resources, undefined) : undefined
}

function isOf(quota: KubeObject, tenant: Tenant, index: number): boolean {
  const labels = labelsOf(quota)
  return labels[newTenantLabel] === tenant.metadata.name && labels[resourceQuotaLabel] === String(index)
}

function keptHard(quota: KubeObject, resources: readonly string[]): Hard {
  const hard = Object.entries(textMap(objectAt(quota.spec, 'hard')))
  return Object.fromEntries(hard.filter(([resource]) => resources.includes(resource)))
}

const zero: Quantity = { nano: 0n, format: 'DecimalSI' }

function quantityOf(value: Json | undefined): Quantity {
  return (typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined) ?? zero
}

function usedOf(quota: KubeObject, resource: string): Json | undefined {
  return objectAt(quota.status, 'used')[resource]
}

export function shareOf(resource: string, limit: Json | undefined, listed: readonly KubeObject[]): Share {
  const total = listed.map((quota) => quantityOf(usedOf(quota, resource))).reduce(addQuantities, zero)
  return { resource, total, limit: quantityOf(limit) }
}

/**
 * While the Tenant is below its limit, a namespace may have what is left and what it uses. From the limit on it may have
 * what it uses; where its use of the resource is unknown, all its other limits are lost.
 */
export function sharedHard({ quota, hard }: Shared, { resource, total, limit }: Share): Hard {
  const used = usedOf(quota, resource)
  if (compareQuantities(total, limit) < 0) {
    const share = addQuantities(subtractQuantities(limit, total), quantityOf(used))
    return { ...hard, [resource]: formatQuantity(share) }
  }
  return used === undefined ? { [resource]: '0' } : { ...hard, [resource]: formatQuantity(quantityOf(used)) }
}

/** Writes limits and annotations of all of them, each over what it is by now. [CT/resourcequotas.go:persistResourceQuotaState] */
export function* persist(
  shared: readonly Shared[],
  resources: readonly string[],
  share: Share | undefined,
): Reconcile<Failure | undefined> {
  const failures: (Failure | undefined)[] = []
  for (const one of shared) failures.push(yield* persistOne(one, resources, share))
  const first = failures.find((failure) => failure !== undefined)
  return first && prefixed('update of outer ResourceQuota items has failed: ', first)
}

function* persistOne(
  { quota, hard }: Shared,
  resources: readonly string[],
  share: Share | undefined,
): Reconcile<Failure | undefined> {
  const { namespace, name } = quota.metadata
  const { failure } = yield* retryOnConflict(function* () {
    const found = yield* live(get(resourceQuotas, namespace, name))
    if (!found) return { failure: { message: `resourcequotas "${name}" not found`, status: { reason: 'NotFound' } } }
    const annotations = { ...withoutStaleQuotas(annotationsOf(found), resources), ...annotationsFor(share) }
    const changed = withMetadata(found, { labels: labelsOf(quota), annotations })
    const desired: KubeObject = { ...changed, spec: { ...objectAt(found.spec), hard } }
    return sameObject(found, desired) ? { object: found } : yield* update(resourceQuotas, desired)
  })
  return failure
}

function annotationsFor(share: Share | undefined): Readonly<Record<string, string>> {
  if (!share) return {}
  return {
    [usedAnnotation(share.resource)]: formatQuantity(share.total),
    [hardAnnotation(share.resource)]: formatQuantity(share.limit),
  }
}
