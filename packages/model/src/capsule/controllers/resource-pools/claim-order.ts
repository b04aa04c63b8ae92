import type { KubeObject } from '../../../object/kube-object.ts'
import { compareTexts } from '../owner-list.ts'

/**
 * Claims in the order of their creation, to the second; of the same second by name, then by namespace. More than twelve
 * of them Go may order otherwise where the second is the same. [pool_controller.go:gatherMatchingClaims; extended D2.1]
 */
export function byAge(a: KubeObject, b: KubeObject): number {
  return (
    compareTexts(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
    compareTexts(a.metadata.name, b.metadata.name) ||
    compareTexts(a.metadata.namespace ?? '', b.metadata.namespace ?? '')
  )
}
