import { attributesOf } from '../../apiserver/authorization/attributes.ts'
import { authorize } from '../../apiserver/authorization/authorize.ts'
import { findType } from '../../apiserver/discovery.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import type { Request, UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { configurationOf } from '../tenant/configuration.ts'
import { classModules } from './classes.ts'
import { clusterScopedKindsModule } from './cluster-scoped-kinds.ts'
import { namespacedKindsModule } from './namespaced-kinds.ts'
import { namespacesModule } from './namespaces.ts'
import { nodesModule } from './nodes.ts'
import { persistentVolumesModule } from './persistent-volumes.ts'
import type { ProxiedBasis, ProxiedRequest, ProxyOptions } from './proxied-request.ts'
import type { ModuleRequest, ModuleVerdict, ProxyModule } from './proxy-module.ts'
import { proxyTenantsOf } from './proxy-tenants.ts'
import { proxyUser } from './proxy-user.ts'
import { selectorText } from './selector-text.ts'
import { tenantsModule } from './tenants.ts'

/** In upstream's order: the first that takes a request decides. [capsule-proxy internal/webserver/webserver.go:registerModules] */
const modules: readonly ProxyModule[] = [
  namespacesModule,
  tenantsModule,
  clusterScopedKindsModule,
  nodesModule,
  ...classModules,
  persistentVolumesModule,
  namespacedKindsModule,
]

/**
 * What Capsule Proxy makes of a request: lists, watches and gets of Capsule users for which it has a module get a label
 * selector and go to the API server in its own name; everything else goes there in the caller's name.
 * [capsule-proxy v0.14.0 internal/webserver/webserver.go:registerModules, handleRequest, impersonateHandler; extended E2, E3]
 *
 * Said as specification and source say it: no recording shows it. Not modelled: authentication and its failures, incoming
 * impersonation, the reflector of RoleBindings (off by default), that the proxy answers from caches, and what it does with
 * writes to the kinds of its modules.
 */
export function proxyRequest(
  state: ClusterState,
  user: UserInfo,
  request: Request,
  options: ProxyOptions = {},
): ProxiedRequest {
  const asCaller = (why: string, notModelled: readonly string[] = []): ProxiedRequest => ({
    sentAs: 'caller',
    as: user,
    request,
    ...basis(why, notModelled),
  })
  const type = findType(state, request.group, request.version, request.resource)
  const module = type && !request.subresource ? modules.find((each) => each.takes(type, request, options)) : undefined
  if (!type || !module) return asCaller('the proxy has no module for it, so RBAC and admission see the caller')
  const isGet = request.verb === 'get' || request.verb === 'list'
  if (!isGet) return asCaller('it is a write, so RBAC and admission see the caller', writesNotModelled(module))
  if (isIgnored(user, options)) return asCaller('the proxy is told to ignore the caller')
  if (!isProxyUser(state, user)) return asCaller('the caller is no Capsule user, so the proxy leaves the request alone')
  const verdict = verdictOf(module, { state, request, type, options }, user)
  return verdict === undefined
    ? asCaller('the proxy has no module for it, so RBAC and admission see the caller')
    : proxied(verdict, state, user, request, options)
}

function basis(why: string, notModelled: readonly string[] = []): ProxiedBasis {
  return { why, basis: 'specification', notModelled }
}

/** Only the modules of namespaces, tenants and namespaced kinds are for GET alone. [extended E3.6] */
function writesNotModelled(module: ProxyModule): readonly string[] {
  const forGetAlone = module === namespacesModule || module === tenantsModule || module === namespacedKindsModule
  return forGetAlone ? [] : ['what Capsule Proxy makes of writes to this kind']
}

function isIgnored({ user, groups }: UserInfo, { ignoredGroups = [], ignoredUsernames = [] }: ProxyOptions): boolean {
  return ignoredUsernames.includes(user) || groups.some((group) => ignoredGroups.includes(group))
}

/**
 * To the proxy a Capsule user is who is in the configuration's status by name or by group, and nobody else: other than to
 * admission. [capsule-proxy internal/controllers/capsule_configuration.go, middleware/user_in_group.go; extended E2.3]
 */
function isProxyUser(state: ClusterState, { user, groups }: UserInfo): boolean {
  const users = configurationOf(state).status?.users ?? []
  return users.some(({ kind, name }) => (kind === 'Group' ? groups.includes(name) : name === user))
}

function verdictOf(
  module: ProxyModule,
  asked: Pick<ModuleRequest, 'state' | 'request' | 'options'> & { readonly type: ResourceType },
  user: UserInfo,
): ModuleVerdict | undefined {
  const { state, request, options } = asked
  const mayList = (namespace: string): boolean => {
    const list: Request = { verb: 'list', group: request.group, version: request.version, resource: request.resource }
    return authorize(state, user, attributesOf({ ...list, namespace })).allowed
  }
  const full: ModuleRequest = { ...asked, tenants: proxyTenantsOf(state, user, options), mayList }
  return request.verb === 'list' ? module.list(full) : module.get?.(full)
}

/** The proxy's selector is put behind the caller's own. [capsule-proxy internal/webserver/webserver.go:handleRequest] */
function proxied(
  verdict: ModuleVerdict,
  state: ClusterState,
  user: UserInfo,
  request: Request,
  options: ProxyOptions,
): ProxiedRequest {
  if ('leavesAlone' in verdict) return { sentAs: 'caller', as: user, request, ...basis(verdict.why) }
  if ('refusal' in verdict) {
    const note = 'behind its own answer Capsule Proxy appends that of the API server to the caller'
    return { sentAs: 'nobody', response: verdict.refusal, ...basis(verdict.why, [note]) }
  }
  const selector = selectorText(verdict.selector)
  const given = request.query?.labelSelector ?? ''
  const labelSelector = [given, selector].filter((text) => text !== '').join(',')
  const query = labelSelector === '' ? request.query : { ...request.query, labelSelector }
  const { user: as, assumed } = proxyUser(state, options)
  const notes = assumed ? ['the rights of Capsule Proxy: the cluster has no ServiceAccount of it'] : []
  return {
    sentAs: 'proxy',
    as,
    request: query ? { ...request, query } : request,
    selector,
    ...basis(verdict.why, notes),
  }
}
