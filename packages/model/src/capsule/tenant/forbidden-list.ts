import { matchesPattern } from '../regular-expression.ts'
import type { ForbiddenList } from './tenant.ts'

/**
 * A forbidden list names keys, or matches them by a pattern, unanchored. What is said of the first forbidden key, by
 * name; upstream takes any. [pkg/api/forbidden_list.go; core N4.7, extended A0.13]
 */
export function forbiddenKey(keys: readonly string[], list: ForbiddenList | undefined): string | undefined {
  const key = keys.toSorted().find((candidate) => isForbidden(candidate, list))
  return key === undefined ? undefined : forbiddenMessage(key, list)
}

export function forbiddenMessage(key: string, list: ForbiddenList | undefined): string {
  return `${key} is forbidden for the current Tenant. ${forbiddenText(list)}`
}

export function isForbidden(key: string, list: ForbiddenList | undefined): boolean {
  const pattern = list?.deniedRegex ?? ''
  return (list?.denied ?? []).includes(key) || (pattern !== '' && matchesPattern(pattern, key))
}

/** What a list forbids, in words. [appendForbiddenError; extended A0.13] */
export function forbiddenText(list: ForbiddenList | undefined): string {
  const denied = list?.denied ?? []
  const pattern = list?.deniedRegex ?? ''
  const parts = [
    ...(denied.length > 0 ? [`one of the following (${denied.join(', ')})`] : []),
    ...(pattern === '' ? [] : [`matching the regex ${pattern}`]),
  ]
  return `Forbidden are ${parts.join(' or ')}`
}
