import { type ResourceKey, resourceKey } from './gvk.ts'

/** A resource as discovery lists it, in one served version. */
export interface ResourceType {
  readonly group: string
  readonly version: string
  /** plural, lower case: `tenants` */
  readonly resource: string
  readonly kind: string
  /** whether its objects lie in namespaces */
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  /** Whether a CustomResourceDefinition serves it. */
  readonly custom: boolean
}

/** The key by which a state keeps objects of this resource. */
export function keyOf(type: ResourceType): ResourceKey {
  return resourceKey(type.group, type.resource)
}
