import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { resourceQuotaAnnotationPrefix } from '../../tenant/constants.ts'
import type { ForbiddenList, NamespaceOptions, Tenant, TenantSpec } from '../../tenant/tenant.ts'
import type { TenantRule } from './review.ts'

/** Fields on their way out are warned of, always and last. [validation/warnings.go; core V3.10] */
export const warnings: TenantRule = ({ tenant, operation }) => {
  if (operation === 'DELETE') return undefined
  const found = tenantWarnings(tenant)
  const answer: WebhookAnswer = { allowed: true }
  return found.length > 0 ? { ...answer, warnings: found } : answer
}

function tenantWarnings(tenant: Tenant): readonly string[] {
  const spec = tenant.spec ?? {}
  return [
    ...fieldWarnings(spec),
    ...namespaceOptionWarnings(spec.namespaceOptions),
    ...regexWarnings(spec),
    ...annotationWarnings(tenant),
  ]
}

const docs = 'https://projectcapsule.dev/docs'

function deprecated(field: string, target: string, link: string): string {
  return `The field \`${field}\` is deprecated and will be removed in a future release. Please migrate to ${target}. See: ${link}.`
}

/** A warning if the field is used. */
type Row = readonly [used: boolean, warning: string]

function used(rows: readonly Row[]): readonly string[] {
  return rows.filter(([isUsed]) => isUsed).map(([, warning]) => warning)
}

function fieldWarnings(spec: TenantSpec): readonly string[] {
  const registries = spec.containerRegistries
  const quotas = spec.resourceQuotas
  const enforcement = `${docs}/tenants/enforcement`
  const metadata = 'rules/enforcement/metadata'
  const replications = 'with-tenantreplications'
  return used([
    [
      has(registries?.allowed) || has(registries?.allowedRegex),
      deprecated('containerRegistries', 'rules', `${docs}/tenants/rules`),
    ],
    [
      has(quotas?.scope) || has(quotas?.items),
      deprecated('resourceQuotas', 'rules quotas', `${docs}/tenants/rules/#migration`),
    ],
    [
      spec.serviceOptions !== undefined,
      deprecated(
        'serviceOptions',
        'rules metadata',
        `${docs.replace('/docs', 'docs')}/${metadata}/#migrate-service-metadata`,
      ),
    ],
    [
      spec.podOptions !== undefined,
      deprecated('podOptions', 'rules metadata', `${docs}/${metadata}/#migrate-pod-metadata`),
    ],
    [
      has(spec.limitRanges?.items),
      deprecated('limitRanges', 'TenantReplications', `${enforcement}/#limitrange-distribution-${replications}`),
    ],
    [
      has(spec.networkPolicies?.items),
      deprecated('networkPolicies', 'TenantReplications', `${enforcement}/#networkpolicy-distribution-${replications}`),
    ],
  ])
}

function namespaceOptionWarnings(options: NamespaceOptions | undefined): readonly string[] {
  const row = (isUsed: boolean, field: string): Row => [
    isUsed,
    deprecated(field, 'rules metadata', `${docs}/rules/enforcement/metadata/#migrate-namespace-metadata`),
  ]
  return used([
    row(options?.additionalMetadata !== undefined, 'additionalMetadata'),
    row(has(options?.additionalMetadataList), 'additionalMetadataList'),
    row(options?.requiredMetadata !== undefined, 'requiredMetadata'),
    row(isForbidding(options?.forbiddenLabels), 'forbiddenLabels'),
    row(isForbidding(options?.forbiddenAnnotations), 'forbiddenAnnotations'),
  ])
}

function isForbidding(list: ForbiddenList | undefined): boolean {
  return has(list?.denied) || has(list?.deniedRegex)
}

function regexWarnings(spec: TenantSpec): readonly string[] {
  const row = (pattern: string | undefined, classes: string): Row => [
    has(pattern),
    `The \`regex\` selector for ${classes} is deprecated and will be removed in a future release.`,
  ]
  return used([
    row(spec.storageClasses?.allowedRegex, 'StorageClasses'),
    row(spec.gatewayOptions?.allowedClasses?.allowedRegex, 'GatewayClasses'),
    row(spec.priorityClasses?.allowedRegex, 'PriorityClasses'),
    row(spec.runtimeClasses?.allowedRegex, 'RuntimeClasses'),
  ])
}

/** One warning for each annotation that limits a custom resource. */
function annotationWarnings(tenant: Tenant): readonly string[] {
  return Object.keys(tenant.metadata.annotations ?? {})
    .filter((key) => key.startsWith(resourceQuotaAnnotationPrefix))
    .map(
      () =>
        `custom quotas via tenant annotations are deprecated and will be removed in a future release.  Please migrate to GlobalCustomQuotas. See: ${docs}/resource-management/customquotas/#globalcustomquota.`,
    )
}

function has(value: { readonly length: number } | undefined): boolean {
  return value !== undefined && value.length > 0
}
