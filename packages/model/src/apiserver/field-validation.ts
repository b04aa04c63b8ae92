import { invalid } from '../object/field-error.ts'
import type { JsonObject } from '../object/json.ts'
import { badRequest, invalidObject } from '../object/status-errors.ts'
import { type Refused, refuse } from './refusal.ts'
import type { RequestContext } from './request-context.ts'

/** Fields that nobody knows are warned of, refused where validation of fields is strict, or dropped without a word. [kubernetes.md 4.3.1] */
export function tellUnknownFields(
  context: RequestContext,
  document: JsonObject,
  fields: readonly string[],
): Refused | undefined {
  if (fields.length === 0) return undefined
  const validation = context.request.query?.fieldValidation
  const texts = fields.map((field) => `unknown field "${field}"`)
  if (validation === 'Strict') return refuseDocument(context, document, `strict decoding error: ${texts.join(', ')}`)
  if (validation !== 'Ignore') context.warnings.push(...texts)
  return undefined
}

/**
 * What was sent cannot be read; of what a patch made the document is told, and it is invalid.
 * Not modelled: the order of its fields. [endpoints/handlers/rest.go transformDecodeError, patch.go applyPatchToCurrentObject]
 */
export function refuseDocument({ type, request }: RequestContext, document: JsonObject, problem: string): Refused {
  const { kind, version } = type
  if (request.verb !== 'patch' || request.patchType === 'apply')
    return refuse(badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${problem}`))
  const sorted = Object.fromEntries(Object.entries(document).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return refuse(invalidObject('', '', '', [invalid('patch', JSON.stringify(sorted), problem)]))
}
