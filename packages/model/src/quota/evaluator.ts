import type { AdmissionRequest } from '../apiserver/admission.ts'
import { type ResourceKey, resourceKey } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ResourceList } from '../object/resource-list.ts'
import type { ScopeRequirement } from './scope.ts'

/** How much of what a quota may limit an object of one resource uses. [apiserver pkg/quota/v1/interfaces.go:Evaluator] */
export interface Evaluator {
  readonly resource: ResourceKey
  /** whether such a request is charged at all */
  readonly handles: (request: AdmissionRequest) => boolean
  /** those of the names that it knows the usage of */
  readonly matchingNames: (names: readonly string[]) => readonly string[]
  readonly matchesScope: (scope: ScopeRequirement, object: KubeObject) => boolean
  /** what the object would have to say for a quota of these names, in upstream's words */
  readonly missing?: (names: readonly string[], object: KubeObject) => string | undefined
  /** `now` in milliseconds since the epoch: the usage of some objects ends with time */
  readonly usage: (object: KubeObject, now: number) => ResourceList
}

/** `count/deployments.apps`: how many objects there are of a resource. [pkg/quota/v1/generic/evaluator.go:ObjectCountQuotaResourceNameFor] */
export function countName(resource: ResourceKey): string {
  const slash = resource.indexOf('/')
  const [group, plural] = [resource.slice(0, slash), resource.slice(slash + 1)]
  return group === '' ? `count/${plural}` : `count/${plural}.${group}`
}

/** The resource that a `count/` name is of. */
export function countedResource(name: string): ResourceKey | undefined {
  const [, plural, group = ''] = /^count\/([^.]+)(?:\.(.+))?$/.exec(name) ?? []
  return plural === undefined ? undefined : resourceKey(group, plural)
}
