import { textAt } from '../../../object/json.ts'
import { allowedText, allowsName, selectsExistingClass } from '../../tenant/class-policy.ts'
import { findClass, missingClass, runtimeClassesKey } from '../../tenant/classes.ts'
import { deny, errored } from '../answer.ts'
import type { PodRule } from './review.ts'

/**
 * A new Pod's runtime class exists, whatever the policy; it is the Tenant's default, or allowed by name, pattern or
 * label. An empty selector allows all that exist. [pod/runtimeclass.go; extended A1.4]
 */
export const runtimeClass: PodRule = ({ request, state, tenant, pod }) => {
  const name = textAt(pod, 'spec', 'runtimeClassName') ?? ''
  if (request.operation !== 'CREATE' || name === '') return undefined
  const object = findClass(state, runtimeClassesKey, name)
  if (!object) return errored(missingClass(runtimeClassesKey, name))
  const policy = tenant.spec?.runtimeClasses
  if (!policy || policy.default === name) return undefined
  if (allowsName(policy, name) || selectsExistingClass(policy, object)) return undefined
  return deny(`Pod Runtime Class ${name} is forbidden for the current Tenant: ${allowedText(policy)}`)
}
