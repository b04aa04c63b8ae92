import { type FieldError, type FieldErrorType, invalid } from '../../object/field-error.ts'
import type { JsonObject } from '../../object/json.ts'
import { hasRules, type NotEvaluated, validateRules } from './cel-validation.ts'
import { validateEmbeddedResources } from './embedded-resource.ts'
import { rootPath } from './field-path.ts'
import { validateListTypes } from './list-type.ts'
import { schemaErrors } from './schema-errors.ts'
import { validateAgainstSchema } from './schema-validation.ts'
import { propertyOf, type StructuralSchema } from './structural-schema.ts'

export interface CustomResourceValidation {
  /** The object that is replaced; absent on create. */
  readonly oldValue?: JsonObject
  /** Whether the request is for the status subresource. */
  readonly isStatus?: boolean
  /** What validating its metadata found; these errors come first. */
  readonly metadataErrors?: readonly FieldError[]
}

export interface CustomResourceFindings {
  readonly errors: readonly FieldError[]
  /** Rules that the model cannot evaluate. */
  readonly notEvaluated: readonly NotEvaluated[]
  /** Errors of rules that are forgiven because nothing changed there; the response carries them as warnings. */
  readonly warnings: readonly string[]
}

const blocking: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])

/**
 * A custom resource is validated for its metadata, its schema, the resources embedded in it, its sets and maps, and its
 * rules. Where a value is missing, too long, not supported or of a wrong type, rules are not looked at, which is an error
 * of its own if the schema has any. On update, what was wrong before and did not change is forgiven; lists are looked at
 * only if they were right before. For the status subresource only status is held against the schema.
 * Not modelled: the scale subresource.
 * [AE/pkg/registry/customresource/{strategy,status_strategy,validator}.go; kubernetes.md 4.3.5 to 4.3.7]
 */
export function validateCustomResource(
  schema: StructuralSchema,
  value: JsonObject,
  options: CustomResourceValidation = {},
): CustomResourceFindings {
  const { oldValue, isStatus = false } = options
  const errors = [
    ...(options.metadataErrors ?? []),
    ...(isStatus ? statusErrors(schema, value, oldValue) : contentErrors(schema, value, oldValue)),
    ...(isStatus ? [] : validateEmbeddedResources(schema, value, rootPath)),
    ...listErrors(schema, value, oldValue),
  ]
  if (!errors.some(({ type }) => blocking.has(type))) {
    const found = validateRules(schema, value, oldValue, rootPath)
    return { ...found, errors: [...errors, ...found.errors] }
  }
  return { errors: [...errors, ...notCheckedError(schema)], notEvaluated: [], warnings: [] }
}

function contentErrors(
  schema: StructuralSchema,
  value: JsonObject,
  oldValue: JsonObject | undefined,
): readonly FieldError[] {
  const correlation = oldValue && { schema, value, oldValue }
  return schemaErrors(validateAgainstSchema(schema, value, '', correlation), rootPath)
}

/** Messages about status name paths inside it, their field errors paths of the object. */
function statusErrors(schema: StructuralSchema, value: JsonObject, old: JsonObject | undefined): readonly FieldError[] {
  const statusSchema = propertyOf(schema, 'status')
  const { status } = value
  if (statusSchema === undefined || status === undefined) return []
  const oldStatus = old?.status
  const correlation = oldStatus === undefined ? undefined : { schema: statusSchema, value: status, oldValue: oldStatus }
  return schemaErrors(validateAgainstSchema(statusSchema, status, '', correlation), 'status')
}

function listErrors(
  schema: StructuralSchema,
  value: JsonObject,
  oldValue: JsonObject | undefined,
): readonly FieldError[] {
  const errors = validateListTypes(schema, value, rootPath)
  const wasRight =
    oldValue === undefined || errors.length === 0 || validateListTypes(schema, oldValue, rootPath).length === 0
  return wasRight ? errors : []
}

function notCheckedError(schema: StructuralSchema): readonly FieldError[] {
  if (!hasRules(schema)) return []
  const detail =
    'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'
  return [invalid(rootPath, null, detail)]
}
