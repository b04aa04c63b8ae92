import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { textAt } from '../../../object/json.ts'
import { allowedText, allowsName, searchPanic, selectsExistingClass } from '../../tenant/class-policy.ts'
import { findClass, type MissingClass, missingClass, runtimeClassesKey } from '../../tenant/classes.ts'
import { deny, errored, panicked } from '../answer.ts'
import type { PodReview, PodRule } from './review.ts'

/**
 * A new Pod's runtime class exists, whatever the policy; it is the Tenant's default, or allowed by name, pattern or
 * label. An empty selector allows all that exist. [pod/runtimeclass.go; extended A1.4]
 */
export const runtimeClass: PodRule = (review) => judgeRuntimeClass(review, missingClass)

export function judgeRuntimeClass(
  { request, state, tenant, pod }: PodReview,
  missing: MissingClass,
): WebhookAnswer | undefined {
  const name = textAt(pod, 'spec', 'runtimeClassName') ?? ''
  if (request.operation !== 'CREATE' || name === '') return undefined
  const object = findClass(state, runtimeClassesKey, name)
  if (!object) return errored(missing(runtimeClassesKey, name))
  const policy = tenant.spec?.runtimeClasses
  if (!policy || policy.default === name) return undefined
  const panic = searchPanic(policy, name)
  if (panic !== undefined) return panicked(panic)
  if (allowsName(policy, name) || selectsExistingClass(policy, object)) return undefined
  return deny(`Pod Runtime Class ${name} is forbidden for the current Tenant: ${allowedText(policy)}`)
}
