import type { KubeObject } from '../../object/kube-object.ts'
import { labelsOf } from '../../object/kube-object.ts'
import { compilePanic, matchesPattern } from '../regular-expression.ts'
import { isEmptySelector, isSelected } from './namespace-selector.ts'
import type { AllowedList, ClassPolicy } from './tenant.ts'

/**
 * A list allows the names in it and those that its pattern matches anywhere. The list is sorted without regard to case
 * and then searched as if it were sorted with it, so that a list of mixed case can miss a name.
 * [pkg/api/allowed_list.go:ExactMatch, RegexMatch; extended A0.12]
 */
export function allowsName(list: AllowedList, name: string): boolean {
  return hasExact(list, name) || matchesRegex(list, name)
}

/** How looking for a name in a list panics: its pattern, which is asked for names not in the list, does not compile. */
export function searchPanic(list: AllowedList, name: string): string | undefined {
  return hasExact(list, name) ? undefined : compilePanic(list.allowedRegex ?? '')
}

function hasExact(list: AllowedList, name: string): boolean {
  const sorted = sortedNames(list)
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < name) low = middle + 1
    else high = middle
  }
  return sorted[low] === name
}

function matchesRegex(list: AllowedList, name: string): boolean {
  const pattern = list.allowedRegex ?? ''
  return pattern !== '' && matchesPattern(pattern, name)
}

/** The names of a list as messages show them once it was searched. [extended A0.12] */
export function sortedNames(list: AllowedList): readonly string[] {
  return (list.allowed ?? []).toSorted((a, b) => compare(a.toLowerCase(), b.toLowerCase()))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Whether the policy selects a class object by its labels, if it has a selector at all. */
export function selectsClass(policy: ClassPolicy, object: KubeObject | undefined): boolean {
  return !isEmptySelector(policy) && object !== undefined && isSelected(selectorOf(policy), labelsOf(object))
}

/** As selectsClass, but an empty selector selects every class that exists. [MatchSelectByName; extended A1.4] */
export function selectsExistingClass(policy: ClassPolicy, object: KubeObject | undefined): boolean {
  return object !== undefined && isSelected(selectorOf(policy), labelsOf(object))
}

function selectorOf(policy: ClassPolicy): Pick<ClassPolicy, 'matchLabels' | 'matchExpressions'> {
  return {
    ...(policy.matchLabels === undefined ? {} : { matchLabels: policy.matchLabels }),
    ...(policy.matchExpressions === undefined ? {} : { matchExpressions: policy.matchExpressions }),
  }
}

/** What a policy allows, in words, once its list was searched. [pkg/api/errors/allowed.go:AllowedValuesErrorMessage; extended A0.13] */
export function allowedText(policy: ClassPolicy): string {
  return textOf(policy, sortedNames(policy))
}

/** The same of a policy that was not asked for a name: its list is in its own order. */
export function unsearchedText(policy: ClassPolicy): string {
  return textOf(policy, policy.allowed ?? [])
}

function textOf(policy: ClassPolicy, names: readonly string[]): string {
  const pattern = policy.allowedRegex ?? ''
  return [
    ...(names.length > 0 ? [`use one from the following list (${names.join(', ')})`] : []),
    ...(pattern === '' ? [] : [`use one matching the following regex (${pattern})`]),
    ...(isEmptySelector(policy) ? [] : ['matching the label selector defined in the Tenant']),
  ].join(' or ')
}
