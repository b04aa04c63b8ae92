import {
  allowedRegistriesAnnotation,
  allowedRegistriesRegexpAnnotation,
  cordonedLabel,
  createdByLabel,
  customResourcesLabel,
  forbiddenNamespaceAnnotationsAnnotation,
  forbiddenNamespaceAnnotationsRegexpAnnotation,
  forbiddenNamespaceLabelsAnnotation,
  forbiddenNamespaceLabelsRegexpAnnotation,
  ingressClassesAnnotation,
  ingressClassesRegexpAnnotation,
  limitRangeLabel,
  managedByLabel,
  metadataNameLabel,
  nameLabel,
  networkPolicyLabel,
  newTenantLabel,
  objectManagedByLabel,
  ownerPromotionLabel,
  promotionLabel,
  resourcePoolLabel,
  resourceQuotaAnnotationPrefix,
  resourceQuotaLabel,
  resourceUsedAnnotationPrefix,
  roleBindingLabel,
  ruleQuotaLabel,
  storageClassesAnnotation,
  storageClassesRegexpAnnotation,
  tenantLabel,
} from '../../tenant/constants.ts'
import { findsPattern } from './expression-match.ts'

export type MetadataField = 'labels' | 'annotations'

const labels: ReadonlySet<string> = new Set([
  'capsule.clastix.io/resources',
  metadataNameLabel,
  tenantLabel,
  newTenantLabel,
  resourcePoolLabel,
  'projectcapsule.dev/global-resource-quota',
  'projectcapsule.dev/freeze',
  ownerPromotionLabel,
  promotionLabel,
  cordonedLabel,
  nameLabel,
  createdByLabel,
  customResourcesLabel,
  managedByLabel,
  objectManagedByLabel,
  limitRangeLabel,
  networkPolicyLabel,
  resourceQuotaLabel,
  ruleQuotaLabel,
  roleBindingLabel,
])

const annotations: ReadonlySet<string> = new Set([
  'projectcapsule.dev/release',
  'reconcile.projectcapsule.dev/requestedAt',
  ingressClassesAnnotation,
  ingressClassesRegexpAnnotation,
  storageClassesAnnotation,
  storageClassesRegexpAnnotation,
  allowedRegistriesAnnotation,
  allowedRegistriesRegexpAnnotation,
  forbiddenNamespaceLabelsAnnotation,
  forbiddenNamespaceLabelsRegexpAnnotation,
  forbiddenNamespaceAnnotationsAnnotation,
  forbiddenNamespaceAnnotationsRegexpAnnotation,
  'capsule.clastix.io/protected',
])

/** Keys that Capsule sets itself: rules do not judge them. [pkg/api/meta/metadata.go:NewManagedMetadata; extended A10.21] */
export function isManagedKey(field: MetadataField, key: string): boolean {
  if (field === 'labels') return labels.has(key)
  return (
    annotations.has(key) ||
    key.startsWith(resourceQuotaAnnotationPrefix) ||
    key.startsWith(resourceUsedAnnotationPrefix)
  )
}

/** A key of a rule is an anchored pattern in which `*` not after a dot stands for any text. [MetadataKeyExpression; extended A10.21] */
export function metadataKeyExpression(selector: string): string {
  return `^(?:${selector.trim().replace(/(?<!\.)\*/g, '.*')})$`
}

/** A pattern that does not compile selects nothing; admission of Tenants lets none pass. */
export function selectsKey(selector: string, key: string): boolean {
  return findsPattern(metadataKeyExpression(selector), key) === true
}
