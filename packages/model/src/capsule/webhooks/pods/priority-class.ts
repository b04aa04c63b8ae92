import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { textAt } from '../../../object/json.ts'
import { allowedText, allowsName, searchPanic, selectsClass } from '../../tenant/class-policy.ts'
import { findClass, type MissingClass, missingClass, priorityClassesKey } from '../../tenant/classes.ts'
import { isEmptySelector } from '../../tenant/namespace-selector.ts'
import { deny, errored, panicked } from '../answer.ts'
import type { PodReview, PodRule } from './review.ts'

/**
 * A new Pod's priority class is the Tenant's default, or allowed by name, pattern or label. Nothing keeps a
 * pattern from being stored that does not compile: it panics. [pod/priorityclass.go; extended A1.3]
 */
export const priorityClass: PodRule = (review) => judgePriorityClass(review, missingClass)

export function judgePriorityClass(
  { request, state, tenant, pod }: PodReview,
  missing: MissingClass,
): WebhookAnswer | undefined {
  const policy = tenant.spec?.priorityClasses
  const name = textAt(pod, 'spec', 'priorityClassName') ?? ''
  if (!policy || request.operation !== 'CREATE' || name === '') return undefined
  const object = findClass(state, priorityClassesKey, name)
  if (!isEmptySelector(policy) && !object) return errored(missing(priorityClassesKey, name))
  if (policy.default === name) return undefined
  const panic = searchPanic(policy, name)
  if (panic !== undefined) return panicked(panic)
  if (allowsName(policy, name) || selectsClass(policy, object)) return undefined
  return deny(`Pod Priority Class ${name} is forbidden for the current Tenant: ${allowedText(policy)}`)
}
