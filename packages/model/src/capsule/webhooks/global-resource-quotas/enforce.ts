import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from '../../../object/json.ts'
import { isTerminating, type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { compareQuantities, formatQuantity, subtractQuantities } from '../../../object/quantity.ts'
import { addResources, exceededNames, none, parseResources, type ResourceList } from '../../../object/resource-list.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject, listObjects } from '../../../state/store.ts'
import { globalHard, ledgerName, selectsForQuota } from '../../global-resource-quotas/global-resource-quota.ts'
import {
  controllerNamespace,
  globalResourceQuotaLabel,
  globalResourceQuotasKey,
  managedByController,
  managedByLabel,
  namespacesKey,
  quantityLedgersKey,
} from '../../tenant/constants.ts'
import { allowed, deny, errored } from '../answer.ts'
import { type Demand, demandOf } from './demand.ts'

const reservationsMax = 1024

/**
 * What a request adds has to fit beside what the ledgers of all quotas of its namespace have. What upstream then reserves
 * in the ledger is not modelled: a usage counts from when its ResourceQuota counts it. Quotas come by name.
 * [calculation.go:enforceGlobalResourceQuotaRequest; extended D4.5]
 */
export function enforceGlobalResourceQuotas(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const namespace =
    request.namespace === '' ? undefined : findObject(state, namespacesKey, undefined, request.namespace)
  if (!namespace) return allowed
  const quotas: KubeObject[] = []
  for (const quota of listObjects(state, globalResourceQuotasKey)) {
    const selects = selectsForQuota(quota, namespace)
    if (typeof selects !== 'boolean')
      return errored(`GlobalResourceQuota "${quota.metadata.name}" has an invalid namespace selector: ${selects.error}`)
    if (selects) quotas.push(quota)
  }
  if (quotas.length === 0 || isManagedResourceQuota(request)) return allowed
  for (const quota of quotas) {
    const answer = isTerminating(quota) ? undefined : checkQuota(quota, request, state)
    if (answer) return answer
  }
  return allowed
}

/** Counting its own ResourceQuotas could keep a quota from ever being ready. [isManagedResourceQuota] */
function isManagedResourceQuota({ type, object }: AdmissionRequest): boolean {
  if (type.group !== '' || type.resource !== 'resourcequotas' || !object) return false
  const labels = labelsOf(object)
  return labels[managedByLabel] === managedByController && (labels[globalResourceQuotaLabel] ?? '') !== ''
}

function checkQuota(quota: KubeObject, request: AdmissionRequest, state: ClusterState): WebhookAnswer | undefined {
  const { name } = quota.metadata
  const demand: Demand | undefined = demandOf(quota, request, state.clock)
  if (demand?.problem !== undefined)
    return deny(`resource cannot be evaluated against GlobalResourceQuota "${name}": ${demand.problem}`)
  if (!demand || !Object.values(demand.added).some((quantity) => quantity.nano > 0n)) return undefined
  const place = `${controllerNamespace}/${ledgerName(quota)}`
  const ledger = findObject(state, quantityLedgersKey, controllerNamespace, ledgerName(quota))
  if (!ledger) return deny(`GlobalResourceQuota "${name}" is not ready: QuantityLedger ${place} does not exist`)
  const problem = ledgerProblem(ledger, quota, request, place)
  if (problem !== undefined) return errored(problem)
  return checkLedger(quota, objectAt(ledger.status, 'resourceQuota'), demand.added, place, state.clock)
}

/** [calculation.go:reserve; extended D4.6] */
function ledgerProblem(
  ledger: KubeObject,
  quota: KubeObject,
  request: AdmissionRequest,
  place: string,
): string | undefined {
  const target = objectAt(ledger.spec, 'targetRef')
  const { name, uid = '', generation = 0 } = quota.metadata
  if (target.kind !== 'GlobalResourceQuota' || target.name !== name || (textAt(target, 'uid') ?? '') !== uid)
    return `QuantityLedger ${place} has a stale GlobalResourceQuota target`
  const observed = objectAt(ledger.status, 'resourceQuota')
  if (observed.initialized !== true) return `GlobalResourceQuota QuantityLedger ${place} is not initialized`
  if ((observed.observedGeneration ?? 0) !== generation)
    return `GlobalResourceQuota QuantityLedger ${place} has not observed generation ${generation}`
  if (!listAt(observed, 'namespaces').includes(request.namespace))
    return `GlobalResourceQuota QuantityLedger ${place} has not observed namespace ${request.namespace}`
  return undefined
}

function checkLedger(
  quota: KubeObject,
  observed: JsonObject,
  added: ResourceList,
  place: string,
  now: number,
): WebhookAnswer | undefined {
  const reservations = listAt(observed, 'reservations')
    .filter(isJsonObject)
    .filter((one) => !isExpired(one, now))
  if (reservations.length >= reservationsMax)
    return errored(`GlobalResourceQuota QuantityLedger ${place} has too many inflight reservations`)
  const held = reservations.map((one) => parseResources(one.delta))
  const projected = [...held, added].reduce(addResources, parseResources(observed.used))
  const hard = globalHard(quota)
  const exceeded = exceededNames(projected, hard)
  if (exceeded.length === 0) return undefined
  const details = exceeded.map((name) => detail(name, added, projected, hard))
  return deny(`resource exceeds GlobalResourceQuota "${quota.metadata.name}": ${details.join('; ')}`)
}

function isExpired({ expiresAt }: JsonObject, now: number): boolean {
  return typeof expiresAt === 'string' && Date.parse(expiresAt) < now
}

/** A resource that is over its limit already is told of too, whatever the request asks for. [formatExceededResources] */
function detail(name: string, added: ResourceList, projected: ResourceList, hard: ResourceList): string {
  const [requested, total, limit] = [added[name] ?? none, projected[name] ?? none, hard[name] ?? none]
  const before = compareQuantities(total, requested) < 0 ? none : subtractQuantities(total, requested)
  const told = {
    requested,
    current: before,
    projected: total,
    hard: limit,
    exceededBy: subtractQuantities(total, limit),
  }
  const texts = Object.entries(told).map(([word, quantity]) => `${word}=${formatQuantity(quantity)}`)
  return `${name} (${texts.join(', ')})`
}
