import {
  at,
  isJsonObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  objectAt,
  textAt,
} from '@capsule-whatif/model'

/**
 * What recordings leave out of definitions, and how it comes back: schemas lie in a folder beside the baselines, and the
 * certificate of the conversion webhook is that of the operator's other webhooks, which its configuration names.
 */
export function restoreDefinition(
  definition: KubeObject,
  full: Json | undefined,
  baseline: readonly KubeObject[],
): KubeObject {
  const spec = objectAt(definition, 'spec')
  const versions = listAt(spec, 'versions').map((version) => {
    const described = listAt(full, 'spec', 'versions').find(
      (other) => textAt(other, 'name') === textAt(version, 'name'),
    )
    return isJsonObject(version) && isJsonObject(described) ? { ...version, schema: described.schema } : version
  })
  return { ...definition, spec: { ...withCertificate(spec, operatorCertificate(baseline)), versions } }
}

function operatorCertificate(baseline: readonly KubeObject[]): string | undefined {
  const configuration = baseline.find((object) => object.kind === 'CapsuleConfiguration')
  return textAt(configuration, 'spec', 'admission', 'mutating', 'client', 'caBundle')
}

function withCertificate(spec: JsonObject, caBundle: string | undefined): JsonObject {
  const clientConfig = at(spec, 'conversion', 'webhook', 'clientConfig')
  if (!isJsonObject(clientConfig) || clientConfig.caBundle !== undefined || caBundle === undefined) return spec
  const conversion = objectAt(spec, 'conversion')
  const webhook = { ...objectAt(conversion, 'webhook'), clientConfig: { ...clientConfig, caBundle } }
  return { ...spec, conversion: { ...conversion, webhook } }
}

/** A definition as recordings hold it: without schemas, and where nothing touched it just as its baseline has it. */
export function emptyDefinition(definition: KubeObject, baseline: readonly KubeObject[]): KubeObject {
  const { name, resourceVersion, uid } = definition.metadata
  const untouched = baseline.find((object) => object.kind === definition.kind && object.metadata.name === name)
  if (untouched && untouched.metadata.resourceVersion === resourceVersion && untouched.metadata.uid === uid)
    return untouched
  const spec = objectAt(definition, 'spec')
  const versions = listAt(spec, 'versions').map((version) => {
    const { schema: _, ...rest } = version as JsonObject
    return rest
  })
  return { ...definition, spec: { ...spec, versions } }
}
