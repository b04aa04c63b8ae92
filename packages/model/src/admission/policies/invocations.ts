import type { AdmissionRequest } from '../../apiserver/admission.ts'
import { servedVersionsOf } from '../../apiserver/discovery.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { isExempt } from '../webhook-matching.ts'
import { matchedVersion } from './match-resources.ts'
import { collectParams, type Params, paramKindError } from './params.ts'
import { type Binding, boundPolicies, type Policy, type PolicyKind } from './policy.ts'

/** A policy that a binding makes act on a request. */
export interface Invocation {
  readonly policy: Policy
  readonly binding: Binding
  readonly params: Params
  /** the version in which the policy sees the object */
  readonly version: string
}

/** A policy or a binding that cannot act as it stands. */
export interface Misconfigured {
  readonly policy: Policy
  readonly binding?: Binding
  readonly error: string
}

/**
 * What acts on a request, and what would if it could: constraints of the policy, then those of its bindings, then the
 * parameters. Configuration of admission itself is exempt. What a policy says is in effect at once; upstream takes up to a
 * second. [apiserver pkg/admission/plugin/policy/generic/policy_dispatcher.go Dispatch; kubernetes.md 7.5.2, 7.5.4, 7.5.8]
 */
export function invocationsOf(
  kind: PolicyKind,
  request: AdmissionRequest,
  state: ClusterState,
): readonly (Invocation | Misconfigured)[] {
  const policies = boundPolicies(state, kind)
  if (policies.length === 0 || isExempt(request.type)) return []
  const served = servedVersionsOf(state, request.type)
  return policies.flatMap((policy) => invocationsOfPolicy(policy, request, state, served))
}

function invocationsOfPolicy(
  policy: Policy,
  request: AdmissionRequest,
  state: ClusterState,
  served: readonly string[],
): readonly (Invocation | Misconfigured)[] {
  const { constraints } = policy
  if (!constraints) return [configurationError(policy, 'policy contained no match constraints, a required field')]
  const version = matchedVersion(constraints, request, state, served)
  if (version === undefined) return []
  const error = paramKindError(policy, state)
  if (error !== undefined) return [configurationError(policy, error)]
  const matching = policy.bindings.filter(
    ({ matchResources }) => !matchResources || matchedVersion(matchResources, request, state, served) !== undefined,
  )
  return matching.map((binding) => {
    const params = collectParams(policy, binding, request, state)
    return 'error' in params
      ? { policy, binding, error: `failed to configure binding: ${params.error}` }
      : { policy, binding, params, version }
  })
}

function configurationError(policy: Policy, error: string): Misconfigured {
  return { policy, error: `failed to configure policy: ${error}` }
}
