import { type FieldError, invalid, required } from '../../object/field-error.ts'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../object/json.ts'
import { dns1035LabelMessages, nameIsPathSegment } from '../../object/name-validation.ts'
import { validateObjectMeta } from '../../object/object-meta-validation.ts'
import { childPath, indexPath } from './field-path.ts'
import { fieldNamesOf, propertyOf, type StructuralSchema, valueSchemaOf } from './structural-schema.ts'

/**
 * An embedded resource has an apiVersion, a kind, and metadata that is valid where there is any; it needs no name.
 * [AE/pkg/apiserver/schema/objectmeta/validation.go; kubernetes.md 4.3.5]
 */
export function validateEmbeddedResources(
  schema: StructuralSchema | undefined,
  value: Json,
  path: string,
): FieldError[] {
  if (schema === undefined) return []
  if (isJsonArray(value))
    return value.flatMap((item, index) => validateEmbeddedResources(schema.items, item, indexPath(path, index)))
  if (!isJsonObject(value)) return []
  const inFields = fieldNamesOf(value).flatMap((field) => {
    const property = propertyOf(schema, field)
    const fieldPath = property ? childPath(path, field) : indexPath(path, field)
    return validateEmbeddedResources(property ?? valueSchemaOf(schema), value[field] ?? null, fieldPath)
  })
  return schema['x-kubernetes-embedded-resource'] ? [...validateEmbedded(value, path), ...inFields] : inFields
}

function validateEmbedded(value: JsonObject, path: string): FieldError[] {
  const { apiVersion, kind, metadata } = value
  return [
    ...(apiVersion === undefined ? [required(childPath(path, 'apiVersion'))] : []),
    ...(kind === undefined ? [required(childPath(path, 'kind'))] : []),
    ...validateText(apiVersion, childPath(path, 'apiVersion'), apiVersionMessage),
    ...validateText(kind, childPath(path, 'kind'), kindMessage),
    ...(isJsonObject(metadata) ? validateEmbeddedMeta(metadata, path) : []),
  ]
}

function validateText(
  value: Json | undefined,
  path: string,
  messageOf: (text: string) => string | undefined,
): FieldError[] {
  if (value === undefined) return []
  if (typeof value !== 'string') return [invalid(path, value, 'must be a string')]
  const message = value === '' ? 'must not be empty' : messageOf(value)
  return message === undefined ? [] : [invalid(path, value, message)]
}

function apiVersionMessage(apiVersion: string): string | undefined {
  return apiVersion.split('/').length > 2 ? `unexpected GroupVersion string: ${apiVersion}` : undefined
}

function kindMessage(kind: string): string | undefined {
  const messages = dns1035LabelMessages(kind.toLowerCase())
  return messages.length === 0 ? undefined : `may have mixed case, but should otherwise match: ${messages.join(',')}`
}

function validateEmbeddedMeta(metadata: JsonObject, path: string): FieldError[] {
  const named = metadata.name ? metadata : { ...metadata, name: 'fakename' }
  const namespaced = typeof metadata.namespace === 'string' && metadata.namespace !== ''
  return validateObjectMeta(named, namespaced, nameIsPathSegment).map((error) => ({
    ...error,
    field: childPath(path, error.field),
  }))
}
