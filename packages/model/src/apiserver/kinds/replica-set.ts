import type { KubeObject } from '../../object/kube-object.ts'
import { changeSpec, fill } from './filling.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'
import { workloadValidation } from './workload-validation.ts'

/** One replica. [pkg/apis/apps/v1/defaults.go:SetDefaults_ReplicaSet] */
function withDefaults(replicaSet: KubeObject): KubeObject {
  return changeSpec(replicaSet, (spec) => withTemplateDefaults(fill(spec, { replicas: 1 })))
}

export const replicaSetStrategy: KindStrategy = strategyWith({
  ...workloadValidation({ word: 'deployment', numbers: ['replicas', 'minReadySeconds'] }),
  applyDefaults: withDefaults,
  initialStatus: () => ({ replicas: 0 }),
  hasGeneration: true,
  subresources: ['status', 'scale'],
})
