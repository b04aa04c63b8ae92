import type { JsonObject } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { changeItems, changeObject, changeSpec, fill } from './filling.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

const rulesFields: readonly string[] = ['resourceRules', 'excludeResourceRules']

/** What a policy or a binding matches. [pkg/apis/admissionregistration/v1/defaults.go:SetDefaults_MatchResources] */
function withMatchDefaults(match: JsonObject): JsonObject {
  const filled = fill(match, { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} })
  return rulesFields.reduce((before, rules) => changeItems(before, rules, (rule) => fill(rule, { scope: '*' })), filled)
}

/** A policy fails closed. [SetDefaults_ValidatingAdmissionPolicySpec] */
function withPolicyDefaults(policy: KubeObject): KubeObject {
  return changeSpec(policy, (spec) =>
    changeObject(fill(spec, { failurePolicy: 'Fail' }), 'matchConstraints', withMatchDefaults),
  )
}

function withBindingDefaults(binding: KubeObject): KubeObject {
  return changeSpec(binding, (spec) => changeObject(spec, 'matchResources', withMatchDefaults))
}

export const validatingAdmissionPolicyStrategy: KindStrategy = strategyWith({
  applyDefaults: withPolicyDefaults,
  initialStatus: () => ({}),
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
})

export const mutatingAdmissionPolicyStrategy: KindStrategy = strategyWith({
  applyDefaults: withPolicyDefaults,
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
})

export const admissionPolicyBindingStrategy: KindStrategy = strategyWith({
  applyDefaults: withBindingDefaults,
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
})
