import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { fieldSchemaOf, type StructuralSchema } from './structural-schema.ts'

interface Coerced<T> {
  readonly value: T
  readonly unknownFields: readonly string[]
}

const objectMetaFields: ReadonlySet<string> = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
])

const entryFields: Readonly<Record<string, ReadonlySet<string>>> = {
  ownerReferences: new Set(['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion']),
  managedFields: new Set(['manager', 'operation', 'apiVersion', 'time', 'fieldsType', 'fieldsV1', 'subresource']),
}

/**
 * Metadata is decoded as ObjectMeta: fields that it does not have are dropped and named; empty ones are as if missing.
 * Not modelled: the 400 for a field of a wrong type.
 * [AE/pkg/apiserver/schema/objectmeta/coerce.go:GetObjectMetaWithOptions; AM/pkg/apis/meta/v1/types.go:ObjectMeta]
 */
export function pruneObjectMeta(metadata: Json | undefined, path: string): Coerced<Json | undefined> {
  if (!isJsonObject(metadata)) return { value: metadata, unknownFields: [] }
  const unknown: string[] = []
  const kept = keepFields(metadata, objectMetaFields, path, unknown)
  const changed: Record<string, Json> = {}
  for (const [field, known] of Object.entries(entryFields)) {
    const entries = kept[field]
    if (!isJsonArray(entries)) continue
    const pruned = entries.map((entry, index) =>
      isJsonObject(entry) ? keepFields(entry, known, `${path}.${field}[${index}]`, unknown, isNull) : entry,
    )
    if (pruned.some((entry, index) => entry !== entries[index])) changed[field] = pruned
  }
  const value = Object.keys(changed).length === 0 ? kept : { ...kept, ...changed }
  return { value, unknownFields: unknown }
}

function keepFields(
  value: JsonObject,
  known: ReadonlySet<string>,
  path: string,
  unknown: string[],
  isLeftOut: (value: Json | undefined) => boolean = isEmpty,
): JsonObject {
  const kept = Object.entries(value).filter(([field, item]) => {
    if (!known.has(field)) unknown.push(`${path}.${field}`)
    return known.has(field) && !isLeftOut(item)
  })
  return kept.length === Object.keys(value).length ? value : Object.fromEntries(kept)
}

const isNull = (value: Json | undefined): boolean => value === null

/** What ObjectMeta leaves out when it is written. [`omitempty`] */
function isEmpty(value: Json | undefined): boolean {
  if (isJsonArray(value)) return value.length === 0
  return value === null || value === '' || (isJsonObject(value) && Object.keys(value).length === 0)
}

/**
 * Metadata of embedded resources is decoded like that of the resource itself.
 * [AE/pkg/apiserver/schema/objectmeta/algorithm.go:CoerceWithOptions]
 */
export function coerceEmbeddedMetadata(value: JsonObject, schema: StructuralSchema): Coerced<JsonObject> {
  const unknown: string[] = []
  const coerced = coerce(value, schema, '', unknown) as JsonObject
  return { value: coerced, unknownFields: unknown.sort() }
}

function coerce(value: Json, schema: StructuralSchema | undefined, path: string, unknown: string[]): Json {
  if (schema === undefined) return value
  if (isJsonArray(value)) {
    const items = value.map((item, index) => coerce(item, schema.items, `${path}[${index}]`, unknown))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isJsonObject(value)) return value
  const changed: Record<string, Json> = {}
  for (const [field, old] of Object.entries(value)) {
    if (old === undefined) continue
    const fieldPath = path === '' ? field : `${path}.${field}`
    const coerced =
      schema['x-kubernetes-embedded-resource'] && field === 'metadata'
        ? embedded(old, fieldPath, unknown)
        : coerce(old, fieldSchemaOf(schema, field), fieldPath, unknown)
    if (coerced !== old) changed[field] = coerced
  }
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed }
}

function embedded(metadata: Json, path: string, unknown: string[]): Json {
  const pruned = pruneObjectMeta(metadata, path)
  unknown.push(...pruned.unknownFields)
  return pruned.value ?? metadata
}
