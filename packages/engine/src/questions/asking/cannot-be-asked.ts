import { isThrownError, thrownError } from '../../thrown-error.ts'

/** What is thrown where a question makes no sense with these values on this snapshot: what is wrong, what was expected. */
export function cannotBeAsked(message: string): Error {
  return thrownError('CannotBeAsked', message)
}

export function isCannotBeAsked(error: unknown): error is Error {
  return isThrownError(error, 'CannotBeAsked')
}
