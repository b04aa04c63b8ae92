import { servedTypes } from '../../apiserver/discovery.ts'
import { type JsonObject, listAt, objectAt, textAt } from '../../object/json.ts'
import { notFound } from '../../object/status-errors.ts'
import type { Request, Response, UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject } from '../../state/store.ts'
import { namespacesKey } from '../tenant/constants.ts'
import { clusterScopeRequirements } from './cluster-resources.ts'
import type { ProxyOptions } from './proxied-request.ts'
import { type ProxyTenant, proxyTenantsOf } from './proxy-tenants.ts'

/**
 * The answer of the API server as Capsule Proxy hands it on: reviews of one's own access are edited, and a refusal to read
 * an object in a namespace that is not there becomes 404. [extended E9; no recording shows it]
 */
export function proxiedAnswer(
  state: ClusterState,
  user: UserInfo,
  request: Request,
  answer: Response,
  options: ProxyOptions = {},
): Response {
  if (answer.code === 403) return maskForbidden(state, request, answer)
  if (request.group !== 'authorization.k8s.io' || request.verb !== 'create' || answer.code !== 201) return answer
  const tenants = proxyTenantsOf(state, user, options)
  if (request.resource === 'selfsubjectaccessreviews') return editAccessReview(state, tenants, answer, options)
  if (request.resource === 'selfsubjectrulesreviews') return editRulesReview(tenants, answer, options)
  return answer
}

/** So that tools that create what is missing go on. [capsule-proxy internal/webserver/namespacegate/mask.go; extended E9.2] */
function maskForbidden(state: ClusterState, request: Request, answer: Response): Response {
  const { verb, namespace = '', name, subresource, resource, group } = request
  if (verb !== 'get' || namespace === '' || name === undefined || subresource || resource === 'namespaces')
    return answer
  if (findObject(state, namespacesKey, undefined, namespace)) return answer
  return notFound({ group, resource }, name)
}

/**
 * To list namespaces is granted to everybody; to list or watch a namespaced kind over all namespaces to who has a tenant;
 * with the gate ProxyClusterScoped also what rules of ClusterResources give.
 * [capsule-proxy internal/authorization/middleware.go:MutateAuthorization; extended E9.1]
 */
function editAccessReview(
  state: ClusterState,
  tenants: readonly ProxyTenant[],
  answer: Response,
  { clusterScoped }: ProxyOptions,
): Response {
  const attributes = objectAt(answer.body, 'spec', 'resourceAttributes')
  const [verb, resource] = [(textAt(attributes, 'verb') ?? '').toLowerCase(), textAt(attributes, 'resource') ?? '']
  const [group, version] = [textAt(attributes, 'group') ?? '', textAt(attributes, 'version') ?? '']
  const listsNamespaces = resource === 'namespaces' && verb === 'list'
  const overAll = (textAt(attributes, 'namespace') ?? '') === '' && (verb === 'list' || verb === 'watch')
  const isRouted = (): boolean => isNamespacedKind(state, group, resource)
  const ruled = (): boolean =>
    clusterScoped === true &&
    (verb === 'list' || verb === 'get') &&
    clusterScopeRequirements({ group, version, resource }, verb === 'list' ? 'List' : 'Get', tenants).length > 0
  if (!listsNamespaces && !(tenants.length > 0 && overAll && isRouted()) && !ruled()) return answer
  const { denied: _, ...status } = objectAt(answer.body, 'status')
  return withStatus(answer, { ...status, allowed: true, reason: 'granted by capsule-proxy' })
}

function isNamespacedKind(state: ClusterState, group: string, resource: string): boolean {
  return servedTypes(state).some(
    (type) =>
      type.namespaced &&
      type.group === group &&
      type.resource === resource &&
      ['get', 'list', 'watch'].every((verb) => type.verbs.includes(verb)),
  )
}

function editRulesReview(tenants: readonly ProxyTenant[], answer: Response, { clusterScoped }: ProxyOptions): Response {
  const status = objectAt(answer.body, 'status')
  const ruled = clusterScoped === true ? tenants.flatMap(({ clusterResources }) => clusterResources) : []
  const added: readonly JsonObject[] = [
    { verbs: ['list'], apiGroups: [''], resources: ['namespaces'] },
    ...ruled.map(({ apiGroups = [], resources = [], operations = [] }) => ({
      verbs: operations.length === 0 || operations.includes('List') ? ['list', 'get'] : ['get'],
      apiGroups,
      resources,
    })),
  ]
  return withStatus(answer, { ...status, resourceRules: [...listAt(status, 'resourceRules'), ...added] })
}

function withStatus(answer: Response, status: JsonObject): Response {
  return { ...answer, body: { ...answer.body, status } }
}
