import { objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { changeSpec, fill } from './filling.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** The template's labels select the pods and are the controller's own where it has none. [pkg/apis/core/v1/defaults.go:SetDefaults_ReplicationController] */
function withDefaults(controller: KubeObject): KubeObject {
  const labels = objectAt(controller, 'spec', 'template', 'metadata', 'labels')
  const selecting = changeSpec(controller, (spec) => {
    const selector = Object.keys(objectAt(spec, 'selector')).length > 0 ? objectAt(spec, 'selector') : labels
    return withTemplateDefaults({ ...fill(spec, { replicas: 1 }), selector })
  })
  if (Object.keys(controller.metadata.labels ?? {}).length > 0 || Object.keys(labels).length === 0) return selecting
  return { ...selecting, metadata: { ...selecting.metadata, labels } } as KubeObject
}

export const replicationControllerStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  initialStatus: () => ({ replicas: 0 }),
  hasGeneration: true,
  defaultGarbageCollection: 'orphan',
  subresources: ['status', 'scale'],
})
