import { allowedText, allowsName, selectsClass, unsearchedText } from '../../tenant/class-policy.ts'
import { findClass, ingressClassesKey } from '../../tenant/classes.ts'
import { deny } from '../answer.ts'
import { ingressClassOf } from './ingress.ts'
import type { IngressRule } from './review.ts'

/** An Ingress has a class: the Tenant's default, or one allowed by name, pattern or label. [ingress/validate_class.go; extended A5.1] */
export const ingressClass: IngressRule = ({ state, tenant, ingress }) => {
  const policy = tenant.spec?.ingressOptions?.allowedClasses
  if (!policy) return undefined
  const name = ingressClassOf(ingress)
  if (name === undefined)
    return deny(
      `No Ingress Class is forbidden for the current Tenant. Specify a Ingress Class which is allowed within the Tenant: ${unsearchedText(policy)}`,
    )
  if ((policy.default ?? '') === name || allowsName(policy, name)) return undefined
  if (selectsClass(policy, findClass(state, ingressClassesKey, name))) return undefined
  return deny(`Ingress Class ${name} is forbidden for the current Tenant: ${allowedText(policy)}`)
}
