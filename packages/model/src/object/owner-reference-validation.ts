import { type FieldError, invalid } from './field-error.ts'
import { isJsonObject, type Json, type JsonObject, textAt } from './json.ts'

/**
 * Each reference names version, kind, name and uid, and no Event; one at most is the controller. Whether the owner exists
 * is not asked. The path has no index. [objectmeta.go ValidateOwnerReferences; kubernetes.md 1.3.2 to 1.3.4]
 */
export function validateOwnerReferences(references: readonly Json[], field: string): FieldError[] {
  const objects = references.filter(isJsonObject)
  const errors: FieldError[] = []
  let controller: string | undefined
  for (const reference of objects) {
    errors.push(...validateOwnerReference(reference, field))
    if (reference.controller !== true) continue
    const current = `${textAt(reference, 'kind') ?? ''}/${textAt(reference, 'name') ?? ''}`
    if (controller === undefined) controller = current
    else errors.push(invalid(field, objects.map(printed), secondController(controller, current)))
  }
  return errors
}

function secondController(first: string, second: string): string {
  return `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`
}

function validateOwnerReference(reference: JsonObject, field: string): FieldError[] {
  const apiVersion = textAt(reference, 'apiVersion') ?? ''
  const errors: FieldError[] = []
  if (versionOf(apiVersion) === '') errors.push(invalid(`${field}.apiVersion`, apiVersion, 'version must not be empty'))
  for (const name of ['kind', 'name', 'uid'])
    if ((textAt(reference, name) ?? '') === '') errors.push(invalid(`${field}.${name}`, '', 'must not be empty'))
  if (apiVersion === 'v1' && reference.kind === 'Event')
    errors.push(invalid(field, printed(reference), '/v1, Kind=Event is disallowed from being an owner'))
  return errors
}

/** An apiVersion with more than one slash has no version. [apimachinery schema.ParseGroupVersion] */
function versionOf(apiVersion: string): string {
  const parts = apiVersion.split('/')
  return parts.length > 2 ? '' : (parts.at(-1) ?? '')
}

/** A reference with its fields in the order in which Go writes them. */
function printed(reference: JsonObject): JsonObject {
  return {
    apiVersion: reference.apiVersion ?? '',
    kind: reference.kind ?? '',
    name: reference.name ?? '',
    uid: reference.uid ?? '',
    ...(typeof reference.controller === 'boolean' ? { controller: reference.controller } : {}),
    ...(typeof reference.blockOwnerDeletion === 'boolean' ? { blockOwnerDeletion: reference.blockOwnerDeletion } : {}),
  }
}
