import { at, type Json, listAt } from '../../../object/json.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import { matchesSelector } from '../../../object/label-selector.ts'
import { parseUsagePath, type UsagePath, valuesAt } from './usage-path.ts'

/** `.path`, `.path=value`, `.path==value`, `.path!=value`. [internal/controllers/utils:CompileFieldSelector] */
interface FieldSelector {
  readonly path: UsagePath
  readonly operator: 'truthy' | '=' | '!='
  readonly value: string
}

function parseFieldSelector(text: string): FieldSelector | undefined {
  const [, left = text, sign, right = ''] = /^(.*?)\s*(!=|==?)\s*(.*)$/s.exec(text.trim()) ?? []
  const path = parseUsagePath(left)
  if (!path) return undefined
  const value = /^(['"])(.*)\1$/s.exec(right)?.[2]?.trim() ?? right.trim()
  return { path, operator: sign === '!=' ? '!=' : sign === undefined ? 'truthy' : '=', value }
}

function matchesField(object: KubeObject, { path, operator, value }: FieldSelector): boolean {
  const found = valuesAt(object, path)
  if (operator === 'truthy') return !['', 'false', '0'].includes(found.toLowerCase())
  return (found === value) === (operator === '=')
}

/** Whether what the selector asks is modelled: no CEL, no involved paths. */
export function isModelledSelector(selector: Json): boolean {
  const fields = listAt(selector, 'fieldSelectors').map(String)
  return listAt(selector, 'celExpressions').length === 0 && fields.every((field) => parseFieldSelector(field))
}

/** One selector has to fit whole; without selectors everything fits. [customquotas/utils.go:MatchesCompiledSelectorsWithFields] */
export function matchesAnySelector(object: KubeObject, selectors: readonly Json[]): boolean {
  return selectors.length === 0 || selectors.some((selector) => matches(object, selector))
}

function matches(object: KubeObject, selector: Json): boolean {
  const hasLabels = at(selector, 'matchLabels') !== undefined || at(selector, 'matchExpressions') !== undefined
  const fields = listAt(selector, 'fieldSelectors').flatMap((text) => parseFieldSelector(String(text)) ?? [])
  return (!hasLabels || matchesSelector(selector, labelsOf(object))) && fields.every((one) => matchesField(object, one))
}
