import { labelsOf } from '../../../../object/kube-object.ts'
import { isRegularExpression } from '../../../regular-expression.ts'
import { metadataNameLabel } from '../../../tenant/constants.ts'
import { fromTenant } from '../../../tenant/tenant.ts'
import { deny, errored } from '../../../webhooks/answer.ts'
import { protectedTenant as protectedByName } from '../../../webhooks/tenants/protected.ts'
import type { TenantRule } from '../../../webhooks/tenants/review.ts'
import { cachedTenant } from '../../tenant/cached-tenant.ts'

/** Owners that are ServiceAccounts have two colons in their name. [pkg/webhook/tenant/serviceaccount_format.go; 0.7 V5] */
export const serviceAccountFormat: TenantRule = ({ tenant, operation }) => {
  if (operation === 'DELETE') return undefined
  const malformed = (tenant.spec?.owners ?? []).find(
    ({ kind, name }) => kind === 'ServiceAccount' && !/^.*:.*:.*(:.*)?$/.test(name),
  )
  return malformed && deny(`owner name ${malformed.name} is not a valid Service Account name `)
}

/**
 * The pattern of forbidden labels compiles; that of annotations is never tried, though upstream may speak of it.
 * [pkg/webhook/tenant/forbidden_annotations_regex.go; 0.7 V6]
 */
export const forbiddenLabelsRegex: TenantRule = ({ tenant, operation }) => {
  const pattern = tenant.spec?.namespaceOptions?.forbiddenLabels?.deniedRegex ?? ''
  return operation === 'DELETE' || isRegularExpression(pattern)
    ? undefined
    : deny(`unable to compile ${pattern} regex for forbidden labels`)
}

/**
 * A Tenant with preventDeletion is not deleted, by nobody. It is read by name, which the deletion of a collection does not
 * tell. [pkg/webhook/tenant/protected.go; 0.7 V7]
 */
export const protectedTenant: TenantRule = (review) => {
  if (review.operation !== 'DELETE') return undefined
  const { tenant, error } = cachedTenant(review.state, review.request.name)
  return tenant ? protectedByName({ ...review, tenant }) : errored(error)
}

/** The label with the Tenant's name is not changed to another; it may be taken away. [pkg/webhook/tenant/metadata.go; 0.7 V8] */
export const nameLabel: TenantRule = ({ tenant, operation }) => {
  const label = labelsOf(fromTenant(tenant))[metadataNameLabel] ?? ''
  return operation === 'UPDATE' && label !== '' && label !== tenant.metadata.name
    ? deny(`tenant label '${metadataNameLabel}' is immutable`)
    : undefined
}
