import { annotationsOf, type KubeObject, labelsOf } from '../../object/kube-object.ts'
import {
  allowedRegistriesAnnotation,
  allowedRegistriesRegexpAnnotation,
  cordonedLabel,
  customResourcesLabel,
  forbiddenNamespaceAnnotationsAnnotation,
  forbiddenNamespaceAnnotationsRegexpAnnotation,
  forbiddenNamespaceLabelsAnnotation,
  forbiddenNamespaceLabelsRegexpAnnotation,
  ingressClassesAnnotation,
  ingressClassesRegexpAnnotation,
  metadataNameLabel,
  nodeSelectorAnnotation,
  resourceQuotaAnnotationPrefix,
  storageClassesAnnotation,
  storageClassesRegexpAnnotation,
  tenantLabel,
} from './constants.ts'
import { fastTemplateMap } from './fast-template.ts'
import { isSelected } from './namespace-selector.ts'
import { type AllowedList, fromTenant, type Tenant } from './tenant.ts'

export type TextMap = Readonly<Record<string, string>>

export interface ManagedMetadata {
  readonly labels: TextMap
  readonly annotations: TextMap
}

/**
 * Labels and annotations that Capsule manages on a Namespace of the Tenant, without the two name labels. The entries of
 * additionalMetadataList that select the Namespace come last and never overwrite.
 * [pkg/tenant/metdata.go:BuildNamespaceMetadataForTenant; core M1]
 */
export function namespaceMetadata(namespace: KubeObject, tenant: Tenant): ManagedMetadata {
  let labels = namespaceLabels(tenant)
  let annotations = namespaceAnnotations(tenant)
  const context = { 'tenant.name': tenant.metadata.name, namespace: namespace.metadata.name }
  for (const item of tenant.spec?.namespaceOptions?.additionalMetadataList ?? []) {
    if (!isSelected(item.namespaceSelector, labelsOf(namespace))) continue
    labels = { ...fastTemplateMap(item.labels, context), ...labels }
    annotations = { ...fastTemplateMap(item.annotations, context), ...annotations }
  }
  return { labels, annotations }
}

/** The labels that name the Namespace and its Tenant. [AddNamespaceNameLabels, AddTenantNameLabel; core M1.4] */
export function nameLabels(namespace: KubeObject, tenant: Tenant): TextMap {
  return { [metadataNameLabel]: namespace.metadata.name, [tenantLabel]: tenant.metadata.name }
}

/** With managedMetadataOnly nothing but the managed metadata stays on a Namespace. [core M1.6] */
export function hasManagedMetadataOnly(tenant: Tenant): boolean {
  return tenant.spec?.namespaceOptions?.managedMetadataOnly === true
}

/** Labels and annotations that a Namespace gets from admission: managed ones over its own, then the name labels. [core N3.7] */
export function mergedNamespaceMetadata(namespace: KubeObject, tenant: Tenant): ManagedMetadata {
  const managed = namespaceMetadata(namespace, tenant)
  const only = hasManagedMetadataOnly(tenant)
  return {
    labels: { ...(only ? {} : labelsOf(namespace)), ...managed.labels, ...nameLabels(namespace, tenant) },
    annotations: { ...(only ? {} : annotationsOf(namespace)), ...managed.annotations },
  }
}

/** [BuildNamespaceLabelsForTenant; core M1.4] */
function namespaceLabels(tenant: Tenant): TextMap {
  return {
    ...(hasCustomResourceQuota(tenant) ? { [customResourcesLabel]: 'true' } : {}),
    ...tenant.spec?.namespaceOptions?.additionalMetadata?.labels,
    ...(tenant.spec?.cordoned === true ? { [cordonedLabel]: 'true' } : {}),
  }
}

/** Whether the Tenant limits custom resources by annotation. [HasCustomResourceQuotaAnnotation; core M1.4] */
export function hasCustomResourceQuota(tenant: Tenant): boolean {
  return Object.keys(tenant.metadata.annotations ?? {}).some((key) => key.startsWith(resourceQuotaAnnotationPrefix))
}

/** [BuildNamespaceAnnotationsForTenant; core M1.1, M1.3] */
export function namespaceAnnotations(tenant: Tenant): TextMap {
  const spec = tenant.spec
  return {
    ...spec?.namespaceOptions?.additionalMetadata?.annotations,
    ...nodeSelector(spec?.nodeSelector),
    ...allowedList(spec?.ingressOptions?.allowedClasses, ingressClassesAnnotation, ingressClassesRegexpAnnotation),
    ...allowedList(spec?.storageClasses, storageClassesAnnotation, storageClassesRegexpAnnotation),
    ...allowedList(spec?.containerRegistries, allowedRegistriesAnnotation, allowedRegistriesRegexpAnnotation),
    ...copiedAnnotations(tenant),
  }
}

/** `k=v` pairs, sorted and joined with commas; of an empty selector an empty text. [pkg/utils/node_selector.go; core M1.2] */
function nodeSelector(selector: TextMap | undefined): TextMap {
  if (selector === undefined) return {}
  const pairs = Object.entries(selector).map(([key, value]) => `${key}=${value}`)
  return { [nodeSelectorAnnotation]: pairs.sort().join(',') }
}

function allowedList(list: AllowedList | undefined, exactKey: string, regexKey: string): TextMap {
  const allowed = list?.allowed ?? []
  const regex = list?.allowedRegex ?? ''
  return {
    ...(allowed.length > 0 ? { [exactKey]: allowed.join(',') } : {}),
    ...(regex === '' ? {} : { [regexKey]: regex }),
  }
}

const copiedKeys: readonly string[] = [
  forbiddenNamespaceLabelsAnnotation,
  forbiddenNamespaceLabelsRegexpAnnotation,
  forbiddenNamespaceAnnotationsAnnotation,
  forbiddenNamespaceAnnotationsRegexpAnnotation,
]

function copiedAnnotations(tenant: Tenant): TextMap {
  const own = annotationsOf(fromTenant(tenant))
  return Object.fromEntries(copiedKeys.flatMap((key) => (own[key] === undefined ? [] : [[key, own[key]]])))
}
