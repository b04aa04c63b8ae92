import { isJsonObject, type KubeObject } from '@capsule-whatif/model'

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * A Secret with the keys of its data and without their values; other objects as they are. kubectl's annotation of what was
 * last applied repeats the data and is emptied too. What the model predicts does not depend on the values.
 */
export function redactSecret(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object
  const { metadata } = object
  const annotations = metadata.annotations
  return {
    ...object,
    ...(isJsonObject(object.data) ? { data: emptied(object.data) } : {}),
    ...(isJsonObject(object.stringData) ? { stringData: emptied(object.stringData) } : {}),
    ...(annotations !== undefined && Object.hasOwn(annotations, lastApplied)
      ? { metadata: { ...metadata, annotations: { ...annotations, [lastApplied]: '' } } }
      : {}),
  }
}

function emptied(data: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(data).map((key) => [key, '']))
}
