import { withoutFields } from '../../../object/json.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { annotationsOf, labelsOf, withMetadata } from '../../../object/kube-object.ts'
import { createdByLabel, managedByLabel, objectManagedByLabel, resourcesLabel } from '../../tenant/constants.ts'
import { fastTemplateMap, type TemplateContext } from '../../tenant/fast-template.ts'
import type { ResourceSpec } from './replication.ts'

/** What objects are made for: a Tenant, and a namespace where each has its own. */
export interface Target {
  readonly tenant: string
  readonly namespace?: string
}

/** The words that templates may use. [pkg/tenant/template.go:FastContextForTenantAndNamespace] */
export function templateContext({ tenant, namespace }: Target): TemplateContext {
  return namespace === undefined ? { 'tenant.name': tenant } : { 'tenant.name': tenant, namespace }
}

/** Labels that only Capsule sets; they are taken away where a replication adds labels of its own. [ct/resources/collect.go:NewCollector] */
const reservedLabels = [resourcesLabel, createdByLabel, objectManagedByLabel, managedByLabel] as const

/** The object with the additional metadata of its item. [AddToAccumulation; extended C4.6] */
export function withAdditionalMetadata(object: KubeObject, spec: ResourceSpec, context: TemplateContext): KubeObject {
  const labels = fastTemplateMap(spec.additionalMetadata?.labels, context)
  const annotations = fastTemplateMap(spec.additionalMetadata?.annotations, context)
  const labelled =
    Object.keys(labels).length === 0
      ? object
      : withMetadata(object, { labels: withoutFields({ ...labelsOf(object), ...labels }, ...reservedLabels) })
  return Object.keys(annotations).length === 0
    ? labelled
    : withMetadata(labelled, { annotations: { ...annotationsOf(object), ...annotations } })
}
