import { aggregateFieldErrors, type FieldError, invalid } from './field-error.ts'
import type { Json } from './json.ts'
import { labelValueMessages, qualifiedNameMessages } from './name-validation.ts'

export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

/** One condition on one label. */
export interface Requirement {
  readonly key: string
  readonly operator: LabelOperator
  readonly values: readonly string[]
}

/** A requirement, or why it is none. [apimachinery pkg/labels/selector.go NewRequirement] */
export function newRequirement(
  key: string,
  operator: LabelOperator,
  values: readonly string[],
): Requirement | { readonly error: string } {
  const errors = [...keyErrors(key, 'key'), ...countErrors(operator, values), ...valueErrors(key, values)]
  return errors.length === 0 ? { key, operator, values } : { error: aggregateFieldErrors(errors) }
}

/** All that is wrong with a key is one error. [selector.go validateLabelKey] */
export function keyErrors(key: string, field: string): FieldError[] {
  const messages = qualifiedNameMessages(key)
  return messages.length === 0 ? [] : [invalid(field, key, messages.join('; '))]
}

function countErrors(operator: LabelOperator, values: readonly string[]): FieldError[] {
  const [expected, detail] = COUNTS[operator]
  const wrong = expected === 'some' ? values.length === 0 : values.length !== expected
  const errors = wrong ? [invalid('values', printed(values), detail)] : []
  if (operator !== 'gt' && operator !== 'lt') return errors
  const notInteger = "for 'Gt', 'Lt' operators, the value must be an integer"
  return [
    ...errors,
    ...values.flatMap((value, index) => (isInt64(value) ? [] : [invalid(`values[${index}]`, value, notInteger)])),
  ]
}

/** Go has no list here, rather than an empty one. */
function printed(values: readonly string[]): Json {
  return values.length === 0 ? null : values
}

const SET: readonly ['some', string] = ['some', "for 'in', 'notin' operators, values set can't be empty"]
const EXACT: readonly [1, string] = [1, 'exact-match compatibility requires one single value']
const PRESENCE: readonly [0, string] = [0, 'values set must be empty for exists and does not exist']
const ORDER: readonly [1, string] = [1, "for 'Gt', 'Lt' operators, exactly one value is required"]
const COUNTS: Readonly<Record<LabelOperator, readonly ['some' | 0 | 1, string]>> = {
  in: SET,
  notin: SET,
  '=': EXACT,
  '==': EXACT,
  '!=': EXACT,
  exists: PRESENCE,
  '!': PRESENCE,
  gt: ORDER,
  lt: ORDER,
}

function isInt64(value: string): boolean {
  if (!/^[+-]?[0-9]+$/.test(value)) return false
  const number = BigInt(value.replace('+', ''))
  return number === BigInt.asIntN(64, number)
}

function valueErrors(key: string, values: readonly string[]): FieldError[] {
  return values.flatMap((value, index) => {
    const messages = labelValueMessages(value)
    return messages.length === 0 ? [] : [invalid(`values[${index}][${key}]`, value, messages.join('; '))]
  })
}
