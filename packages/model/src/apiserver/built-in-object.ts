import { decodeGo } from '../object/go-types/decode.ts'
import { formatApiVersion } from '../object/gvk.ts'
import { isJsonObject, type JsonObject } from '../object/json.ts'
import { builtInStructs, builtInTypeOf } from './built-in-types/built-in-types.ts'
import { refuseDocument, tellUnknownFields } from './field-validation.ts'
import type { Refused } from './refusal.ts'
import type { RequestContext } from './request-context.ts'

/**
 * An object of a built-in kind as its Go type reads it: what does not fit is refused, unknown fields are dropped with a
 * warning, and so is without a word what the type leaves out: nulls, empty lists. Kinds without a type stay as they are.
 * [endpoints/handlers/create.go; apimachinery runtime/serializer/json]
 */
export function decodeBuiltIn(context: RequestContext, document: JsonObject): JsonObject | Refused {
  const type = builtInTypeOf(context.type)
  if (!type) return document
  const { apiVersion, kind, ...fields } = document
  const expected = formatApiVersion(context.type.group, context.type.version)
  const isRead = context.request.patchType === 'strategic' || (apiVersion === expected && kind === context.type.kind)
  if (!isRead) return refuseDocument(context, document, notRegistered(String(kind), String(apiVersion)))
  const decoded = decodeGo(builtInStructs, type, fields, { struct: context.type.kind, path: [] })
  if (decoded.problem !== undefined) return refuseDocument(context, document, decoded.problem)
  const refused = tellUnknownFields(context, document, decoded.unknownFields)
  if (refused) return refused
  return { apiVersion: expected, kind: context.type.kind, ...(isJsonObject(decoded.value) ? decoded.value : {}) }
}

/** [apimachinery runtime/error.go notRegisteredErr] */
function notRegistered(kind: string, version: string): string {
  return `no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`
}
