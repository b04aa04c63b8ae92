import type { AdmissionRequest } from '../../apiserver/admission.ts'
import { findKind } from '../../apiserver/discovery.ts'
import { isJsonObject, textAt } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { matchesSelector } from '../../object/label-selector.ts'
import { keyOf, type ResourceType } from '../../object/resource-type.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject, listObjects } from '../../state/store.ts'
import type { Binding, Policy } from './policy.ts'

/** Each parameter is one evaluation; `null` is one without. None: the binding asks nothing. */
export type Params = readonly (KubeObject | null)[]

/** Why the kind of a policy's parameters cannot be read; undefined where it can, or there is none. [policy_source.go ensureParamsForPolicyLocked] */
export function paramKindError({ paramKind }: Policy, state: ClusterState): string | undefined {
  if (!paramKind || paramTypeOf(paramKind, state)) return undefined
  const { group, version } = splitApiVersion(paramKind.apiVersion)
  return `failed to find resource referenced by paramKind: '${group}/${version}, Kind=${paramKind.kind}'`
}

/**
 * The parameters of a binding, by name or by labels, in the namespace that it names or else in that of the request.
 * [apiserver pkg/admission/plugin/policy/generic/policy_dispatcher.go CollectParams]
 */
export function collectParams(
  { paramKind }: Policy,
  { paramRef }: Binding,
  request: AdmissionRequest,
  state: ClusterState,
): Params | { readonly error: string } {
  const type = paramKind && paramTypeOf(paramKind, state)
  if (!type || !paramRef) return [null]
  const given = textAt(paramRef, 'namespace') ?? ''
  if (!type.namespaced && given !== '')
    return { error: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`' }
  const namespace = type.namespaced ? given || request.namespace : ''
  if (type.namespaced && namespace === '')
    return { error: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources' }
  const params = referenced(paramRef, type, namespace, state)
  if ('error' in params || params.length > 0 || paramRef.parameterNotFoundAction !== 'Deny') return params
  return { error: 'no params found for policy binding with `Deny` parameterNotFoundAction' }
}

function referenced(
  { name, selector }: NonNullable<Binding['paramRef']>,
  type: ResourceType,
  namespace: string,
  state: ClusterState,
): readonly KubeObject[] | { readonly error: string } {
  if (typeof name === 'string' && name !== '') {
    if (selector) return { error: 'paramRef.name and paramRef.selector are mutually exclusive' }
    const found = findObject(state, keyOf(type), namespace, name)
    return found ? [found] : []
  }
  if (!isJsonObject(selector)) return { error: 'one of name or selector must be provided' }
  return listObjects(state, keyOf(type), namespace).filter((object) => matchesSelector(selector, labelsOf(object)))
}

function paramTypeOf(
  { apiVersion, kind }: NonNullable<Policy['paramKind']>,
  state: ClusterState,
): ResourceType | undefined {
  const { group, version } = splitApiVersion(apiVersion)
  return findKind(state, group, version, kind)
}

function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  return { group, version }
}
