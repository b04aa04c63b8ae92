import {
  duplicate,
  type FieldError,
  forbiddenField,
  invalid,
  printFieldError,
  required,
} from '../../object/field-error.ts'
import { sortedFields } from '../../object/go-format.ts'
import { isJsonArray, isJsonObject, type Json } from '../../object/json.ts'
import { type CelValue, celValueOf, resourceSchemaOf } from './cel-value.ts'
import { type Correlation, correlatedField, correlatedItem, isUnchanged, oldItemOf } from './correlation.ts'
import { childPath, indexPath } from './field-path.ts'
import {
  fieldNamesOf,
  propertyOf,
  type StructuralSchema,
  type ValidationRule,
  valueSchemaOf,
} from './structural-schema.ts'
import { type Evaluation, evaluate, optionalOf, usesOldSelf } from './validation-rule.ts'

/** A rule that the model cannot evaluate: what it would say is not known. */
export interface NotEvaluated {
  readonly field: string
  readonly rule: string
  readonly because: string
}

export interface CelFindings {
  readonly errors: FieldError[]
  readonly notEvaluated: NotEvaluated[]
  /** Errors forgiven because what they are about did not change; the response carries them as warnings. */
  readonly warnings: string[]
}

interface Place {
  readonly schema: StructuralSchema
  readonly value: Json
  readonly oldValue: Json | undefined
  readonly path: string
  /** The value and its old one; where it has none, that of the nearest value around it that has. */
  readonly current: Correlation | undefined
  readonly nearest: Correlation | undefined
  readonly isRoot: boolean
}

/**
 * Evaluates x-kubernetes-validations of a resource and everything in it, outside in. On an update, rules without oldSelf
 * only warn where nothing changed; rules with oldSelf count only where there is an old value.
 * Not modelled: the cost budget, rules inside the fields of an allOf.
 * [AE/pkg/apiserver/schema/cel/validation.go; kubernetes.md 4.3.5]
 */
export function validateRules(
  schema: StructuralSchema,
  value: Json,
  oldValue: Json | undefined,
  path: string,
): CelFindings {
  const found: CelFindings = { errors: [], notEvaluated: [], warnings: [] }
  const current = oldValue === undefined ? undefined : { schema, value, oldValue }
  visit({ schema, value, oldValue, path, current, nearest: undefined, isRoot: true }, found)
  return found
}

function visit(place: Place, found: CelFindings): void {
  const { schema, value, oldValue, path } = place
  if (value === null || !hasRules(schema)) return
  checkRules(place, found)
  if (isJsonArray(value)) visitItems(place, value, found)
  if (!isJsonObject(value)) return
  const valueSchema = valueSchemaOf(schema)
  const old = isJsonObject(oldValue) ? oldValue : {}
  const visitField = (fieldSchema: StructuralSchema | undefined, field: string, fieldPath: string): void => {
    if (fieldSchema)
      visit(
        {
          schema: fieldSchema,
          value: value[field] ?? null,
          oldValue: old[field],
          path: fieldPath,
          ...within(place, field),
        },
        found,
      )
  }
  for (const field of fieldNamesOf(value)) visitField(valueSchema, field, indexPath(path, field))
  for (const field of fieldNamesOf(value)) visitField(propertyOf(schema, field), field, childPath(path, field))
}

function visitItems(place: Place, value: readonly Json[], found: CelFindings): void {
  const { schema, oldValue, path } = place
  const { items } = schema
  if (!items) return
  for (const [index, item] of value.entries())
    visit(
      {
        schema: items,
        value: item,
        oldValue: oldItemOf(schema, item, oldValue),
        path: indexPath(path, index),
        ...within(place, index),
      },
      found,
    )
}

/** [AE cel/validation.go:ratchetingOptions] */
function within(place: Place, step: string | number): Pick<Place, 'current' | 'nearest' | 'isRoot'> {
  const { current, nearest } = place
  if (current === undefined) return { current, nearest, isRoot: false }
  if (nearest === undefined && (step === 'apiVersion' || step === 'kind'))
    return { current: undefined, nearest: undefined, isRoot: false }
  const inner = typeof step === 'string' ? correlatedField(current, step) : correlatedItem(current, step)
  return { current: inner, nearest: current, isRoot: false }
}

function rulesOf(schema: StructuralSchema): readonly ValidationRule[] {
  const own = schema['x-kubernetes-validations'] ?? []
  return schema.allOf ? [...own, ...schema.allOf.flatMap(rulesOf)] : own
}

const schemasWithRules = new WeakMap<StructuralSchema, boolean>()

/** Whether there are rules on a schema or inside it; most of them have none. */
export function hasRules(schema: StructuralSchema): boolean {
  const known = schemasWithRules.get(schema)
  if (known !== undefined) return known
  const inner = [schema.items, valueSchemaOf(schema), ...Object.values(schema.properties ?? {})]
  const found = rulesOf(schema).length > 0 || inner.some((one) => one !== undefined && hasRules(one))
  schemasWithRules.set(schema, found)
  return found
}

function checkRules(place: Place, found: CelFindings): void {
  const rules = rulesOf(place.schema)
  if (rules.length === 0) return
  const schema = place.isRoot ? resourceSchemaOf(place.schema) : place.schema
  const self = celValueOf(schema, place.value)
  const oldSelf = place.oldValue === undefined ? undefined : celValueOf(schema, place.oldValue)
  const isTyped = self !== undefined && (place.oldValue === undefined || oldSelf !== undefined)
  for (const rule of rules)
    if (isTyped) checkRule(rule, place, self, oldSelf, found)
    else found.notEvaluated.push({ field: place.path, rule: rule.rule, because: 'the data are not of their types' })
}

function checkRule(
  rule: ValidationRule,
  place: Place,
  self: CelValue,
  oldSelf: CelValue | undefined,
  found: CelFindings,
): void {
  const comparing = usesOldSelf(rule)
  if (comparing && oldSelf === undefined && !rule.optionalOldSelf) return
  const old = rule.optionalOldSelf ? optionalOf(oldSelf) : oldSelf
  const outcome = evaluate(rule.rule, self, old)
  if ('notEvaluated' in outcome) {
    found.notEvaluated.push({ field: place.path, rule: rule.rule, because: outcome.notEvaluated })
    return
  }
  const error = errorOf(rule, place, outcome, () => messageOf(rule, self, old))
  if (error === undefined) return
  const forgiven = !('failed' in outcome) && !comparing && isUnchanged(place.current ?? place.nearest)
  if (forgiven) found.warnings.push(printFieldError(error))
  else found.errors.push(error)
}

function errorOf(
  rule: ValidationRule,
  place: Place,
  outcome: Exclude<Evaluation, { readonly notEvaluated: string }>,
  detailOf: () => string,
): FieldError | undefined {
  const { schema, value, path } = place
  if ('failed' in outcome)
    return invalid(path, schema.type ?? '', `${outcome.failed} evaluating rule: ${(rule.message ?? rule.rule).trim()}`)
  if (outcome.value === true) return undefined
  const field = rule.fieldPath ? childPath(path, rule.fieldPath.replace(/^\./, '')) : path
  return errorForReason(rule, field, schema, value, detailOf())
}

/** Objects and lists are not printed. [AE cel/validation.go:fieldErrorForReason] */
function errorForReason(
  rule: ValidationRule,
  field: string,
  schema: StructuralSchema,
  value: Json,
  detail: string,
): FieldError {
  if (rule.reason === 'FieldValueForbidden') return forbiddenField(field, detail)
  if (rule.reason === 'FieldValueRequired') return required(field, detail)
  const isCompound = schema.type === 'object' || schema.type === 'array'
  const error =
    rule.reason === 'FieldValueDuplicate' ? duplicate(field, value) : invalid(field, sortedFields(value), detail)
  if (!isCompound) return error
  return { type: error.type, field: error.field, detail: error.detail }
}

/** The message that the rule computes, else its message, else the rule itself. */
function messageOf(rule: ValidationRule, self: unknown, oldSelf: unknown): string {
  if (rule.messageExpression) {
    const computed = evaluate(rule.messageExpression, self, oldSelf)
    const text = 'value' in computed && typeof computed.value === 'string' ? computed.value.trim() : ''
    if (text !== '' && !text.includes('\n')) return text
  }
  return rule.message ? rule.message.trim() : `failed rule: ${rule.rule.trim()}`
}
