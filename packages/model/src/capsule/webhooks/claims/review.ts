import type { AdmissionRequest } from '../../../apiserver/admission.ts'
import { equalJson, isJsonObject, textAt } from '../../../object/json.ts'
import { isTerminating } from '../../../object/kube-object.ts'

/** Claims that were bound, and those that terminate with the same spec, are left alone. [pvc/handler.go; extended A3.1] */
export function isReviewed({ operation, object, oldObject }: AdmissionRequest): boolean {
  if (!object || operation === 'DELETE') return false
  if (operation !== 'UPDATE' || !oldObject) return true
  if (textAt(oldObject, 'status', 'phase') === 'Bound') return false
  return !isTerminating(object) || !equalJson(object.spec, oldObject.spec)
}

/** A claim for static binding has a selector, or at its creation names its volume. [pvc/handler.go; extended A3.2] */
export function bindsStatically({ operation, object }: AdmissionRequest): boolean {
  const spec = isJsonObject(object?.spec) ? object.spec : {}
  return isJsonObject(spec.selector) || (operation === 'CREATE' && (textAt(spec, 'volumeName') ?? '') !== '')
}
