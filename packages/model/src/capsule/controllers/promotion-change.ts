import { labelsOf } from '../../object/kube-object.ts'
import type { WatchEvent } from '../../state/watch-event.ts'
import { ownerPromotionLabel, promotionLabel } from '../tenant/constants.ts'

/** A ServiceAccount became promoted, or is not any more. [PromotedServiceaccountPredicate; core R1.8] */
export function isPromotionChanged({ type, object, oldObject }: WatchEvent): boolean {
  const labels = [ownerPromotionLabel, promotionLabel]
  if (type !== 'modified') return labels.some((label) => labelsOf(object)[label] === 'true')
  return labels.some((label) => labelsOf(object)[label] !== (oldObject && labelsOf(oldObject)[label]))
}
