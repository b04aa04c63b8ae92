import { formatApiVersion } from '../object/gvk.ts'
import { isJsonObject, type Json } from '../object/json.ts'
import type { KubeObject, ObjectMeta } from '../object/kube-object.ts'
import { badRequest } from '../object/status-errors.ts'
import { decodeBuiltIn } from './built-in-object.ts'
import { decodeCustomResource } from './custom-resource-schema.ts'
import { isRefused, type Refused, refuse } from './refusal.ts'
import type { RequestContext } from './request-context.ts'

/** The object in a request's body: of the right kind, defaulted, and without fields that its definition does not have. */
export function decodeObject(context: RequestContext): KubeObject | Refused {
  const { request, type } = context
  if (!isJsonObject(request.body))
    return refuse(badRequest(`the object provided is unrecognized (must be of type ${type.kind})`))
  const expected = formatApiVersion(type.group, type.version)
  const { apiVersion, kind } = request.body
  if (apiVersion !== undefined && apiVersion !== expected) {
    return refuse(
      badRequest(
        `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected})`,
      ),
    )
  }
  if (kind !== undefined && kind !== type.kind) {
    const versioned = `${String(kind)} in version "${type.version}" cannot be handled as a ${type.kind}`
    return refuse(badRequest(type.custom ? versioned : versioned))
  }
  return normalize(context, { ...request.body, apiVersion: expected, kind: type.kind })
}

/** What the API server makes of a document before anything else: metadata as it must be, defaults, pruning. */
export function normalize(
  context: RequestContext,
  document: { readonly [field: string]: Json | undefined },
): KubeObject | Refused {
  const { type, strategy } = context
  const typed = type.custom ? document : decodeBuiltIn(context, document)
  if (isRefused(typed)) return typed
  const object = { ...typed, metadata: normalizeMetadata(typed.metadata) } as KubeObject
  if (type.custom) return decodeCustomResource(context, object)
  return strategy.applyDefaults ? strategy.applyDefaults(object) : object
}

/** The same for an object that a webhook changed; what it has too much goes without a word. */
export function redecode(context: RequestContext, object: KubeObject): KubeObject {
  const decoded = normalize({ ...context, warnings: [], request: { ...context.request, query: {} } }, object)
  return isRefused(decoded) ? object : decoded
}

const emptyAsAbsent: readonly (keyof ObjectMeta)[] = ['labels', 'annotations', 'finalizers', 'ownerReferences']

/** Nulls and empty maps and lists of metadata are the same as nothing. */
function normalizeMetadata(value: Json | undefined): ObjectMeta {
  const metadata: Record<string, Json | undefined> = {}
  if (isJsonObject(value)) {
    for (const [field, content] of Object.entries(value)) {
      const absent = content === null || content === undefined || content === ''
      const empty = typeof content === 'object' && content !== null && Object.keys(content).length === 0
      if (absent || (empty && emptyAsAbsent.includes(field as keyof ObjectMeta))) continue
      metadata[field] = field === 'labels' || field === 'annotations' ? withoutNulls(content) : content
    }
  }
  return metadata as ObjectMeta
}

function withoutNulls(value: Json): Json {
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, text ?? '']))
}
