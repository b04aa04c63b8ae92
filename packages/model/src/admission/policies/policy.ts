import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { readPrefix } from '../../state/reads.ts'
import { mapValues, type SortedMap } from '../../state/sorted-map.ts'
import { objectsOf } from '../../state/store.ts'
import { type MatchResources, readMatchResources } from './match-resources.ts'

export type PolicyKind = 'mutating' | 'validating'

/** A policy that bindings make act, read once. */
export interface Policy {
  readonly kind: PolicyKind
  readonly name: string
  /** undefined where it has none, which no policy is let through with */
  readonly constraints: MatchResources | undefined
  readonly conditions: readonly { readonly expression: string }[]
  readonly variables: readonly { readonly name: string; readonly expression: string }[]
  readonly paramKind: { readonly apiVersion: string; readonly kind: string } | undefined
  readonly failsClosed: boolean
  readonly reinvoked: boolean
  readonly spec: JsonObject
  readonly bindings: readonly Binding[]
}

/** One MatchCondition, Validation or Variable is read as it stands; its texts are expressions. */
export interface Binding {
  readonly name: string
  /** undefined: all that the policy matches */
  readonly matchResources: MatchResources | undefined
  readonly paramRef: JsonObject | undefined
  readonly validationActions: readonly Json[]
}

const resourceKeys = {
  mutating: [
    'admissionregistration.k8s.io/mutatingadmissionpolicies',
    'admissionregistration.k8s.io/mutatingadmissionpolicybindings',
  ],
  validating: [
    'admissionregistration.k8s.io/validatingadmissionpolicies',
    'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  ],
} as const

interface Known {
  readonly bindings: SortedMap<KubeObject>
  readonly policies: readonly Policy[]
}

const known = new WeakMap<SortedMap<KubeObject>, Known>()

/**
 * The policies that have bindings. Upstream goes through them in no order; here it is that of their names, and of those of
 * their bindings. [apiserver pkg/admission/plugin/policy/generic/policy_source.go calculatePolicyData; kubernetes.md 7.5.2]
 */
export function boundPolicies(state: ClusterState, kind: PolicyKind): readonly Policy[] {
  const [policyKey, bindingKey] = resourceKeys[kind]
  const stored = objectsOf(state, policyKey)
  const bindings = objectsOf(state, bindingKey)
  readPrefix(stored, '')
  readPrefix(bindings, '')
  const read = known.get(stored)
  if (read?.bindings === bindings) return read.policies
  const bound = mapValues(bindings)
  const policies = mapValues(stored)
    .map((policy) =>
      readPolicy(
        kind,
        policy,
        bound.filter((binding) => policyNameOf(binding) === policy.metadata.name),
      ),
    )
    .filter((policy) => policy.bindings.length > 0)
  known.set(stored, { bindings, policies })
  return policies
}

function policyNameOf(binding: KubeObject): string | undefined {
  return textAt(binding, 'spec', 'policyName')
}

function readPolicy(kind: PolicyKind, policy: KubeObject, bindings: readonly KubeObject[]): Policy {
  const spec = objectAt(policy, 'spec')
  const { matchConstraints, paramKind } = spec
  return {
    kind,
    name: policy.metadata.name,
    constraints: isJsonObject(matchConstraints) ? readMatchResources(matchConstraints) : undefined,
    conditions: listAt(spec, 'matchConditions').map(named),
    variables: listAt(spec, 'variables').map(named),
    paramKind: isJsonObject(paramKind)
      ? { apiVersion: textAt(paramKind, 'apiVersion') ?? '', kind: textAt(paramKind, 'kind') ?? '' }
      : undefined,
    failsClosed: spec.failurePolicy !== 'Ignore',
    reinvoked: spec.reinvocationPolicy === 'IfNeeded',
    spec,
    bindings: bindings.map(readBinding),
  }
}

function named(item: Json): { readonly name: string; readonly expression: string } {
  return { name: textAt(item, 'name') ?? '', expression: textAt(item, 'expression') ?? '' }
}

function readBinding(binding: KubeObject): Binding {
  const { matchResources, paramRef } = objectAt(binding, 'spec')
  return {
    name: binding.metadata.name,
    matchResources: isJsonObject(matchResources) ? readMatchResources(matchResources) : undefined,
    paramRef: isJsonObject(paramRef) ? paramRef : undefined,
    validationActions: listAt(binding, 'spec', 'validationActions'),
  }
}
