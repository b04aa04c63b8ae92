import type { AdmissionRequest } from '../../apiserver/admission.ts'
import { type Evaluation, throwUnlessValue, type Variables } from '../../cel/evaluation.ts'
import { celValueOfJson } from '../../cel/json-value.ts'
import { defineLazy } from '../../cel/lazy-field.ts'
import { type KubeObject, withMetadata } from '../../object/kube-object.ts'
import { notFound, type Refusal } from '../../object/status-errors.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'
import { admissionVariables, evaluateAdmission } from '../cel/variables.ts'
import type { Policy } from './policy.ts'

/** The namespace of the request's object; of a Namespace and of cluster-scoped objects there is none. [kubernetes.md 7.5.6] */
export function namespaceOf(
  request: AdmissionRequest,
  state: ClusterState,
): { readonly namespace: KubeObject | null } | { readonly refusal: Refusal } {
  const { type, namespace } = request
  if (!type.namespaced || namespace === '') return { namespace: null }
  const found = findObject(state, '/namespaces', '', namespace)
  return found ? { namespace: found } : { refusal: notFound({ group: '', resource: 'namespaces' }, namespace) }
}

/**
 * What the expressions of a policy see: the request, one parameter, the namespace, and the variables of the policy.
 * [validating/validator.go Validate; mutating/dispatcher.go dispatchInvocations]
 */
export function policyVariables(
  policy: Policy,
  request: AdmissionRequest,
  state: ClusterState,
  version: string,
  param: KubeObject | null,
  namespace: KubeObject | null,
): Variables {
  const seen = namespace && withMetadata(namespace, { managedFields: undefined, ownerReferences: undefined })
  const variables = {
    ...admissionVariables(inVersion(request, version), state, version),
    params: celValueOfJson(param),
    namespaceObject: celValueOfJson(seen),
  }
  return withComposition(policy, variables)
}

/** Variables are evaluated when they are first read; each sees those before it. [plugin/cel/composition.go] */
function withComposition(policy: Policy, given: Variables): Variables {
  const variables = {}
  const all = { ...given, variables }
  for (const { name, expression } of policy.variables) {
    let known: Evaluation | undefined
    defineLazy(variables, name, () => {
      known ??= composited(name, evaluateAdmission(expression, all))
      return throwUnlessValue(known)
    })
  }
  return all
}

function composited(name: string, evaluation: Evaluation): Evaluation {
  if (!('failed' in evaluation)) return evaluation
  return { failed: `composited variable "${name}" fails to evaluate: ${evaluation.failed}` }
}

/** The request with its objects in the version that the policy matched; only the version's name changes. */
function inVersion(request: AdmissionRequest, version: string): AdmissionRequest {
  if (version === request.type.version) return request
  const { group } = request.type
  const apiVersion = group === '' ? version : `${group}/${version}`
  const converted = (object: KubeObject | undefined): KubeObject | undefined => object && { ...object, apiVersion }
  return { ...request, object: converted(request.object), oldObject: converted(request.oldObject) }
}
