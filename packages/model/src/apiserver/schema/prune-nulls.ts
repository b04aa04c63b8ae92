import { isJsonArray, isJsonObject, type Json } from '../../object/json.ts'
import { fieldSchemaOf, type StructuralSchema } from './structural-schema.ts'
import { walkedBefore } from './walked.ts'

/**
 * A null is dropped where the schema neither allows null nor has a default that would replace it.
 * [AE/pkg/apiserver/schema/defaulting/prunenulls.go:PruneNonNullableNullsWithoutDefaults]
 */
export function dropNulls(value: Json, schema: StructuralSchema | undefined): Json {
  if (schema === undefined) return value
  if (isJsonArray(value)) {
    const items = value.map((item) => dropNulls(item, schema.items))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isJsonObject(value) || withoutNulls.has(schema, value)) return value
  let same = true
  const kept: Record<string, Json> = {}
  for (const [field, item] of Object.entries(value)) {
    if (item === undefined) continue
    const fieldSchema = fieldSchemaOf(schema, field)
    const dropped = item === null && isNullForbidden(fieldSchema)
    const changed = dropped ? item : dropNulls(item, fieldSchema)
    if (dropped || changed !== item) same = false
    if (!dropped) kept[field] = changed
  }
  if (!same) return kept
  withoutNulls.add(schema, value)
  return value
}

const withoutNulls = walkedBefore()

function isNullForbidden(schema: StructuralSchema | undefined): boolean {
  return schema !== undefined && !schema.nullable && (schema.default ?? null) === null
}
