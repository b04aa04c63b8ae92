import { goQuote } from '../../object/go-format.ts'
import type { Requirement } from '../../object/label-requirement.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import { type GroupResource, type Refusal, refusal } from '../../object/status-errors.ts'
import type { Request } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import type { ProxyOptions } from './proxied-request.ts'
import type { ProxyTenant } from './proxy-tenants.ts'

/** A GET of a Capsule user that a module of the proxy answers for. */
export interface ModuleRequest {
  readonly state: ClusterState
  readonly request: Request
  readonly type: ResourceType
  readonly tenants: readonly ProxyTenant[]
  readonly options: ProxyOptions
  /** whether the caller may list the resource in the namespace, by RBAC */
  readonly mayList: (namespace: string) => boolean
}

/** What a module says: send it with this selector, or leave it alone, or refuse it. [extended E3.2-E3.4] */
export type ModuleVerdict =
  | { readonly selector: readonly Requirement[]; readonly why: string }
  | { readonly leavesAlone: true; readonly why: string }
  | { readonly refusal: Refusal; readonly why: string }

/** One module of the proxy: the requests that it takes, and what it makes of a list (or watch) and of a get. */
export interface ProxyModule {
  readonly takes: (type: ResourceType, request: Request, options: ProxyOptions) => boolean
  readonly list: (request: ModuleRequest) => ModuleVerdict
  /** absent where it takes lists only */
  readonly get?: (request: ModuleRequest) => ModuleVerdict
}

/** In the name of the proxy, without another selector. */
export function asProxy(why: string): ModuleVerdict {
  return { selector: [], why }
}

export function withSelector(
  selector: readonly Requirement[] | { readonly error: string },
  why: string,
): ModuleVerdict {
  if (!('error' in selector)) return { selector, why }
  const message = `${selector.error}: ${selector.error}`
  return { refusal: refusal(500, 'InternalError', message), why: 'the rules give no valid selector' }
}

/**
 * The proxy's own 404 puts the group behind a dot even where it is empty: `namespaces. "x" not found`.
 * [capsule-proxy internal/modules/errors/not_found.go; extended E5.3]
 */
export function notFoundByProxy({ group, resource }: GroupResource, name: string, why: string): ModuleVerdict {
  const message = `${resource}.${group} ${goQuote(name)} not found`
  return { refusal: refusal(404, 'NotFound', message, { name, group, kind: resource }), why }
}

/** [capsule-proxy internal/modules/errors/not_allowed.go; extended E7.1] */
export function notAllowedByProxy({ group, resource }: GroupResource, why: string): ModuleVerdict {
  return { refusal: refusal(400, 'BadRequest', 'not allowed', { group, kind: resource }), why }
}
