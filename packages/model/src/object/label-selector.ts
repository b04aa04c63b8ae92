import { type FieldError, forbiddenField, invalid, required } from './field-error.ts'
import { compareTexts, goQuote } from './go-format.ts'
import { isJsonObject, type Json, type JsonObject, listAt, textAt, textMap } from './json.ts'
import { newRequirement, type Requirement } from './label-requirement.ts'
import { labelValueMessages, qualifiedNameMessages } from './name-validation.ts'
import { validateLabels } from './object-meta-validation.ts'

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
}

/**
 * The requirements of a LabelSelector, sorted by key. An empty selector has none and matches everything; an absent one
 * gives `undefined` and matches nothing; an invalid one gives the error in Go's words.
 * [apimachinery pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector]
 */
export function labelSelectorRequirements(
  selector: Json | undefined,
): readonly Requirement[] | { readonly error: string } | undefined {
  if (!isJsonObject(selector)) return undefined
  const labels = Object.entries(textMap(selector.matchLabels)).sort(([a], [b]) => compareTexts(a, b))
  const candidates = [
    ...labels.map(([key, value]) => newRequirement(key, '=', [value])),
    ...listAt(selector, 'matchExpressions').filter(isJsonObject).map(expressionRequirement),
  ]
  const requirements: Requirement[] = []
  for (const candidate of candidates) {
    if ('error' in candidate) return candidate
    requirements.push(candidate)
  }
  return requirements.sort((a, b) => compareTexts(a.key, b.key))
}

function expressionRequirement(expression: JsonObject): Requirement | { readonly error: string } {
  const name = textAt(expression, 'operator') ?? ''
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (operator === undefined) return { error: `${goQuote(name)} is not a valid label selector operator` }
  return newRequirement(textAt(expression, 'key') ?? '', operator, valuesOf(expression))
}

function valuesOf(expression: JsonObject): readonly string[] {
  return listAt(expression, 'values').filter((value) => typeof value === 'string')
}

/**
 * Whether a LabelSelector selects an object with these labels. An absent selector selects nothing, an empty one everything;
 * an invalid one nothing.
 */
export function matchesSelector(selector: Json | undefined, labels: Readonly<Record<string, string>>): boolean {
  const requirements = isJsonObject(selector) ? knownRequirements(selector) : undefined
  if (requirements === undefined || 'error' in requirements) return false
  return matchesRequirements(requirements, labels)
}

type Requirements = ReturnType<typeof labelSelectorRequirements>

/** Selectors are part of objects that are never changed, and the same ones are asked again and again. */
const read = new WeakMap<JsonObject, Requirements>()

function knownRequirements(selector: JsonObject): Requirements {
  if (!read.has(selector)) read.set(selector, labelSelectorRequirements(selector))
  return read.get(selector)
}

/** Whether labels satisfy every requirement. [apimachinery pkg/labels/selector.go Matches] */
export function matchesRequirements(
  requirements: readonly Requirement[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return requirements.every((requirement) => matchesRequirement(requirement, labels))
}

function matchesRequirement(requirement: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const { key, operator, values } = requirement
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  if (operator === 'exists') return value !== undefined
  if (operator === '!') return value === undefined
  if (operator === 'notin' || operator === '!=') return value === undefined || !values.includes(value)
  if (value === undefined) return false
  if (operator === 'gt' || operator === 'lt') return comparesTo(operator, value, values[0] ?? '')
  return values.includes(value)
}

function comparesTo(operator: 'gt' | 'lt', value: string, bound: string): boolean {
  if (!/^[+-]?[0-9]+$/.test(value)) return false
  const [a, b] = [BigInt(value.replace('+', '')), BigInt(bound.replace('+', ''))]
  return operator === 'gt' ? a > b : a < b
}

/**
 * What is wrong with a LabelSelector in an object. [apimachinery pkg/apis/meta/v1/validation ValidateLabelSelector]
 *
 * Matched labels come in the order of their keys, where Go's order is random.
 */
export function validateLabelSelector(selector: Json | undefined, field: string): FieldError[] {
  if (!isJsonObject(selector)) return []
  const expressions = listAt(selector, 'matchExpressions').filter(isJsonObject)
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...expressions.flatMap((expression, index) =>
      validateExpression(expression, `${field}.matchExpressions[${index}]`),
    ),
  ]
}

function validateExpression(expression: JsonObject, field: string): FieldError[] {
  const key = textAt(expression, 'key') ?? ''
  return [
    ...validateOperator(expression, field),
    ...qualifiedNameMessages(key).map((message) => invalid(`${field}.key`, key, message)),
    ...valuesOf(expression).flatMap((value, index) =>
      labelValueMessages(value).map((message) => invalid(`${field}.values[${index}]`, value, message)),
    ),
  ]
}

function validateOperator(expression: JsonObject, field: string): FieldError[] {
  const operator = textAt(expression, 'operator') ?? ''
  const hasValues = valuesOf(expression).length > 0
  if (operator === 'In' || operator === 'NotIn')
    return hasValues ? [] : [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
  if (operator !== 'Exists' && operator !== 'DoesNotExist')
    return [invalid(`${field}.operator`, operator, 'not a valid selector operator')]
  if (!hasValues) return []
  return [forbiddenField(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
}
