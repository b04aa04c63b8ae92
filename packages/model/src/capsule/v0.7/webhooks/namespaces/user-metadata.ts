import type { WebhookAnswer } from '../../../../apiserver/admission.ts'
import { annotationsOf, type KubeObject, labelsOf } from '../../../../object/kube-object.ts'
import { nodeSelectorAnnotation } from '../../../tenant/constants.ts'
import type { TextMap } from '../../../tenant/namespace-metadata.ts'
import type { NamespaceOptions, Tenant } from '../../../tenant/tenant.ts'
import { tenantReferencesOf } from '../../../tenant/tenant-references.ts'
import { deny, errored, type Rule } from '../../../webhooks/answer.ts'
import { cachedTenant } from '../../tenant/cached-tenant.ts'
import { refuseForbidden } from '../refuse-forbidden.ts'

/**
 * The node selector annotation of a Tenant that has a node selector stays as it is, and keys that it forbids are neither
 * given, changed nor taken away. Of several Tenants the one that is referred to last counts.
 * [pkg/webhook/namespace/user_metadata.go; 0.7 N3.4, N4.5]
 */
export const userMetadata: Rule = ({ object, oldObject, operation }, state) => {
  if (operation === 'DELETE' || !object) return undefined
  let tenant: Tenant | undefined
  for (const { name } of tenantReferencesOf(object)) {
    const found = cachedTenant(state, name)
    if (!found.tenant) return errored(found.error)
    tenant = found.tenant
  }
  const selector = operation === 'UPDATE' && oldObject ? judgeNodeSelector(tenant, object, oldObject) : undefined
  return selector ?? judgeMetadata(tenant?.spec?.namespaceOptions, object, oldObject)
}

function judgeNodeSelector(tenant: Tenant | undefined, object: KubeObject, old: KubeObject): WebhookAnswer | undefined {
  if (Object.keys(tenant?.spec?.nodeSelector ?? {}).length === 0) return undefined
  const value = annotationsOf(object)[nodeSelectorAnnotation]
  if (value === undefined) return deny('the node-selector annotation is enforced, cannot be removed')
  return value === (annotationsOf(old)[nodeSelectorAnnotation] ?? '')
    ? undefined
    : deny('the node-selector annotation is enforced, cannot be updated')
}

function judgeMetadata(
  options: NamespaceOptions | undefined,
  object: KubeObject,
  old: KubeObject | undefined,
): WebhookAnswer | undefined {
  const annotations = changedKeys(annotationsOf(object), old && annotationsOf(old))
  const labels = changedKeys(labelsOf(object), old && labelsOf(old))
  return (
    refuseForbidden('namespace annotations', annotations, options?.forbiddenAnnotations) ??
    refuseForbidden('namespace labels', labels, options?.forbiddenLabels)
  )
}

/** Keys that are new, have another value, or are gone; at a creation all. */
function changedKeys(now: TextMap, before: TextMap | undefined): readonly string[] {
  return Object.keys({ ...before, ...now }).filter((key) => before === undefined || before[key] !== now[key])
}
