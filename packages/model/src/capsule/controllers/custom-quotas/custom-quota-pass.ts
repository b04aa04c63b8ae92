import { done, failed, type Reconcile } from '../../../controllers/controller.ts'
import { at, equalJson, type Json, type JsonObject, listAt, objectAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import { formatQuantity, parseQuantity, subtractQuantities } from '../../../object/quantity.ts'
import { none } from '../../../object/resource-list.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { capsuleApiVersion, capsuleGroup, managedByController, objectManagedByLabel } from '../../tenant/constants.ts'
import { type CapsuleCondition, notReady, ready, withCondition } from '../conditions.ts'
import { withControllerReference } from '../controller-reference.ts'
import { type Failure, isGone, isNamespaceTerminating, isNotFound } from '../failure.ts'
import { type Kind, quantityLedgers } from '../kinds.ts'
import { cached, get, live } from '../reading.ts'
import { createOrUpdate, type Place, patch, retryOnConflict, updateStatus } from '../writing.ts'
import { type CustomUsage, countUsage, isModelled, type Scope } from './custom-usage.ts'

/** Set on a quota: it is counted anew. [pkg/api/meta/annotations.go] */
export const reconcileAnnotation = 'reconcile.projectcapsule.dev/requestedAt'

/** How a quota of a namespace and one of the cluster differ. */
export interface QuotaSort {
  readonly kind: Kind
  readonly ledgerPlace: (quota: KubeObject) => Place
  readonly scope: (state: ClusterState, quota: KubeObject) => Scope | { readonly error: string }
}

/**
 * One pass: the ledger, the count, the status. What the count fails at is told in the status alone. Not modelled: CEL and
 * involved paths (such a quota is left alone), and reservations, which only the webhook makes that is off by default.
 * [custom_quota_controller.go:Reconcile, global_custom_quota_controller.go:Reconcile]
 */
export function* reconcileCustomQuota(sort: QuotaSort, place: Place, now: number): Reconcile {
  const quota = yield* cached(get(sort.kind, place.namespace, place.name))
  if (!quota || !isModelled(quota)) return done
  const ensured = yield* ensureLedger(sort, quota)
  if (ensured) return isIgnored(quota, ensured) ? done : failed(ensured.message)
  const scope = yield* cached((state) => sort.scope(state, quota))
  const usage: CustomUsage =
    'error' in scope
      ? { used: none, targets: [], claims: [], problem: `invalid namespace selector: ${scope.error}` }
      : yield* cached((state) => countUsage(state, quota, scope))
  const unbalanced = yield* writeLedger(sort, quota, usage)
  const unwritten = yield* writeStatus(sort.kind, quota, usage, 'error' in scope ? undefined : scope, now)
  if (unwritten) return isGone(unwritten) ? done : failed(`cannot update status: ${unwritten.message}`)
  if (usage.problem === undefined && annotationsOf(quota)[reconcileAnnotation] !== undefined) {
    const body = { metadata: { annotations: { [reconcileAnnotation]: null } } }
    const { failure } = yield* patch(sort.kind, place, body)
    if (failure && !isGone(failure)) return failed(`cannot patch: ${failure.message}`)
  }
  return unbalanced ? failed(`reconcile QuantityLedger: ${unbalanced.message}`) : done
}

function isIgnored(quota: KubeObject, failure: Failure): boolean {
  return quota.metadata.deletionTimestamp !== undefined || isNotFound(failure) || isNamespaceTerminating(failure)
}

/** [ensureQuotaLedger; extended D5.6] */
function* ensureLedger({ kind, ledgerPlace }: QuotaSort, quota: KubeObject): Reconcile<Failure | undefined> {
  const { namespace, name, uid = '' } = quota.metadata
  const targetRef = {
    apiGroup: capsuleGroup,
    kind: kind.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
  }
  const owner = {
    apiVersion: capsuleApiVersion,
    kind: kind.kind,
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  }
  const { failure } = yield* createOrUpdate(quantityLedgers, ledgerPlace(quota), (ledger) => {
    const labels = { ...labelsOf(ledger), [objectManagedByLabel]: managedByController }
    return withControllerReference({ ...withMetadata(ledger, { labels }), spec: { targetRef } }, owner)
  })
  return failure
}

/** What is allocated is what is used. [reconcileQuantityLedgerAllocation] */
function* writeLedger(
  { ledgerPlace }: QuotaSort,
  quota: KubeObject,
  { used }: CustomUsage,
): Reconcile<Failure | undefined> {
  const { namespace, name } = ledgerPlace(quota)
  const { failure } = yield* retryOnConflict(function* () {
    const ledger = yield* live(get(quantityLedgers, namespace, name))
    if (!ledger) return {}
    const status: JsonObject = { ...objectAt(ledger.status), reserved: '0', allocated: formatQuantity(used) }
    return equalJson(objectAt(ledger.status), status) ? {} : yield* updateStatus(quantityLedgers, { ...ledger, status })
  })
  return failure
}

function* writeStatus(
  kind: Kind,
  quota: KubeObject,
  usage: CustomUsage,
  scope: Scope | undefined,
  now: number,
): Reconcile<Failure | undefined> {
  const { namespace, name, generation } = quota.metadata
  const before = listAt(quota.status, 'conditions') as unknown as readonly CapsuleCondition[]
  const conditions = withCondition(before, usage.problem === undefined ? ready : notReady(usage.problem), now)
  const counted = scope ? countedStatus(quota, usage, scope) : objectAt(quota.status)
  const status = { ...counted, observedGeneration: generation, conditions: conditions as unknown as Json }
  const { failure } = yield* retryOnConflict(function* () {
    const latest = yield* live(get(kind, namespace, name))
    if (!latest) return {}
    return equalJson(objectAt(latest.status), status) ? {} : yield* updateStatus(kind, { ...latest, status })
  })
  return failure
}

function countedStatus(quota: KubeObject, { used, targets, claims }: CustomUsage, scope: Scope): JsonObject {
  const text = at(quota.spec, 'limit')
  const limit = (typeof text === 'string' || typeof text === 'number' ? parseQuantity(text) : undefined) ?? none
  const left = subtractQuantities(limit, used)
  const names = scope.namespaces === 'all' ? ['*'] : scope.namespaces
  return {
    usage: { used: formatQuantity(used), available: formatQuantity(left.nano < 0n ? none : left) },
    targets,
    ...(claims.length > 0 ? { claims } : {}),
    ...(scope.namespaced || names.length === 0 ? {} : { namespaces: names }),
  }
}
