import { type FieldError, invalid, notSupported } from '../../object/field-error.ts'
import { type JsonObject, listAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { changeItems, changeSpec } from './filling.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** A policy is of Ingress, and of Egress where it has such rules; ports are of TCP. [pkg/apis/networking/v1/defaults.go:SetDefaults_NetworkPolicy] */
function withDefaults(policy: KubeObject): KubeObject {
  return changeSpec(policy, (spec) => {
    const withPorts = changeItems(changeItems(spec, 'ingress', withPortDefaults), 'egress', withPortDefaults)
    if (listAt(spec, 'policyTypes').length > 0) return withPorts
    const policyTypes = listAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
    return { ...withPorts, podSelector: spec.podSelector ?? {}, policyTypes }
  })
}

function withPortDefaults(rule: JsonObject): JsonObject {
  return changeItems(rule, 'ports', (port) => ({ protocol: 'TCP', ...port }))
}

const directions: readonly string[] = ['Ingress', 'Egress']

/** Not modelled: rules of peers and ports. [pkg/apis/networking/validation/validation.go:ValidateNetworkPolicySpec] */
function validate(policy: KubeObject): readonly FieldError[] {
  const path = 'spec.policyTypes'
  const types = listAt(policy, 'spec', 'policyTypes').map(String)
  if (types.length > 2) return [invalid(path, types, 'may not specify more than two policyTypes')]
  return types.flatMap((type, index) =>
    directions.includes(type) ? [] : [notSupported(`${path}[${index}]`, type, directions)],
  )
}

export const networkPolicyStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  validate,
  validateUpdate: validate,
  hasGeneration: true,
})
