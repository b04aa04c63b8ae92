import { duplicate, type FieldError, invalid } from '../../object/field-error.ts'
import { goJson, sortedFields } from '../../object/go-format.ts'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { childPath, indexPath } from './field-path.ts'
import { fieldNamesOf, propertyOf, type StructuralSchema, valueSchemaOf } from './structural-schema.ts'
import { walkedBefore } from './walked.ts'

/**
 * Lists of type set hold no item twice, lists of type map no two items with the same keys. Of what is there several
 * times, only the second is named. [AE/pkg/apiserver/schema/listtype/validation.go]
 */
export function validateListTypes(schema: StructuralSchema | undefined, value: Json, path: string): FieldError[] {
  if (schema === undefined) return []
  if (isJsonArray(value)) {
    const inItems = value.flatMap((item, index) => validateListTypes(schema.items, item, indexPath(path, index)))
    return [...validateList(schema, value, path), ...inItems]
  }
  if (!isJsonObject(value) || unique.has(schema, value)) return []
  const errors = validateObject(schema, value, path)
  if (errors.length === 0) unique.add(schema, value)
  return errors
}

const unique = walkedBefore()

function validateObject(schema: StructuralSchema, value: JsonObject, path: string): FieldError[] {
  const fields = fieldNamesOf(value)
  const valueSchema = valueSchemaOf(schema)
  const errorsAt = (found: StructuralSchema | undefined, field: string, fieldPath: string): FieldError[] =>
    validateListTypes(found, value[field] ?? null, fieldPath)
  return [
    ...fields.flatMap((field) => errorsAt(valueSchema, field, indexPath(path, field))),
    ...fields.flatMap((field) => errorsAt(propertyOf(schema, field), field, childPath(path, field))),
  ]
}

function validateList(schema: StructuralSchema, value: readonly Json[], path: string): FieldError[] {
  const listType = schema['x-kubernetes-list-type']
  if (listType === 'set')
    return secondsOf(value).map((index) => duplicate(indexPath(path, index), sortedFields(value[index] ?? null)))
  if (listType !== 'map') return []
  const stranger = value.findIndex((item) => item !== null && !isJsonObject(item))
  if (stranger >= 0) {
    const detail = 'must be an object for an array of list-type map'
    return [invalid(indexPath(path, stranger), value[stranger] ?? null, detail)]
  }
  const keys = value.map((item) => keysOf(item, schema['x-kubernetes-list-map-keys'] ?? []))
  return secondsOf(keys).map((index) => duplicate(indexPath(path, index), sortedFields(keys[index] ?? null)))
}

function keysOf(item: Json, keys: readonly string[]): JsonObject {
  if (!isJsonObject(item)) return {}
  return Object.fromEntries(keys.filter((key) => item[key] !== undefined).map((key) => [key, item[key]]))
}

/** Where an item stands for the second time. */
function secondsOf(items: readonly Json[]): readonly number[] {
  const times = new Map<string, number>()
  return items.flatMap((item, index) => {
    const key = goJson(sortedFields(item))
    const seen = (times.get(key) ?? 0) + 1
    times.set(key, seen)
    return seen === 2 ? [index] : []
  })
}
