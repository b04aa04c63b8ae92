import type { Json, JsonObject } from '../object/json.ts'

/** Who sends a request, after authentication. */
export interface UserInfo {
  readonly user: string
  readonly groups: readonly string[]
}

/** Whom a sender asks to be taken for: the headers Impersonate-User and Impersonate-Group. */
export interface Impersonation {
  readonly user: string
  readonly groups?: readonly string[]
}

/** What is asked of the API server. A watch is not a request of the model. */
export type Verb = 'create' | 'get' | 'list' | 'update' | 'patch' | 'delete' | 'deletecollection'
/** How the body of a patch is read; `apply` is server-side apply. */
export type PatchType = 'json' | 'merge' | 'strategic' | 'apply'

/** One request to the API server, as data. */
export interface Request {
  readonly verb: Verb
  readonly group: string
  readonly version: string
  /** plural, lower case */
  readonly resource: string
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
  /** query parameters: fieldSelector, labelSelector, dryRun, fieldManager, force, fieldValidation, propagationPolicy */
  readonly query?: Readonly<Record<string, string>>
  readonly patchType?: PatchType
  readonly body?: Json
  readonly impersonate?: Impersonation
}

/** What the API server answers: an object, a list or a Status. */
export interface Response {
  /** HTTP code: below 400 where it is allowed */
  readonly code: number
  readonly body: JsonObject
  readonly warnings?: readonly string[]
}

/** Whether the code is below 400. */
export function isSuccess(response: Response): boolean {
  return response.code < 400
}
