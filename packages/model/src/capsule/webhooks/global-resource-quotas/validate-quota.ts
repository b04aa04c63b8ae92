import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { goQuote } from '../../../object/go-format.ts'
import { at, isJsonArray, type Json, listAt, textAt } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { labelSelectorRequirements } from '../../../object/label-selector.ts'
import { compareQuantities, formatQuantity } from '../../../object/quantity.ts'
import { none, parseResources, type ResourceList, resourceNames } from '../../../object/resource-list.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { findObject } from '../../../state/store.ts'
import { sameObject } from '../../controllers/same-object.ts'
import { globalHard, ledgerName } from '../../global-resource-quotas/global-resource-quota.ts'
import { controllerNamespace, quantityLedgersKey } from '../../tenant/constants.ts'
import { allowed, deny } from '../answer.ts'

/**
 * A GlobalResourceQuota limits something, and keeps what is allocated; while its selectors change no limit may shrink.
 * Resources come in the order of their names, where Go's order is random.
 * [internal/webhook/globalresourcequota/calculation.go:validateGlobalResourceQuotaRequest; extended D4.4]
 */
export function validateGlobalResourceQuota(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const { object, oldObject, operation } = request
  if (!object || operation === 'DELETE') return allowed
  const problem = problemOf(object) ?? (oldObject ? problemOfChange(object, oldObject, state) : undefined)
  return problem === undefined ? allowed : deny(`invalid GlobalResourceQuota: ${problem}`)
}

function problemOf(quota: KubeObject): string | undefined {
  const hard = globalHard(quota)
  const names = resourceNames(hard)
  if (names.length === 0) return 'spec.quota.hard must contain at least one resource'
  const negative = names.find((name) => (hard[name] ?? none).nano < 0n)
  if (negative !== undefined) return `spec.quota.hard[${goQuote(negative)}] must not be negative`
  return firstOf([...listAt(quota.spec, 'namespaceSelectors').entries()], selectorProblem)
}

function selectorProblem([index, selector]: [number, Json]): string | undefined {
  const requirements = labelSelectorRequirements(selector)
  return requirements && 'error' in requirements
    ? `spec.namespaceSelectors[${index}] is invalid: ${requirements.error}`
    : undefined
}

function problemOfChange(quota: KubeObject, before: KubeObject, state: ClusterState): string | undefined {
  const [hard, previous] = [globalHard(quota), globalHard(before)]
  const selectorsChange = !sameObject(selectorsOf(quota), selectorsOf(before))
  const used = parseResources(at(before.status, 'total', 'used'))
  return (
    (selectorsChange ? shrinkingProblem(hard, previous) : undefined) ??
    allocationProblem(hard, used) ??
    allocationProblem(hard, ledgerAllocation(before, state))
  )
}

function selectorsOf(quota: KubeObject): Json | undefined {
  const selectors = at(quota.spec, 'namespaceSelectors')
  return isJsonArray(selectors) ? selectors : undefined
}

/** [pkg/runtime/quota/validation.go:ValidateHardLimitScopeChange] */
function shrinkingProblem(hard: ResourceList, previous: ResourceList): string | undefined {
  const advice = 'while namespace selectors are changing; update the selectors first and wait for usage reconciliation'
  return firstOf(resourceNames(previous), (name) => {
    const [limit, before] = [hard[name], previous[name] ?? none]
    if (!limit) return `spec.quota.hard[${goQuote(name)}] cannot be removed ${advice}`
    if (compareQuantities(limit, before) >= 0) return undefined
    return `spec.quota.hard[${goQuote(name)}] cannot be reduced from ${formatQuantity(before)} to ${formatQuantity(limit)} ${advice}`
  })
}

/** [pkg/runtime/quota/validation.go:ValidateHardLimit] */
function allocationProblem(hard: ResourceList, allocated: ResourceList): string | undefined {
  return firstOf(resourceNames(allocated), (name) => {
    const [limit, usage] = [hard[name], allocated[name] ?? none]
    if (usage.nano <= 0n) return undefined
    const whileAllocated = `while ${formatQuantity(usage)} is allocated`
    if (!limit) return `spec.quota.hard[${goQuote(name)}] cannot be removed ${whileAllocated}`
    if (compareQuantities(limit, usage) >= 0) return undefined
    return `spec.quota.hard[${goQuote(name)}] cannot be reduced to ${formatQuantity(limit)} ${whileAllocated}`
  })
}

/** A ledger of another quota, or without a state, says nothing. */
function ledgerAllocation(quota: KubeObject, state: ClusterState): ResourceList {
  const ledger = findObject(state, quantityLedgersKey, controllerNamespace, ledgerName(quota))
  if (!ledger || (textAt(ledger.spec, 'targetRef', 'uid') ?? '') !== (quota.metadata.uid ?? '')) return {}
  return parseResources(at(ledger.status, 'resourceQuota', 'allocated'))
}

function firstOf<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = check(item)
    if (problem !== undefined) return problem
  }
  return undefined
}
