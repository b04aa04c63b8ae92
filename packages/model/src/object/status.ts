import type { JsonObject } from './json.ts'

export type StatusReason =
  | ''
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Forbidden'
  | 'Invalid'
  | 'BadRequest'
  | 'InternalError'
  | 'MethodNotAllowed'
  | 'UnsupportedMediaType'
  | 'ServerTimeout'
  | 'Timeout'
  | 'TooManyRequests'
  | 'Unauthorized'
  | 'NotAcceptable'
  | 'Gone'
  | 'Expired'
  | 'RequestEntityTooLarge'

export interface StatusCause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

/** A refusal of the API server, as kubectl receives it. */
export type Status = JsonObject & {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly status: 'Failure' | 'Success'
  readonly message?: string
  readonly reason?: string
  readonly details?: JsonObject
  readonly code?: number
}
