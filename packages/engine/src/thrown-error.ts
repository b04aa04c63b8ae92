/** Names of the errors that functions of the library throw where what they are asked makes no sense. */
export const thrownErrors = ['ActionNotUnderstood', 'CannotBeAsked', 'CannotResume', 'NotATrace'] as const

/**
 * - `ActionNotUnderstood`: the text of an action cannot be read.
 * - `CannotBeAsked`: a question makes no sense with these values on this snapshot.
 * - `CannotResume`: a saved exploration is of something else.
 * - `NotATrace`: a line of a recording cannot be read.
 */
export type ThrownError = (typeof thrownErrors)[number]

/** An error with one of these names. Its message says what is wrong and what was expected. */
export function thrownError(name: ThrownError, message: string): Error {
  return Object.assign(new Error(message), { name })
}

/** Whether something that was caught is an error with this name, and so no bug. */
export function isThrownError(error: unknown, name: ThrownError): error is Error {
  return error instanceof Error && error.name === name
}
