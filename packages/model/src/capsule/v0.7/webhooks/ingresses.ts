import type { WebhookHandler } from '../../../apiserver/admission.ts'
import { matchesPattern } from '../../regular-expression.ts'
import { tenantByStatusNamespace } from '../../tenant/tenant-lists.ts'
import { allowed, deny, errored } from '../../webhooks/answer.ts'
import { ingressClass } from '../../webhooks/ingresses/class.ts'
import { collision } from '../../webhooks/ingresses/collision.ts'
import { hostnameText } from '../../webhooks/ingresses/hostnames.ts'
import { hostPathsOf } from '../../webhooks/ingresses/ingress.ts'
import type { IngressRule } from '../../webhooks/ingresses/review.ts'

/**
 * The hosts of an Ingress, at least one, are all in the Tenant's list, or all match its pattern.
 * [pkg/webhook/ingress/validate_hostnames.go; 0.7 O2]
 */
const hostnames: IngressRule = ({ tenant, ingress }) => {
  const list = tenant.spec?.ingressOptions?.allowedHostnames
  if (!list) return undefined
  const hosts = hostPathsOf(ingress).map(({ host }) => host)
  if (hosts.includes('')) return errored(`empty hostname is not allowed for the current Tenant${hostnameText(list)}`)
  const pattern = list.allowedRegex ?? ''
  const invalid = hosts.filter((host) => !(list.allowed ?? []).includes(host))
  const notMatching = pattern === '' ? [] : hosts.filter((host) => !matchesPattern(pattern, host))
  if (hosts.length > 0 && invalid.length === 0) return undefined
  if (pattern !== '' && notMatching.length === 0) return undefined
  return deny(
    `Hostnames [${invalid.join(' ')}] are not valid for the current Tenant. Hostnames [${notMatching.join(' ')}] not matching for the current Tenant${hostnameText(list)}`,
  )
}

/** [pkg/webhook/ingress/validate_wildcard.go; 0.7 O2] */
const wildcard: IngressRule = ({ tenant, ingress }) =>
  tenant.spec?.ingressOptions?.allowWildcardHostnames !== true &&
  hostPathsOf(ingress).some(({ host }) => host.startsWith('*'))
    ? deny(`Wildcard denied for tenant ${tenant.metadata.name}\n`)
    : undefined

const rules: readonly IngressRule[] = [ingressClass, hostnames, collision, wildcard]

/** What Tenants ask of Ingresses, in upstream's order. [main.go; 0.7 O2] */
export const validateIngress: WebhookHandler = ({ object, namespace, operation }, state) => {
  const tenant = tenantByStatusNamespace(state, namespace)
  if (!object || operation === 'DELETE' || !tenant) return allowed
  for (const rule of rules) {
    const answer = rule({ state, tenant, namespace, ingress: object })
    if (answer) return answer
  }
  return allowed
}
