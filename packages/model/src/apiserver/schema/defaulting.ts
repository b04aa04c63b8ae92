import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { fieldSchemaOf, type StructuralSchema } from './structural-schema.ts'
import { walkedBefore } from './walked.ts'

/**
 * Defaults fill fields that are missing, and nulls of fields that are not nullable, only inside objects that are there.
 * What a default puts in is defaulted itself.
 * [AE/pkg/apiserver/schema/defaulting/algorithm.go:Default; kubernetes.md 4.3.4]
 */
export function applyDefaults<T extends Json>(schema: StructuralSchema, value: T): T
export function applyDefaults(schema: StructuralSchema, value: Json): Json {
  if (isJsonArray(value)) return defaultItems(schema, value)
  if (isJsonObject(value)) return defaultFields(schema, value)
  return value
}

const complete = walkedBefore()

function defaultFields(schema: StructuralSchema, value: JsonObject): JsonObject {
  if (complete.has(schema, value)) return value
  const changed: Record<string, Json> = {}
  for (const [field, property] of Object.entries(schema.properties ?? {})) {
    if (property.default === undefined || property.default === null) continue
    if (value[field] === undefined) changed[field] = applyDefaults(property, property.default)
  }
  for (const [field, old] of Object.entries(value)) {
    if (old === undefined) continue
    const fieldSchema = fieldSchemaOf(schema, field)
    if (fieldSchema === undefined) continue
    const filled = defaulted(fieldSchema, old)
    if (filled !== old) changed[field] = filled
  }
  if (Object.keys(changed).length > 0) return { ...value, ...changed }
  complete.add(schema, value)
  return value
}

function defaultItems(schema: StructuralSchema, value: readonly Json[]): readonly Json[] {
  const { items } = schema
  if (items === undefined) return value
  const filled = value.map((item) => defaulted(items, item))
  return filled.some((item, index) => item !== value[index]) ? filled : value
}

function defaulted(schema: StructuralSchema, value: Json): Json {
  const start = value === null && !schema.nullable ? (schema.default ?? null) : value
  return applyDefaults(schema, start)
}
