import type { JsonObject } from '../../object/json.ts'
import { matchesSelector } from '../../object/label-selector.ts'
import type { LabelSelector } from './tenant.ts'

/** A selector that is not there selects everything; an empty one does too. [pkg/utils/namespace_selector.go; core M1.1] */
export function isSelected(selector: LabelSelector | undefined, labels: Readonly<Record<string, string>>): boolean {
  return selector === undefined || matchesSelector(selector as JsonObject, labels)
}

/** Whether a selector says anything. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
}
