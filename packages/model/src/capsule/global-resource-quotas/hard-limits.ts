import { goQuote } from '../../object/go-format.ts'
import { at, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { compareQuantities, formatQuantity } from '../../object/quantity.ts'
import { none, parseResources, type ResourceList, resourceNames } from '../../object/resource-list.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'
import { firstOf } from '../rules/validation/problems.ts'
import { controllerNamespace, quantityLedgersKey } from '../tenant/constants.ts'
import { globalHard, ledgerName } from './global-resource-quota.ts'

/**
 * Why a quota cannot have these limits now: something is allocated beyond them, or one shrinks while the selectors change.
 * Resources come in the order of their names, where Go's order is random. `path` is where the limits are written.
 */
export function hardLimitProblem(
  path: string,
  hard: ResourceList,
  quota: KubeObject,
  selectorsChange: boolean,
  state: ClusterState,
): string | undefined {
  return (
    (selectorsChange ? shrinkingProblem(path, hard, globalHard(quota)) : undefined) ??
    allocationProblem(path, hard, parseResources(at(quota.status, 'total', 'used'))) ??
    allocationProblem(path, hard, ledgerAllocation(quota, state))
  )
}

/** [pkg/runtime/quota/validation.go:ValidateHardLimitScopeChange] */
function shrinkingProblem(path: string, hard: ResourceList, previous: ResourceList): string | undefined {
  const advice = 'while namespace selectors are changing; update the selectors first and wait for usage reconciliation'
  return firstOf(resourceNames(previous), (name) => {
    const [limit, before] = [hard[name], previous[name] ?? none]
    if (!limit) return `${path}[${goQuote(name)}] cannot be removed ${advice}`
    if (compareQuantities(limit, before) >= 0) return undefined
    return `${path}[${goQuote(name)}] cannot be reduced from ${formatQuantity(before)} to ${formatQuantity(limit)} ${advice}`
  })
}

/** [pkg/runtime/quota/validation.go:ValidateHardLimit] */
function allocationProblem(path: string, hard: ResourceList, allocated: ResourceList): string | undefined {
  return firstOf(resourceNames(allocated), (name) => {
    const [limit, usage] = [hard[name], allocated[name] ?? none]
    if (usage.nano <= 0n) return undefined
    const whileAllocated = `while ${formatQuantity(usage)} is allocated`
    if (!limit) return `${path}[${goQuote(name)}] cannot be removed ${whileAllocated}`
    if (compareQuantities(limit, usage) >= 0) return undefined
    return `${path}[${goQuote(name)}] cannot be reduced to ${formatQuantity(limit)} ${whileAllocated}`
  })
}

/** A ledger of another quota, or without a state, says nothing. */
function ledgerAllocation(quota: KubeObject, state: ClusterState): ResourceList {
  const ledger = findObject(state, quantityLedgersKey, controllerNamespace, ledgerName(quota))
  if (!ledger || (textAt(ledger.spec, 'targetRef', 'uid') ?? '') !== (quota.metadata.uid ?? '')) return {}
  return parseResources(at(ledger.status, 'resourceQuota', 'allocated'))
}
