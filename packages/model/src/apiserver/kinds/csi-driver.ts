import { listAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { changeSpec, fill } from './filling.ts'
import { changesSpec, countGeneration, type KindStrategy, plainStrategy } from './strategy.ts'

/** A driver attaches, and its volumes persist. [pkg/apis/storage/v1/defaults.go:SetDefaults_CSIDriver] */
function withDefaults(driver: KubeObject): KubeObject {
  return changeSpec(driver, (spec) => {
    const filled = fill(spec, {
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      requiresRepublish: false,
      seLinuxMount: false,
    })
    return listAt(spec, 'volumeLifecycleModes').length > 0
      ? filled
      : { ...filled, volumeLifecycleModes: ['Persistent'] }
  })
}

/** The generation of a driver starts with its first change. [pkg/registry/storage/csidriver/strategy.go] */
export const csiDriverStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: withDefaults,
  prepareForUpdate: (driver, old) => countGeneration(driver, old, changesSpec),
  hasGeneration: true,
  returnsDeletedObject: true,
  allowsUnconditionalUpdate: false,
}
