const errorName = 'CannotBeAsked'

/** What is thrown where a question makes no sense with these values on this snapshot: what is wrong, what was expected. */
export function cannotBeAsked(message: string): Error {
  return Object.assign(new Error(message), { name: errorName })
}

export function isCannotBeAsked(error: unknown): error is Error {
  return error instanceof Error && error.name === errorName
}
