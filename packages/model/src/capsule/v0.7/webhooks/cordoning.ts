import type { WebhookHandler } from '../../../apiserver/admission.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { deny, type Rule } from '../../webhooks/answer.ts'
import { validateCustomResources } from '../../webhooks/generic/custom-resources.ts'
import { isCapsuleUser } from '../tenant/capsule-user.ts'

/** Capsule users change nothing in namespaces of a cordoned Tenant. [pkg/webhook/tenant/cordoning.go; 0.7 O7] */
const cordoning: Rule = ({ namespace, user }, state) => {
  const tenant = tenantByStatusNamespace(state, namespace)
  return tenant?.spec?.cordoned === true && isCapsuleUser(state, user)
    ? deny(`tenant ${tenant.metadata.name} is freezed: please, reach out to the system administrator`)
    : undefined
}

/** Asked for everything that a namespace of a Tenant holds; then custom resources that the Tenant limits are counted. [main.go; 0.7 O7] */
export const validateCordoning: WebhookHandler = (request, state) =>
  cordoning(request, state) ?? validateCustomResources(request, state)
