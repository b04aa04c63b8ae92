import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { compilePanic } from '../../regular-expression.ts'
import { allowsName, sortedNames } from '../../tenant/class-policy.ts'
import { forbiddenMessage } from '../../tenant/forbidden-list.ts'
import type { ForbiddenList } from '../../tenant/tenant.ts'
import { deny, panicked } from '../../webhooks/answer.ts'

/**
 * Refuses the first key by name that a list forbids; upstream takes any. The list is searched, and printed, as allowed
 * lists are. Nothing keeps a pattern that does not compile from being stored, and using it panics.
 * [pkg/api/forbidden_list.go:ValidateForbidden; 0.7 A4, N3.4, V6]
 */
export function refuseForbidden(
  subject: string,
  keys: readonly string[],
  list: ForbiddenList | undefined,
): WebhookAnswer | undefined {
  const { denied = [], deniedRegex = '' } = list ?? {}
  const panic = compilePanic(deniedRegex)
  if (panic !== undefined && keys.length > 0) return panicked(panic)
  const searched = { allowed: denied, allowedRegex: deniedRegex }
  const key = keys.toSorted().find((candidate) => allowsName(searched, candidate))
  if (key === undefined) return undefined
  return deny(`${subject} validation failed: ${forbiddenMessage(key, { denied: sortedNames(searched), deniedRegex })}`)
}
