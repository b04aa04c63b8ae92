import type { WebhookAnswer } from '../../../apiserver/admission.ts'
import { annotationsOf, type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { nodeSelectorAnnotation } from '../../tenant/constants.ts'
import { forbiddenKey } from '../../tenant/forbidden-list.ts'
import { nameLabels, namespaceMetadata, type TextMap } from '../../tenant/namespace-metadata.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import { deny } from '../answer.ts'
import type { NamespaceRule } from './review.ts'

/**
 * Nobody, the operator included, changes the node selector annotation of a Namespace whose Tenant has a node selector;
 * Capsule users give no forbidden annotations and labels, but those that Capsule itself would set.
 * [validation/user_metadata.go; core N4.7, N5.10]
 */
export const userMetadata: NamespaceRule = ({ tenant, namespace, old, caller, operation }) => {
  if (operation === 'DELETE') return undefined
  const refusal = old && nodeSelectorChange(tenant, namespace, old)
  if (refusal) return refusal
  const options = tenant.spec?.namespaceOptions
  if (!options || caller.type !== 'Capsule') return undefined
  const managed = namespaceMetadata(namespace, tenant)
  const annotations = ownKeys(annotationsOf(namespace), old && annotationsOf(old), managed.annotations)
  const labels = ownKeys(labelsOf(namespace), old && labelsOf(old), {
    ...managed.labels,
    ...nameLabels(namespace, tenant),
  })
  return (
    refuse('annotations', forbiddenKey(annotations, options.forbiddenAnnotations)) ??
    refuse('labels', forbiddenKey(labels, options.forbiddenLabels))
  )
}

function refuse(field: string, problem: string | undefined): WebhookAnswer | undefined {
  return problem === undefined ? undefined : deny(`namespace ${field} validation failed: ${problem}`)
}

/** Keys that the request gives or changes, without those that have the value that Capsule manages. */
function ownKeys(actual: TextMap, old: TextMap | undefined, managed: TextMap): readonly string[] {
  return Object.keys(actual).filter(
    (key) => (old === undefined || old[key] !== actual[key]) && managed[key] !== actual[key],
  )
}

function nodeSelectorChange(tenant: Tenant, namespace: KubeObject, old: KubeObject): WebhookAnswer | undefined {
  if (Object.keys(tenant.spec?.nodeSelector ?? {}).length === 0) return undefined
  const value = annotationsOf(namespace)[nodeSelectorAnnotation]
  const enforced = `the annotation ${nodeSelectorAnnotation} is enforced via tenant, cannot be`
  if (value === undefined) return deny(`${enforced} removed`)
  return value === (annotationsOf(old)[nodeSelectorAnnotation] ?? '') ? undefined : deny(`${enforced} updated`)
}
