import type { Request } from '../../request/request.ts'
import { exactMatchOf } from './field-selector.ts'

/** What the authorizer is asked of a request for a resource. Empty texts stand for what a request does not have. */
export interface ResourceAttributes {
  /** a verb of requests, or one of those that only roles know: watch, bind, escalate, impersonate, ... */
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
}

/** What the authorizer is asked of a request for another path, such as /healthz. */
export interface NonResourceAttributes {
  readonly verb: string
  readonly path: string
}

export type Attributes = ResourceAttributes | NonResourceAttributes

/** Whether a resource is asked for, and not a path as `/healthz`. */
export function isResourceAttributes(attributes: Attributes): attributes is ResourceAttributes {
  return 'resource' in attributes
}

/**
 * The URL says what is asked, not the body: a request for one Namespace is one in that namespace, a create or a
 * deletecollection has no name, and a list or watch of `metadata.name=x` has the name x.
 * [apiserver pkg/endpoints/request/requestinfo.go:NewRequestInfo; kubernetes.md 0.6]
 */
export function attributesOf(request: Request): ResourceAttributes {
  const name = nameInPath(request)
  return {
    verb: verbOf(request),
    group: request.group,
    resource: request.resource,
    subresource: request.subresource ?? '',
    namespace: isNamespaces(request) ? name : (request.namespace ?? ''),
    name: request.verb === 'list' ? nameInFieldSelector(request) : name,
  }
}

function isNamespaces(request: Request): boolean {
  return request.group === '' && request.resource === 'namespaces'
}

function nameInPath(request: Request): string {
  if (request.verb === 'list' || request.verb === 'deletecollection') return ''
  if (request.verb === 'create' && request.subresource === undefined) return ''
  return request.name ?? ''
}

function verbOf(request: Request): string {
  const watch = request.query?.watch?.toLowerCase()
  const watches = request.verb === 'list' && watch !== undefined && watch !== 'false' && watch !== '0'
  return watches ? 'watch' : request.verb
}

/** A name that could not be part of a path is not taken over. */
function nameInFieldSelector(request: Request): string {
  const name = exactMatchOf(request.query?.fieldSelector ?? '', 'metadata.name') ?? ''
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name
}
