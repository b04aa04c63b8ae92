import { at, isJsonArray, type KubeObject, textAt } from '@capsule-whatif/model'

/** A resource as commands name it, in one version. The model's ResourceType is one. */
export interface NamedResource {
  readonly group: string
  readonly version: string
  /** plural, lower case */
  readonly resource: string
  readonly kind: string
  /** whether its objects lie in namespaces */
  readonly namespaced: boolean
  readonly singular?: string
  readonly shortNames?: readonly string[]
  /** Whether a CustomResourceDefinition serves it. */
  readonly custom?: boolean
}

/** The resources that the definitions among the objects serve, one for each served version, the stored version first. */
export function definedResources(objects: readonly KubeObject[]): readonly NamedResource[] {
  return objects.filter(isDefinition).flatMap(servedBy)
}

function isDefinition(object: KubeObject): boolean {
  return object.kind === 'CustomResourceDefinition' && object.apiVersion.startsWith('apiextensions.k8s.io/')
}

function servedBy(definition: KubeObject): readonly NamedResource[] {
  const group = textAt(definition, 'spec', 'group')
  const resource = textAt(definition, 'spec', 'names', 'plural')
  const kind = textAt(definition, 'spec', 'names', 'kind')
  if (group === undefined || resource === undefined || kind === undefined) return []
  const singular = textAt(definition, 'spec', 'names', 'singular')
  const names = at(definition, 'spec', 'names', 'shortNames')
  const shortNames = isJsonArray(names) ? names.filter((name) => typeof name === 'string') : []
  const namespaced = textAt(definition, 'spec', 'scope') === 'Namespaced'
  return servedVersions(definition).map((version) => ({
    group,
    version,
    resource,
    kind,
    namespaced,
    ...(singular === undefined ? {} : { singular }),
    shortNames,
    custom: true,
  }))
}

function servedVersions(definition: KubeObject): readonly string[] {
  const versions = at(definition, 'spec', 'versions')
  if (!isJsonArray(versions)) return []
  const served = versions.filter((version) => at(version, 'served') !== false)
  const ordered = [
    ...served.filter((version) => at(version, 'storage') === true),
    ...served.filter((version) => at(version, 'storage') !== true),
  ]
  return ordered.map((version) => textAt(version, 'name')).filter((name) => name !== undefined)
}
