import { isJsonArray, isJsonObject, type Json } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

const garbageCollectionFields: ReadonlySet<string> = new Set([
  'ownerReferences',
  'finalizers',
  'managedFields',
  'selfLink',
])

/**
 * Whether two versions of an object differ at most in ownerReferences, finalizers and the fields that come with every
 * write. [kubernetes pkg/registry/rbac/helpers.go:IsOnlyMutatingGCFields; kubernetes.md 6.2.4]
 */
export function changesOnlyGarbageCollection(object: KubeObject, oldObject: KubeObject): boolean {
  return isSemanticallyEqual(withoutGarbageCollection(object), withoutGarbageCollection(oldObject))
}

function withoutGarbageCollection(object: KubeObject): Json {
  const kept = Object.entries(object.metadata).filter(([field]) => !garbageCollectionFields.has(field))
  return { ...object, metadata: Object.fromEntries(kept) }
}

/** As equalJson, but an empty list, map or text is as good as none. [apimachinery pkg/api/equality/semantic.go] */
function isSemanticallyEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true
  if (isJsonArray(a))
    return isJsonArray(b) && a.length === b.length && a.every((item, index) => isSemanticallyEqual(item, b[index]))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((field) => isSemanticallyEqual(a[field], b[field]))
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
