import { withoutFields } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { semanticallyEqual } from '../kinds/strategy.ts'

/**
 * Whether two versions of an object differ at most in ownerReferences, finalizers and managedFields.
 * [kubernetes pkg/registry/rbac/helpers.go:IsOnlyMutatingGCFields; kubernetes.md 6.2.4]
 */
export function changesOnlyGarbageCollection(object: KubeObject, oldObject: KubeObject): boolean {
  return semanticallyEqual(withoutGarbageCollection(object), withoutGarbageCollection(oldObject))
}

function withoutGarbageCollection(object: KubeObject): KubeObject {
  return { ...object, metadata: withoutFields(object.metadata, 'ownerReferences', 'finalizers', 'managedFields') }
}
