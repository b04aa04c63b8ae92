import { fill } from './filling.ts'
import { type KindStrategy, plainStrategy } from './strategy.ts'

/** Volumes are deleted with their claim and bound at once. [pkg/apis/storage/v1/defaults.go:SetDefaults_StorageClass] */
export const storageClassStrategy: KindStrategy = {
  ...plainStrategy,
  applyDefaults: (storageClass) => fill(storageClass, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  returnsDeletedObject: true,
}
