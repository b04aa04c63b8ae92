import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { isOf } from '../../apiserver/admission-refusal.ts'
import { objectAt } from '../../object/json.ts'
import { annotationsOf } from '../../object/kube-object.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import { defaultClass } from './default-class.ts'

const markers: readonly string[] = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
]

/** A claim that names no class, not even the empty one, gets the default class. [plugin/pkg/admission/storage/storageclass/setdefault/admission.go] */
export const defaultStorageClass: AdmissionPlugin = { name: 'DefaultStorageClass', mutate }

function mutate(request: AdmissionRequest, state: ClusterState): PluginAnswer {
  const claim = request.object
  if (!claim || !isOf(request, 'persistentvolumeclaims') || request.operation !== 'CREATE') return undefined
  const spec = objectAt(claim, 'spec')
  const hasClass = spec.storageClassName !== undefined && spec.storageClassName !== null
  if (hasClass || 'volume.beta.kubernetes.io/storage-class' in annotationsOf(claim)) return undefined
  const found = defaultClass(listObjects(state, 'storage.k8s.io/storageclasses'), markers)
  return found && { object: { ...claim, spec: { ...spec, storageClassName: found.metadata.name } } }
}
