import type { Failure } from '../failure.ts'
import type { Kind } from '../kinds.ts'

/** The informers' cache names the Kind where the API server names the resource. [controller-runtime cache_reader.go:Get] */
export function notFoundInCache(kind: Kind, name: string): Failure {
  return notFound(`${kind.kind}.${kind.group}`, name)
}

export function notFoundLive(kind: Kind, name: string): Failure {
  return notFound(`${kind.resource}.${kind.group}`, name)
}

function notFound(what: string, name: string): Failure {
  return { message: `${what} "${name}" not found`, status: { reason: 'NotFound' } }
}
