import { messageOf } from '../../controllers/controller.ts'
import { type JsonObject, listAt, textAt } from '../../object/json.ts'
import type { Response } from '../../request/request.ts'

/** What went wrong: the text of upstream's error, and the Status behind it where the API server refused. */
export interface Failure {
  readonly message: string
  readonly status?: JsonObject
}

export function failureOf(response: Response): Failure {
  return { message: messageOf(response), status: response.body }
}

/** `prefix` in front of the message, the Status kept. [Go: fmt.Errorf with %w] */
export function prefixed(prefix: string, failure: Failure): Failure {
  return { ...failure, message: `${prefix}${failure.message}` }
}

/** Several failures as one, a line each; none gives none. [Go: errors.Join] */
export function joined(failures: readonly (Failure | undefined)[]): Failure | undefined {
  const all = failures.filter((failure) => failure !== undefined)
  const [first] = all
  if (!first || all.length === 1) return first
  return { ...first, message: all.map((failure) => failure.message).join('\n') }
}

export function isNotFound(failure: Failure): boolean {
  return reasonOf(failure) === 'NotFound'
}

export function isConflict(failure: Failure): boolean {
  return reasonOf(failure) === 'Conflict'
}

export function isAlreadyExists(failure: Failure): boolean {
  return reasonOf(failure) === 'AlreadyExists'
}

/** The Status of a create in a terminating namespace carries the cause NamespaceTerminating. */
export function isNamespaceTerminating(failure: Failure): boolean {
  return listAt(failure.status, 'details', 'causes').some((cause) => textAt(cause, 'reason') === 'NamespaceTerminating')
}

/** What the operator takes as "gone meanwhile". [pkg/api/errors/utils.go:IgnoreGone] */
export function isGone(failure: Failure): boolean {
  return isNotFound(failure) || isNamespaceTerminating(failure) || failure.message.includes(' not found')
}

function reasonOf(failure: Failure): string | undefined {
  return textAt(failure.status, 'reason')
}
