import { equalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { fieldSchemaOf, type StructuralSchema } from './structural-schema.ts'

/**
 * A value and what stood in its place before, so that errors that were there already can be forgiven. Fields correlate
 * by name, items only of lists of type map, by their keys; items of atomic lists and sets have nothing before them.
 * [k8s.io/apiserver pkg/cel/common/equality.go:CorrelatedObject]
 */
export interface Correlation {
  readonly value: Json
  readonly oldValue: Json
  readonly schema: StructuralSchema
}

/** What stood at a field before; undefined where the field is new or the schema does not know it. */
export function correlatedField(parent: Correlation | undefined, field: string): Correlation | undefined {
  if (parent === undefined || !isJsonObject(parent.value) || !isJsonObject(parent.oldValue)) return undefined
  const value = parent.value[field]
  const oldValue = parent.oldValue[field]
  const schema = fieldSchemaOf(parent.schema, field)
  return value === undefined || oldValue === undefined || schema === undefined ? undefined : { value, oldValue, schema }
}

/** The entry that an item of a list of type map had before. */
export function correlatedItem(parent: Correlation | undefined, index: number): Correlation | undefined {
  if (parent === undefined || !isJsonArray(parent.value)) return undefined
  const value = parent.value[index]
  const schema = parent.schema.items
  const oldValue = oldItemOf(parent.schema, value, parent.oldValue)
  return value === undefined || oldValue === undefined || schema === undefined ? undefined : { value, oldValue, schema }
}

/** The item of the old list with the same keys, where the list is of type map. [cel/common/maplist.go] */
export function oldItemOf(schema: StructuralSchema, item: Json | undefined, old: Json | undefined): Json | undefined {
  if (schema['x-kubernetes-list-type'] !== 'map' || !isJsonArray(old)) return undefined
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const wanted = keyOfItem(item, keys)
  return wanted === undefined ? undefined : old.find((candidate) => keyOfItem(candidate, keys) === wanted)
}

function keyOfItem(item: Json | undefined, keys: readonly string[]): string | undefined {
  if (!isJsonObject(item) || keys.length === 0) return undefined
  const values = keys.map((key) => item[key])
  const scalar = values.every((value) => value !== undefined && value !== null && typeof value !== 'object')
  return scalar ? JSON.stringify(values) : undefined
}

/**
 * Whether a value is what it was before. An object with a field that its schema does not know never is.
 * [CorrelatedObject.CachedDeepEqual]
 */
export function isUnchanged(correlation: Correlation | undefined): boolean {
  if (correlation === undefined) return false
  const { value, oldValue } = correlation
  if (isJsonArray(value) && isJsonArray(oldValue)) return isListUnchanged(correlation, value, oldValue)
  if (isJsonObject(value) && isJsonObject(oldValue)) return isObjectUnchanged(correlation, value, oldValue)
  return equalJson(value, oldValue)
}

function isListUnchanged(correlation: Correlation, value: readonly Json[], oldValue: readonly Json[]): boolean {
  if (value.length !== oldValue.length) return false
  if (correlation.schema['x-kubernetes-list-type'] !== 'map') return equalJson(value, oldValue)
  return value.every((_, index) => isUnchanged(correlatedItem(correlation, index)))
}

function isObjectUnchanged(correlation: Correlation, value: JsonObject, oldValue: JsonObject): boolean {
  const fields = Object.keys(value)
  return (
    fields.length === Object.keys(oldValue).length &&
    fields.every((field) => isUnchanged(correlatedField(correlation, field)))
  )
}
