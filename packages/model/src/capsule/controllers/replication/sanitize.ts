import { type JsonObject, withoutFields } from '../../../object/json.ts'
import { annotationsOf, type KubeObject, withMetadata } from '../../../object/kube-object.ts'

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * An object without what belongs to the one place that it was read from: identity, owners, who manages its fields, status.
 * Finalizers stay. [pkg/runtime/sanitize/unstructured.go with DefaultSanitizeOptions; extended C4.4]
 */
export function sanitized(object: KubeObject): KubeObject {
  const metadata = withoutFields(
    object.metadata as JsonObject,
    'uid',
    'resourceVersion',
    'ownerReferences',
    'generation',
    'managedFields',
  ) as KubeObject['metadata']
  const bare = withoutFields({ ...object, metadata } as KubeObject, 'status')
  return annotationsOf(bare)[lastApplied] === undefined
    ? bare
    : withMetadata(bare, { annotations: withoutFields(annotationsOf(bare), lastApplied) })
}

export function inNamespace(object: KubeObject, namespace: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace } }
}
