import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { coerceEmbeddedMetadata, pruneObjectMeta } from './object-meta.ts'
import { dropNulls } from './prune-nulls.ts'
import { propertyOf, type StructuralSchema, valueSchemaOf } from './structural-schema.ts'
import { walkedBefore } from './walked.ts'

export interface Pruned<T> {
  readonly value: T
  /** Paths of what was dropped, as strict decoding names them: first those of metadata, then the others, sorted. */
  readonly unknownFields: readonly string[]
}

const metaFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

/**
 * A custom resource is stored without fields that its schema does not name, unless x-kubernetes-preserve-unknown-fields
 * holds there, and without nulls where neither null nor a default is allowed. apiVersion, kind and metadata of the
 * resource and of embedded resources stay; of metadata the fields that ObjectMeta knows.
 * [AE/pkg/apiserver/customresource_handler.go:unstructuredSchemaCoercer.apply; schema/pruning/algorithm.go; kubernetes.md 4.3.1]
 */
export function prune<T extends JsonObject>(schema: StructuralSchema, value: T): Pruned<T>
export function prune(schema: StructuralSchema, value: JsonObject): Pruned<JsonObject> {
  const unknown: string[] = []
  const root = { ...schema, 'x-kubernetes-embedded-resource': true }
  const pruned = dropNulls(pruneValue(value, root, '', unknown), schema) as JsonObject
  const embedded = coerceEmbeddedMetadata(pruned, schema)
  const meta = pruneObjectMeta(value.metadata, 'metadata')
  const identity = identityOf(value, meta.value)
  return {
    value: sameIdentity(embedded.value, identity) ? embedded.value : { ...embedded.value, ...identity },
    unknownFields: [...meta.unknownFields, ...unknown.sort(), ...embedded.unknownFields],
  }
}

function identityOf(value: JsonObject, metadata: Json | undefined): JsonObject {
  const { apiVersion, kind } = value
  return {
    ...(apiVersion !== undefined && { apiVersion }),
    ...(kind !== undefined && { kind }),
    ...(metadata !== undefined && { metadata }),
  }
}

function sameIdentity(value: JsonObject, identity: JsonObject): boolean {
  return Object.entries(identity).every(([field, kept]) => value[field] === kept)
}

function pruneValue(value: Json, schema: StructuralSchema | undefined, path: string, unknown: string[]): Json {
  if (schema?.['x-kubernetes-preserve-unknown-fields']) return pruneNamedOnly(value, schema, path, unknown)
  if (isJsonArray(value))
    return mapItems(value, (item, index) => pruneValue(item, schema?.items, `${path}[${index}]`, unknown))
  if (!isJsonObject(value) || (schema && pruned.has(schema, value))) return value
  const result = mapFields(value, (field, item) => {
    if (schema?.['x-kubernetes-embedded-resource'] && metaFields.has(field)) return item
    const property = propertyOf(schema, field)
    if (property !== undefined) return pruneValue(item, property, join(path, field), unknown)
    if (schema?.additionalProperties !== undefined)
      return pruneValue(item, valueSchemaOf(schema), join(path, field), unknown)
    unknown.push(join(path, field))
    return undefined
  })
  if (schema && result === value) pruned.add(schema, value)
  return result
}

const pruned = walkedBefore()

/** Where unknown fields are preserved, those that the schema names are still pruned inside. [skipPrune] */
function pruneNamedOnly(value: Json, schema: StructuralSchema | undefined, path: string, unknown: string[]): Json {
  if (schema === undefined) return value
  if (isJsonArray(value))
    return mapItems(value, (item, index) => pruneNamedOnly(item, schema.items, `${path}[${index}]`, unknown))
  if (!isJsonObject(value)) return value
  return mapFields(value, (field, item) => {
    if (schema['x-kubernetes-embedded-resource'] && metaFields.has(field)) return item
    const property = propertyOf(schema, field)
    if (property !== undefined) return pruneValue(item, property, join(path, field), unknown)
    if (schema.additionalProperties !== undefined)
      return pruneValue(item, valueSchemaOf(schema), join(path, field), unknown)
    return item
  })
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`
}

function mapItems(value: readonly Json[], change: (item: Json, index: number) => Json): readonly Json[] {
  const changed = value.map(change)
  return changed.some((item, index) => item !== value[index]) ? changed : value
}

/** The object with each field changed, without those changed to undefined; the same object where none is. */
function mapFields(value: JsonObject, change: (field: string, item: Json) => Json | undefined): JsonObject {
  let same = true
  const out: Record<string, Json> = {}
  for (const [field, item] of Object.entries(value)) {
    if (item === undefined) continue
    const changed = change(field, item)
    if (changed !== item) same = false
    if (changed !== undefined) out[field] = changed
  }
  return same ? value : out
}
