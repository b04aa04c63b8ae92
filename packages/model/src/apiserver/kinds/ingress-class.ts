import type { KubeObject } from '../../object/kube-object.ts'
import { changeObject, changeSpec, fill } from './filling.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** The parameters of a class are of the cluster. [pkg/apis/networking/v1/defaults.go:SetDefaults_IngressClass] */
function withDefaults(ingressClass: KubeObject): KubeObject {
  return changeSpec(ingressClass, (spec) =>
    changeObject(spec, 'parameters', (parameters) => fill(parameters, { scope: 'Cluster' })),
  )
}

export const ingressClassStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  hasGeneration: true,
})
