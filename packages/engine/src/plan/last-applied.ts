import { goJson, type JsonObject, type KubeObject, sortedFields, textAt } from '@capsule-whatif/model'

/** Where kubectl keeps what it applied last. [k8s.io/api core/v1 annotation_key_constants.go] */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

/** The object with itself, as it is in the file, in its annotation. [kubectl pkg/util/apply.go GetModifiedConfiguration] */
export function withLastApplied(object: KubeObject): KubeObject {
  const { [lastAppliedAnnotation]: _, ...annotations } = object.metadata.annotations ?? {}
  const bare = { ...object, metadata: { ...object.metadata, annotations } }
  const text = `${goJson(sortedFields(bare as unknown as JsonObject))}\n`
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [lastAppliedAnnotation]: text } } }
}

/** What was applied last, from the annotation of the live object; undefined where there is none that can be read. */
export function lastAppliedTo(live: JsonObject): JsonObject | undefined {
  const text = textAt(live, 'metadata', 'annotations', lastAppliedAnnotation)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as JsonObject
  } catch {
    return undefined
  }
}

/** Annotations without what kubectl notes for itself: others apply in other ways. */
export function withoutNote(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [lastAppliedAnnotation]: _, ...own } = annotations
  return own
}
