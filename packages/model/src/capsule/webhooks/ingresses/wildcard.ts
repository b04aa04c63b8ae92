import { deny } from '../answer.ts'
import { hostPathsOf } from './ingress.ts'
import type { IngressRule } from './review.ts'

/** Hosts do not start with `*` unless the Tenant allows it. [ingress/validate_wildcard.go; extended A5.4] */
export const wildcard: IngressRule = ({ tenant, ingress }) =>
  tenant.spec?.ingressOptions?.allowWildcardHostnames !== true &&
  hostPathsOf(ingress).some(({ host }) => host.startsWith('*'))
    ? deny(`Wildcard denied for tenant ${tenant.metadata.name}`)
    : undefined
