import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { forbid, isOf } from '../../apiserver/admission-refusal.ts'
import { objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { compareQuantities, type Quantity } from '../../object/quantity.ts'
import { none, parseResources } from '../../object/resource-list.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'

/** Only a bound claim grows, and only where its class allows it. [plugin/pkg/admission/storage/persistentvolume/resize/admission.go] */
export const persistentVolumeClaimResize: AdmissionPlugin = { name: 'PersistentVolumeClaimResize', validate }

function validate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const { object, oldObject, operation } = request
  if (!object || !oldObject || operation !== 'UPDATE' || !isOf(request, 'persistentvolumeclaims')) return undefined
  if (compareQuantities(sizeOf(object), sizeOf(oldObject)) <= 0) return undefined
  if (textAt(oldObject, 'status', 'phase') !== 'Bound') {
    return forbid(request, 'Only bound persistent volume claims can be expanded')
  }
  if (growsByClass(object, oldObject, state)) return undefined
  return forbid(
    request,
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  )
}

function sizeOf(claim: KubeObject): Quantity {
  return parseResources(objectAt(claim, 'spec', 'resources').requests).storage ?? none
}

function growsByClass(claim: KubeObject, old: KubeObject, state: ClusterState): boolean {
  const name = textAt(claim, 'spec', 'storageClassName') ?? ''
  if (name === '' || name !== textAt(old, 'spec', 'storageClassName')) return false
  return findObject(state, 'storage.k8s.io/storageclasses', undefined, name)?.allowVolumeExpansion === true
}
