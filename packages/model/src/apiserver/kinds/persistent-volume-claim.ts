import { isJsonObject, objectAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { canonicalResources } from './canonical-quantities.ts'
import { changeObject, changeSpec, fill } from './filling.ts'
import { validateClaim, validateClaimUpdate } from './persistent-volume-claim-validation.ts'
import { type KindStrategy, strategyWith } from './strategy.ts'

/** A claim waits for a filesystem. [pkg/apis/core/v1/defaults.go:SetDefaults_PersistentVolumeClaim] */
export function withClaimDefaults(claim: KubeObject): KubeObject {
  const filled = changeSpec(claim, (spec) =>
    changeObject(fill(spec, { volumeMode: 'Filesystem' }), 'resources', canonicalResources),
  )
  return { ...filled, status: fill(objectAt(filled, 'status'), { phase: 'Pending' }) } as KubeObject
}

/** Where the claim takes its data from is said in two fields, the same. [pkg/api/persistentvolumeclaim/util.go:NormalizeDataSources] */
function withDataSources(claim: KubeObject): KubeObject {
  return changeSpec(claim, (spec) => {
    if (isJsonObject(spec.dataSource) && !spec.dataSourceRef) return { ...spec, dataSourceRef: spec.dataSource }
    const reference = spec.dataSourceRef
    const isLocal = isJsonObject(reference) && !reference.namespace && isLocalSource(reference.kind)
    return isLocal && !spec.dataSource ? { ...spec, dataSource: reference } : spec
  })
}

function isLocalSource(kind: unknown): boolean {
  return kind === 'PersistentVolumeClaim' || kind === 'VolumeSnapshot'
}

const usual = strategyWith({ initialStatus: () => ({ phase: 'Pending' }) })

export const persistentVolumeClaimStrategy: KindStrategy = {
  ...usual,
  applyDefaults: withClaimDefaults,
  prepareForCreate: (claim) => usual.prepareForCreate?.(withDataSources(claim)) ?? claim,
  prepareForUpdate: (claim, old) => usual.prepareForUpdate?.(withDataSources(claim), old) ?? claim,
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  returnsDeletedObject: true,
}
