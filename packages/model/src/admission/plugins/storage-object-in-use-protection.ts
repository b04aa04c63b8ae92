import type { AdmissionPlugin, AdmissionRequest, PluginAnswer } from '../../apiserver/admission.ts'
import { isOf } from '../../apiserver/admission-refusal.ts'
import { finalizersOf, withMetadata } from '../../object/kube-object.ts'

const protections = [
  { resource: 'persistentvolumeclaims', group: '', finalizer: 'kubernetes.io/pvc-protection' },
  { resource: 'persistentvolumes', group: '', finalizer: 'kubernetes.io/pv-protection' },
  { resource: 'volumeattributesclasses', group: 'storage.k8s.io', finalizer: 'kubernetes.io/vac-protection' },
] as const

/** Volumes and claims are held by a finalizer for as long as they are in use. [plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go] */
export const storageObjectInUseProtection: AdmissionPlugin = { name: 'StorageObjectInUseProtection', mutate }

function mutate(request: AdmissionRequest): PluginAnswer {
  const { object, operation } = request
  const protection = protections.find(({ resource, group }) => isOf(request, resource, group))
  if (!object || !protection || operation !== 'CREATE') return undefined
  const finalizers = finalizersOf(object)
  if (finalizers.includes(protection.finalizer)) return undefined
  return { object: withMetadata(object, { finalizers: [...finalizers, protection.finalizer] }) }
}
