import { matchesPattern } from '../../regular-expression.ts'
import type { AllowedList } from '../../tenant/tenant.ts'
import { deny, errored } from '../answer.ts'
import { hostPathsOf } from './ingress.ts'
import type { IngressRule } from './review.ts'

/** The hosts of an Ingress are in the Tenant's list or match its pattern. [ingress/validate_hostnames.go; extended A5.2] */
export const hostnames: IngressRule = ({ tenant, ingress }) => {
  const list = tenant.spec?.ingressOptions?.allowedHostnames
  if (!list) return undefined
  const hosts = hostPathsOf(ingress).map(({ host }) => host)
  if (hosts.includes('')) return errored(`empty hostname is not allowed for the current Tenant${hostnameText(list)}`)
  const pattern = list.allowedRegex ?? ''
  const invalid = hosts.filter(
    (host) => !(list.allowed ?? []).includes(host) && (pattern === '' || !matchesPattern(pattern, host)),
  )
  return invalid.length === 0
    ? undefined
    : deny(`Hostnames [${invalid.join(' ')}] are not valid for the current Tenant${hostnameText(list)}`)
}

/** [ingress/errors.go:appendHostnameError] */
export function hostnameText(list: AllowedList): string {
  const names = list.allowed ?? []
  const pattern = list.allowedRegex ?? ''
  return (
    (names.length > 0 ? `, specify one of the following (${names.join(', ')})` : '') +
    (pattern === '' ? '' : `, or matching the regex ${pattern}`)
  )
}
