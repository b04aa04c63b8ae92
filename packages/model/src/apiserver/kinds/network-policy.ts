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

export const networkPolicyStrategy: KindStrategy = strategyWith({ applyDefaults: withDefaults, hasGeneration: true })
