import { objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { canonicalQuantities } from './canonical-quantities.ts'
import { changeObject, changeSpec, fill } from './filling.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** A volume is a filesystem that is retained. [pkg/apis/core/v1/defaults.go:SetDefaults_PersistentVolume] */
function withDefaults(volume: KubeObject): KubeObject {
  const filled = changeSpec(volume, (spec) => {
    const defaults = { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }
    return changeObject(fill(spec, defaults), 'capacity', canonicalQuantities)
  })
  return { ...filled, status: fill(objectAt(filled, 'status'), { phase: 'Pending' }) } as KubeObject
}

export const persistentVolumeStrategy: KindStrategy = strategyWith({
  applyDefaults: withDefaults,
  initialStatus: (volume) => ({
    phase: 'Pending',
    lastPhaseTransitionTime: volume.metadata.creationTimestamp ?? null,
  }),
  returnsDeletedObject: true,
})
