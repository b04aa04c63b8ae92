import { isJsonArray, isJsonObject, type Json, type JsonObject, type KubeObject } from '@capsule-whatif/model'

/** Annotations in which tools keep the object as it was applied last, data and all. */
const copies: readonly string[] = ['kubectl.kubernetes.io/last-applied-configuration', 'kapp.k14s.io/original']

/**
 * An object without the values of Secrets: a Secret with the keys of its data and without their values, and a custom
 * resource that holds Secrets (raw items to replicate, say) with these emptied likewise. Annotations that repeat such an
 * object as it was last applied are emptied too. Others stay as they are. What the model predicts does not depend on the values.
 */
export function redactSecret(object: KubeObject): KubeObject {
  if (isSecret(object)) return withoutCopies(emptied(object) as KubeObject)
  if (!isCustom(object)) return object
  const redacted = withoutInner(object)
  return redacted === object ? object : withoutCopies(redacted as KubeObject)
}

function isSecret(value: JsonObject): boolean {
  return value.kind === 'Secret' && value.apiVersion === 'v1'
}

function isCustom({ apiVersion, kind }: KubeObject): boolean {
  const [group = '', version] = apiVersion.split('/')
  return (
    version !== undefined && group.includes('.') && !group.endsWith('.k8s.io') && kind !== 'CustomResourceDefinition'
  )
}

/** The value with every Secret in it emptied; the same value where there is none. */
function withoutInner(value: Json): Json {
  if (isJsonArray(value)) {
    const items = value.map(withoutInner)
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isJsonObject(value)) return value
  if (isSecret(value)) return emptied(value)
  let changed: Record<string, Json | undefined> | undefined
  for (const field in value) {
    const inner = value[field]
    if (typeof inner !== 'object' || inner === null) continue
    const redacted = withoutInner(inner)
    if (redacted === inner) continue
    changed ??= { ...value }
    changed[field] = redacted
  }
  return changed ?? value
}

function emptied(secret: JsonObject): JsonObject {
  return {
    ...secret,
    ...(isJsonObject(secret.data) ? { data: emptiedMap(secret.data) } : {}),
    ...(isJsonObject(secret.stringData) ? { stringData: emptiedMap(secret.stringData) } : {}),
  }
}

function emptiedMap(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(data).map((key) => [key, '']))
}

function withoutCopies(object: KubeObject): KubeObject {
  const { metadata } = object
  const present = copies.filter((key) => Object.hasOwn(metadata.annotations ?? {}, key))
  if (present.length === 0) return object
  const annotations = { ...metadata.annotations, ...Object.fromEntries(present.map((key) => [key, ''])) }
  return { ...object, metadata: { ...metadata, annotations } }
}
