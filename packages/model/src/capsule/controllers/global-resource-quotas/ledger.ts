import type { Reconcile } from '../../../controllers/controller.ts'
import { equalJson, isJsonObject, type Json, type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import { type KubeObject, withMetadata } from '../../../object/kube-object.ts'
import { compareQuantities, subtractQuantities } from '../../../object/quantity.ts'
import {
  addResources,
  formatResources,
  none,
  parseResources,
  type ResourceList,
  resourceNames,
  subtractResources,
} from '../../../object/resource-list.ts'
import { ledgerName } from '../../global-resource-quotas/global-resource-quota.ts'
import { capsuleGroup, controllerNamespace } from '../../tenant/constants.ts'
import { withControllerReference } from '../controller-reference.ts'
import type { Failure } from '../failure.ts'
import { quantityLedgers } from '../kinds.ts'
import { get, live } from '../reading.ts'
import { createOrUpdate, placeIn, retryOnConflict, updateStatus } from '../writing.ts'
import { quotaLabels, quotaReference } from './projected-quotas.ts'
import type { ObservedUsage } from './usage.ts'

/**
 * The ledger of a quota tells admission what was observed. What admission reserved in it is taken off as it shows in the
 * usage, or when it expires. [globalresourcequotas/ledger.go; extended D4.2]
 */
export function* syncLedger(quota: KubeObject, usage: ObservedUsage, now: number): Reconcile<Failure | undefined> {
  const place = placeIn(controllerNamespace, ledgerName(quota))
  const ensured = yield* createOrUpdate(quantityLedgers, place, (object) =>
    withControllerReference(withTarget(object, quota), quotaReference(quota)),
  )
  if (ensured.failure) return ensured.failure
  const { failure } = yield* retryOnConflict(function* () {
    const current = yield* live(get(quantityLedgers, place.namespace, place.name))
    if (!current) return {}
    const before = objectAt(current.status, 'resourceQuota')
    const next = observed(before, usage, quota.metadata.generation, now)
    if (equalJson(before, next)) return {}
    const zeros = { reserved: '0', allocated: '0' }
    return yield* updateStatus(quantityLedgers, {
      ...current,
      status: { ...zeros, ...objectAt(current.status), resourceQuota: next },
    })
  })
  return failure
}

function withTarget(object: KubeObject, quota: KubeObject): KubeObject {
  const { name, uid = '' } = quota.metadata
  const targetRef = { apiGroup: capsuleGroup, kind: 'GlobalResourceQuota', name, uid }
  const spec = { ...objectAt(object.spec), targetRef }
  return { ...withMetadata(object, { labels: quotaLabels(object, quota) }), spec }
}

/** [reconcileLedgerStatus] */
function observed(
  before: JsonObject,
  { used, namespaces, initialized }: ObservedUsage,
  generation: number | undefined,
  now: number,
): JsonObject {
  const zeros: ResourceList = Object.fromEntries(resourceNames(used).map((name) => [name, none]))
  const reservations = activeReservations(before, subtractResources(used, parseResources(before.used)), now)
  const reserved = reservations.reduce((sum, one) => addResources(sum, parseResources(objectAt(one).delta)), zeros)
  return withoutEmpty({
    observedGeneration: generation,
    initialized: initialized ? true : undefined,
    namespaces,
    used: formatResources(used),
    reserved: formatResources(reserved),
    allocated: formatResources(addResources(used, reserved)),
    reservations,
  })
}

function withoutEmpty(fields: JsonObject): JsonObject {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && !(typeof value === 'object' && Object.keys(value ?? {}).length === 0),
  )
  return Object.fromEntries(kept)
}

/** Reservations that have not expired, less what usage grew by, oldest first. */
function activeReservations(before: JsonObject, grown: ResourceList, now: number): readonly Json[] {
  let left = grown
  const active: Json[] = []
  for (const reservation of listAt(before, 'reservations')) {
    if (!isJsonObject(reservation) || isExpired(reservation, now)) continue
    const delta = parseResources(reservation.delta)
    const rest = less(delta, left)
    left = less(left, delta)
    if (Object.values(rest).some((quantity) => quantity.nano > 0n))
      active.push({ ...reservation, delta: formatResources(rest) })
  }
  return active
}

function isExpired({ expiresAt }: JsonObject, now: number): boolean {
  return typeof expiresAt === 'string' && Date.parse(expiresAt) < now
}

/** What is left of the amounts when as much of each is taken as there is. */
function less(amounts: ResourceList, taken: ResourceList): ResourceList {
  const names = resourceNames(amounts)
  return Object.fromEntries(
    names.map((name) => {
      const [amount, take] = [amounts[name] ?? none, taken[name] ?? none]
      return [name, compareQuantities(amount, take) <= 0 ? none : subtractQuantities(amount, take)]
    }),
  )
}
