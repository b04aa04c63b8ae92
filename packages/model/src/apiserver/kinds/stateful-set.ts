import { type JsonObject, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { change, changeItems, changeSpec, fill } from './filling.ts'
import { withClaimDefaults } from './persistent-volume-claim.ts'
import { withTemplateDefaults } from './pod-spec-defaults.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'
import { workloadValidation } from './workload-validation.ts'

/** One replica, ordered, claims retained. [pkg/apis/apps/v1/defaults.go:SetDefaults_StatefulSet] */
function withDefaults(statefulSet: KubeObject): KubeObject {
  return changeSpec(statefulSet, (spec) => {
    const filled = fill(spec, { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 })
    const updated = change(filled, 'updateStrategy', () => updateDefaults(objectAt(spec, 'updateStrategy')))
    const retained = change(updated, 'persistentVolumeClaimRetentionPolicy', () =>
      fill(objectAt(spec, 'persistentVolumeClaimRetentionPolicy'), { whenDeleted: 'Retain', whenScaled: 'Retain' }),
    )
    return withTemplateDefaults(changeItems(retained, 'volumeClaimTemplates', withClaimTemplateDefaults))
  })
}

function updateDefaults(given: JsonObject): JsonObject {
  const rollingUpdate = objectAt(given, 'rollingUpdate')
  if (!given.type) return { ...given, type: 'RollingUpdate', rollingUpdate: fill(rollingUpdate, { partition: 0 }) }
  return given.type === 'RollingUpdate' && given.rollingUpdate
    ? { ...given, rollingUpdate: fill(rollingUpdate, { partition: 0 }) }
    : given
}

/** A template of a claim is kept as a whole claim. */
function withClaimTemplateDefaults(template: JsonObject): JsonObject {
  const claim = fill(template, { kind: 'PersistentVolumeClaim', apiVersion: 'v1' })
  return withClaimDefaults(claim as KubeObject)
}

export const statefulSetStrategy: KindStrategy = strategyWith({
  ...workloadValidation('statefulset'),
  applyDefaults: withDefaults,
  initialStatus: () => ({ replicas: 0, availableReplicas: 0 }),
  hasGeneration: true,
  nameValidation: 'label',
  subresources: ['status', 'scale'],
})
