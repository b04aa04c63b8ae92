import { equalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { type Correlation, correlatedField, correlatedItem, isUnchanged } from './correlation.ts'
import { isKnownFormat } from './formats.ts'
import { validateAlternatives } from './schema-alternatives.ts'
import { addViolations, isValid, merge, newResult, type SchemaResult } from './schema-result.ts'
import { validateEnum, validateFormat, validateNumber, validateString } from './schema-scalars.ts'
import { formatOf, typesOf, validateType } from './schema-type.ts'
import { fieldNamesOf, propertyOf, type StructuralSchema, valueSchemaOf } from './structural-schema.ts'

/**
 * Validates a value as kube-openapi does: all that applies to it is checked and named, a wrong type stops nothing.
 * Where the value is correlated with an old one, what is wrong in unchanged parts is forgiven (ratcheting).
 * Properties come in the order of their names; upstream goes through them in no order.
 * [kube-openapi pkg/validation/validate/schema.go; AE/pkg/apiserver/validation/ratcheting.go; kubernetes.md 4.3.5, 4.3.6]
 */
export function validateAgainstSchema(
  schema: StructuralSchema,
  value: Json,
  path: string,
  correlation?: Correlation,
): SchemaResult {
  const result = validateNode(schema, value, path, correlation)
  return isValid(result) || !isUnchanged(correlation) ? result : { violations: [], matchCount: result.matchCount }
}

function validateNode(schema: StructuralSchema, value: Json, path: string, old: Correlation | undefined): SchemaResult {
  const result = newResult()
  if (value === null) return merge(result, validateType(schema, value, path), validateEnum(schema, value, path))
  const check = (outcome: SchemaResult): void => {
    merge(result, outcome)
    result.matchCount += 1
  }
  const format = formatOf(schema)
  if (typesOf(schema).length > 0 || format !== '') check(validateType(schema, value, path))
  check(validateAlternatives(schema, value, path, validateNode))
  if (typeof value === 'string') check(validateString(schema, value, path))
  if (typeof value === 'string' && isKnownFormat(format)) check(validateFormat(schema, value, path))
  if (typeof value === 'number') check(validateNumber(schema, value, path))
  if (isJsonArray(value)) check(validateItems(schema, value, path, old))
  check(validateEnum(schema, value, path))
  if (isJsonObject(value)) check(validateFields(schema, value, path, old))
  result.matchCount += 1
  return result
}

/** Items, then their number, then that none is twice. [kube-openapi validate/slice_validator.go] */
function validateItems(
  schema: StructuralSchema,
  value: readonly Json[],
  path: string,
  old: Correlation | undefined,
): SchemaResult {
  const result = newResult()
  const { items, minItems, maxItems } = schema
  const size = value.length
  if (items)
    for (const [index, item] of value.entries())
      merge(result, validateAgainstSchema(items, item, `${path}[${index}]`, correlatedItem(old, index)))
  if (minItems !== undefined && size < minItems) {
    const message = `${path} in body should have at least ${minItems} items`
    addViolations(result, { code: 'value', name: path, message, value: size })
  }
  if (maxItems !== undefined && size > maxItems) {
    const message = `${path} in body should have at most ${maxItems} items`
    addViolations(result, { code: 'tooMany', name: path, message, value: size, limit: maxItems })
  }
  if (schema.uniqueItems && value.some((item, index) => value.findIndex((other) => equalJson(other, item)) < index))
    addViolations(result, { code: 'value', name: path, message: `${path} in body shouldn't contain duplicates` })
  result.matchCount += 1
  return result
}

/** Number of fields, then the values of a map, then properties, then what is required. [kube-openapi validate/object_validator.go] */
function validateFields(
  schema: StructuralSchema,
  value: JsonObject,
  path: string,
  old: Correlation | undefined,
): SchemaResult {
  const result = newResult()
  const fields = fieldNamesOf(value)
  checkNumberOfFields(result, schema, fields.length, path)
  const valueSchema = valueSchemaOf(schema)
  const validateField = (fieldSchema: StructuralSchema, field: string, fieldPath: string): void => {
    const isIdentity = path === '' && (field === 'apiVersion' || field === 'kind')
    const correlation = isIdentity ? undefined : correlatedField(old, field)
    merge(result, validateAgainstSchema(fieldSchema, value[field] ?? null, fieldPath, correlation))
  }
  if (valueSchema)
    for (const field of fields) if (!propertyOf(schema, field)) validateField(valueSchema, field, `${path}.${field}`)
  for (const field of fields) {
    const property = propertyOf(schema, field)
    if (property) validateField(property, field, path === '' ? field : `${path}.${field}`)
  }
  for (const field of schema.required ?? [])
    if (value[field] === undefined) {
      const name = `${path}.${field}`
      addViolations(result, { code: 'required', name, message: `${name} in body is required` })
    }
  return result
}

function checkNumberOfFields(result: SchemaResult, schema: StructuralSchema, size: number, path: string): void {
  const { minProperties, maxProperties } = schema
  if (minProperties !== undefined && size < minProperties) {
    const message = `${path} in body should have at least ${minProperties} properties`
    addViolations(result, { code: 'value', name: path, message, value: size })
  }
  if (maxProperties !== undefined && size > maxProperties) {
    const message = `${path} in body should have at most ${maxProperties} properties`
    addViolations(result, { code: 'tooMany', name: path, message, value: size, limit: maxProperties })
  }
}
