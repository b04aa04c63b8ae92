import { textAt } from '../../../object/json.ts'
import { allowedText, allowsName, selectsClass } from '../../tenant/class-policy.ts'
import { findClass, missingClass, priorityClassesKey } from '../../tenant/classes.ts'
import { isEmptySelector } from '../../tenant/namespace-selector.ts'
import { deny, errored } from '../answer.ts'
import type { PodRule } from './review.ts'

/** A new Pod's priority class is the Tenant's default, or allowed by name, pattern or label. [pod/priorityclass.go; extended A1.3] */
export const priorityClass: PodRule = ({ request, state, tenant, pod }) => {
  const policy = tenant.spec?.priorityClasses
  const name = textAt(pod, 'spec', 'priorityClassName') ?? ''
  if (!policy || request.operation !== 'CREATE' || name === '') return undefined
  const object = findClass(state, priorityClassesKey, name)
  if (!isEmptySelector(policy) && !object) return errored(missingClass(priorityClassesKey, name))
  if (policy.default === name || allowsName(policy, name) || selectsClass(policy, object)) return undefined
  return deny(`Pod Priority Class ${name} is forbidden for the current Tenant: ${allowedText(policy)}`)
}
