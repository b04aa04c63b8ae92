import { aggregateFieldErrors, type FieldError, fieldErrorCauses } from './field-error.ts'
import { goQuote } from './go-format.ts'
import { qualified } from './gvk.ts'
import type { JsonObject } from './json.ts'
import type { Status, StatusCause, StatusReason } from './status.ts'

/** An answer of the API server that is a failure: code and Status. */
export interface Refusal {
  readonly code: number
  readonly body: Status
}

/** Plural and group of what a request was about. */
export interface GroupResource {
  readonly group: string
  readonly resource: string
}

/** The details of a Status in the order in which they are serialised; what is empty is left out. */
export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** Any failure. An empty reason and absent details are left out. [apimachinery pkg/apis/meta/v1/types.go Status] */
export function refusal(
  code: number,
  reason: StatusReason | (string & {}),
  message: string,
  details?: StatusDetails,
): Refusal {
  const body: Status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    ...(message === '' ? {} : { message }),
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details: printedDetails(details) }),
    code,
  }
  return { code, body }
}

function printedDetails(details: StatusDetails): JsonObject {
  return {
    ...(details.name ? { name: details.name } : {}),
    ...(details.group ? { group: details.group } : {}),
    ...(details.kind ? { kind: details.kind } : {}),
    ...(details.uid ? { uid: details.uid } : {}),
    ...(details.causes?.length ? { causes: details.causes.map(printedCause) } : {}),
    ...(details.retryAfterSeconds ? { retryAfterSeconds: details.retryAfterSeconds } : {}),
  }
}

function printedCause(cause: StatusCause): JsonObject {
  return {
    ...(cause.reason ? { reason: cause.reason } : {}),
    ...(cause.message ? { message: cause.message } : {}),
    ...(cause.field ? { field: cause.field } : {}),
  }
}

function detailsOf(resource: GroupResource, name: string): StatusDetails {
  return { name, group: resource.group, kind: resource.resource }
}

function named(resource: GroupResource, name: string): string {
  return `${qualified(resource.resource, resource.group)} ${goQuote(name)}`
}

/** The object is not there. [errors.go NewNotFound; kubernetes.md 1.1.1] */
export function notFound(resource: GroupResource, name: string): Refusal {
  return refusal(404, 'NotFound', `${named(resource, name)} not found`, detailsOf(resource, name))
}

/** An object of that name is there already. [errors.go NewAlreadyExists; kubernetes.md 1.1.2] */
export function alreadyExists(resource: GroupResource, name: string, terminating = false): Refusal {
  const prefix = terminating ? 'object is being deleted: ' : ''
  const message = `${prefix}${named(resource, name)} already exists`
  return refusal(409, 'AlreadyExists', message, detailsOf(resource, name))
}

/** No free name was found for a generateName. [errors.go NewGenerateNameConflict; kubernetes.md 1.1.3] */
export function generateNameConflict(resource: GroupResource, name: string): Refusal {
  const message = `${named(resource, name)} already exists, the server was not able to generate a unique name for the object`
  return refusal(409, 'AlreadyExists', message, { ...detailsOf(resource, name), retryAfterSeconds: 1 })
}

/**
 * The object is not as the request takes for granted. Storage names it by its plural; where preconditions of a delete are
 * checked it is named by its Kind: give `{ group, resource: Kind }` then.
 * [errors.go NewConflict; kubernetes.md 1.1.4, 1.5.4; the recorded deletes with a wrong uid]
 */
export function conflict(resource: GroupResource, name: string, cause: string): Refusal {
  const message = `Operation cannot be fulfilled on ${named(resource, name)}: ${cause}`
  return refusal(409, 'Conflict', message, detailsOf(resource, name))
}

/** The cause of a conflict of resourceVersions. [apiserver registry/generic/registry/store.go OptimisticLockErrorMsg] */
export const OBJECT_MODIFIED: string =
  'the object has been modified; please apply your changes to the latest version and try again'

/** Not allowed: by authorization, quota or an admission plugin. [errors.go NewForbidden; kubernetes.md 1.1.5] */
export function forbidden(
  resource: GroupResource,
  name: string,
  cause: string,
  causes: readonly StatusCause[] = [],
): Refusal {
  const details = { ...detailsOf(resource, name), causes }
  return refusal(403, 'Forbidden', `${forbiddenSubject(resource, name)}forbidden: ${cause}`, details)
}

function forbiddenSubject(resource: GroupResource, name: string): string {
  if (resource.resource === '' && resource.group === '') return ''
  return `${name === '' ? qualified(resource.resource, resource.group) : named(resource, name)} is `
}

/** Fields of the object are wrong. [errors.go NewInvalid; kubernetes.md 1.1.6] */
export function invalidObject(kind: string, group: string, name: string, errors: readonly FieldError[]): Refusal {
  const aggregate = errors.length === 0 ? '' : `: ${aggregateFieldErrors(errors)}`
  const message = `${qualified(kind, group)} ${goQuote(name)} is invalid${aggregate}`
  return refusal(422, 'Invalid', message, { name, group, kind, causes: fieldErrorCauses(errors) })
}

/** The request itself is wrong. [errors.go NewBadRequest; kubernetes.md 1.1.8] */
export function badRequest(message: string): Refusal {
  return refusal(400, 'BadRequest', message)
}

/** [errors.go NewInternalError; kubernetes.md 1.1.8] */
export function internalError(cause: string): Refusal {
  return refusal(500, 'InternalError', `Internal error occurred: ${cause}`, { causes: [{ message: cause }] })
}

/**
 * An error that is no Status reaches the client as code 500 with its text alone.
 * [apiserver pkg/endpoints/handlers/responsewriters/status.go ErrorToAPIStatus]
 */
export function plainError(message: string): Refusal {
  return refusal(500, '', message)
}

/** The resource knows no such verb. [errors.go NewMethodNotSupported; kubernetes.md 1.1.8] */
export function methodNotAllowed(resource: GroupResource, action: string): Refusal {
  const message = `${action} is not supported on resources of kind ${goQuote(qualified(resource.resource, resource.group))}`
  return refusal(405, 'MethodNotAllowed', message, { group: resource.group, kind: resource.resource })
}

/** The path is served, but not for this verb: no handler runs that could name the resource. [apiserver server/handler.go serviceErrorHandler] */
export function methodNotRouted(): Refusal {
  return refusal(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})
}

/** [apiserver pkg/endpoints/handlers/negotiation/errors.go; kubernetes.md 1.1.9] */
export function unsupportedMediaType(accepted: readonly string[]): Refusal {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`
  return refusal(415, 'UnsupportedMediaType', message)
}

/** [errors.go NewUnauthorized; kubernetes.md 1.1.8] */
export function unauthorized(message = ''): Refusal {
  return refusal(401, 'Unauthorized', message === '' ? 'not authorized' : message)
}

/** The operation could not be completed in time; code 500 in spite of its name. [errors.go NewServerTimeout] */
export function serverTimeout(resource: GroupResource, operation: string, retryAfterSeconds = 0): Refusal {
  const message = `The ${operation} operation against ${qualified(resource.resource, resource.group)} could not be completed at this time, please try again.`
  return refusal(500, 'ServerTimeout', message, { ...detailsOf(resource, operation), retryAfterSeconds })
}

/** [errors.go NewTimeoutError; kubernetes.md 1.1.8] */
export function timeout(message: string, retryAfterSeconds = 0): Refusal {
  return refusal(504, 'Timeout', `Timeout: ${message}`, { retryAfterSeconds })
}

/** [errors.go NewTooManyRequests; kubernetes.md 1.1.8] */
export function tooManyRequests(message: string, retryAfterSeconds = 0): Refusal {
  return refusal(429, 'TooManyRequests', message, { retryAfterSeconds })
}

/** [errors.go NewResourceExpired; kubernetes.md 1.1.8] */
export function expired(message: string): Refusal {
  return refusal(410, 'Expired', message)
}

/** [errors.go NewRequestEntityTooLargeError] */
export function requestEntityTooLarge(message: string): Refusal {
  return refusal(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`)
}

/**
 * A patch that cannot be applied to the object: the real cause is dropped.
 * [errors.go NewGenericServerResponse; kubernetes.md 7.6.2]
 */
export function unappliablePatch(): Refusal {
  return refusal(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
}

/** What a path that nobody serves gives: plain text, no Status. [kubernetes.md 1.1.10] */
export const PAGE_NOT_FOUND: { readonly code: 404; readonly body: '404 page not found\n' } = {
  code: 404,
  body: '404 page not found\n',
}

/** What clients make of an answer 404 that is no Status. [errors.go NewGenericServerResponse; kubernetes.md 1.1.10] */
export function pageNotFound(): Refusal {
  return refusal(404, 'NotFound', 'the server could not find the requested resource', {})
}
