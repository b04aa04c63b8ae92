import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { goQuote } from '../../../object/go-format.ts'
import { equalJson, type Json } from '../../../object/json.ts'
import { compile, isRegularExpression } from '../../regular-expression.ts'
import type { AdditionalMetadata, Tenant } from '../../tenant/tenant.ts'
import { deny } from '../answer.ts'
import type { TenantRule } from './review.ts'

/** A rule that the pattern in one field compiles. [validation/{ingressclass,storageclass,containerregistry,hostname}_regex.go; core V3.4, V3.6] */
function compiles(field: string, pattern: (tenant: Tenant) => string | undefined): TenantRule {
  return ({ tenant, operation }) =>
    operation !== 'DELETE' && !isRegularExpression(pattern(tenant) ?? '')
      ? deny(`unable to compile ${field} allowedRegex`)
      : undefined
}

export const ingressClassRegex: TenantRule = compiles(
  'ingressClasses',
  (tenant) => tenant.spec?.ingressOptions?.allowedClasses?.allowedRegex,
)
export const storageClassRegex: TenantRule = compiles(
  'storageClasses',
  (tenant) => tenant.spec?.storageClasses?.allowedRegex,
)
export const containerRegistryRegex: TenantRule = compiles(
  'containerRegistries',
  (tenant) => tenant.spec?.containerRegistries?.allowedRegex,
)
export const hostnameRegex: TenantRule = compiles(
  'allowedHostnames',
  (tenant) => tenant.spec?.ingressOptions?.allowedHostnames?.allowedRegex,
)

/** The patterns of forbidden labels and annotations compile; of two wrong ones upstream tells any. [forbidden_annotations_regex.go; core V3.8] */
export const forbiddenMetadataRegex: TenantRule = ({ tenant, operation }) => {
  const options = tenant.spec?.namespaceOptions
  if (operation === 'DELETE' || !options) return undefined
  return (
    refuseForbidden('labels', options.forbiddenLabels?.deniedRegex) ??
    refuseForbidden('annotations', options.forbiddenAnnotations?.deniedRegex)
  )
}

function refuseForbidden(scope: string, pattern: string | undefined): WebhookAnswer | undefined {
  const compiled = compile(pattern ?? '')
  return 'error' in compiled
    ? deny(`unable to compile regex ${goQuote(pattern ?? '')} for forbidden ${scope}: ${compiled.error}`)
    : undefined
}

/** The patterns of required metadata compile; an update is asked only if it changes them. [required_metdata_regex.go; core V3.9] */
export const requiredMetadataRegex: TenantRule = ({ tenant, old, operation }) => {
  const required = tenant.spec?.namespaceOptions?.requiredMetadata
  if (operation === 'DELETE' || !required) return undefined
  if (old && isSame(old.spec?.namespaceOptions?.requiredMetadata, required)) return undefined
  if (!Object.values(required.labels ?? {}).every(isRegularExpression)) return deny('unable to compile required label')
  return Object.values(required.annotations ?? {}).every(isRegularExpression)
    ? undefined
    : deny('unable to compile required annotation')
}

function isSame(old: AdditionalMetadata | undefined, required: AdditionalMetadata): boolean {
  return (
    old !== undefined &&
    equalJson((old.labels ?? {}) as Json, (required.labels ?? {}) as Json) &&
    equalJson((old.annotations ?? {}) as Json, (required.annotations ?? {}) as Json)
  )
}
