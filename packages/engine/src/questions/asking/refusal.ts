import type { Refusal } from '../../predict/prediction.ts'

/** A request that was refused, in the API server's words. */
export interface RefusedRequest {
  readonly user: string
  readonly request: string
  /** HTTP code */
  readonly code: number
  readonly reason: string
  readonly message: string
}

export function refusedRequest({ user, request, code, reason, message }: Refusal): RefusedRequest {
  return { user, request, code, reason, message }
}

export function refusalText({ user, request, code, reason, message }: RefusedRequest): string {
  return `${user}: ${request}: ${code}${reason === '' ? '' : ` ${reason}`}: ${message}`
}
