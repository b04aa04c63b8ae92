import type { Refusal } from '../object/status-errors.ts'

/** What a step of the API server gives instead of its result when it refuses the request. */
export interface Refused {
  readonly refused: Refusal
}

export function refuse(refusal: Refusal): Refused {
  return { refused: refusal }
}

export function isRefused<T>(attempt: T | Refused): attempt is Refused {
  return typeof attempt === 'object' && attempt !== null && 'refused' in attempt
}
