import type { ResourceType } from '../object/resource-type.ts'
import { methodNotAllowed, pageNotFound } from '../object/status-errors.ts'
import type { Request, Response, UserInfo } from '../request/request.ts'
import type { Cluster } from '../state/cluster.ts'
import type { AdmissionChain } from './admission.ts'
import { isReview, reviewAccess } from './authorization/access-review.ts'
import { attributesOf } from './authorization/attributes.ts'
import { authorize } from './authorization/authorize.ts'
import { forbiddenByAuthorizer } from './authorization/forbidden.ts'
import { create } from './create.ts'
import { remove, removeCollection } from './delete.ts'
import { findType } from './discovery.ts'
import { patch } from './patch.ts'
import { get, list } from './read.ts'
import { refuse } from './refusal.ts'
import { answerRefused, type RequestContext, strategyFor } from './request-context.ts'
import { scale } from './scale.ts'
import { update } from './update.ts'

/** The plain text that a path which nobody serves answers with: it is no Status. */
const PAGE: Response = { code: 404, body: { text: '404 page not found\n' } }

/** Answers one request: authorization, then the verb on the resource. What it writes is left in the cluster. */
export function handleRequest(cluster: Cluster, admission: AdmissionChain, user: UserInfo, request: Request): Response {
  const attributes = attributesOf(request)
  const decision = authorize(cluster.state, user, attributes)
  if (!decision.allowed) return forbiddenByAuthorizer(user, attributes, decision)
  const type = findType(cluster.state, request.group, request.version, request.resource)
  if (!type) return PAGE
  const context: RequestContext = {
    cluster,
    admission,
    user,
    request,
    type,
    strategy: strategyFor(cluster, type),
    dryRun: request.query?.dryRun === 'All',
    warnings: [],
    findings: [],
  }
  return route(context)
}

function route(context: RequestContext): Response {
  const { request, type } = context
  if (isWrongScope(context)) return PAGE
  const { subresource } = request
  if (subresource) return routeSubresource(context, subresource)
  if (isReview(type)) return reviewAccess(context.cluster.state, context.user, request, type)
  if (!supports(type, request)) return answerRefused(context, refuse(methodNotAllowed(type, actionOf(request))))
  return verbs[request.verb](context)
}

const verbs: Readonly<Record<Request['verb'], (context: RequestContext) => Response>> = {
  create,
  get,
  list,
  update,
  patch,
  delete: remove,
  deletecollection: removeCollection,
}

/** A custom resource that terminates is listed with fewer verbs than it still serves. [kubernetes.md 4.15] */
function supports(type: ResourceType, request: Request): boolean {
  return type.custom || type.verbs.includes(request.verb)
}

function actionOf(request: Request): string {
  return request.verb === 'deletecollection' ? 'delete' : request.verb
}

/** A namespaced resource without a namespace takes only lists; a cluster-scoped one takes no namespace. */
function isWrongScope({ type, request }: RequestContext): boolean {
  if (!type.namespaced)
    return request.namespace !== undefined && request.namespace !== '' && type.resource !== 'namespaces'
  return !request.namespace && request.verb !== 'list' && request.verb !== 'deletecollection'
}

function routeSubresource(context: RequestContext, subresource: string): Response {
  const { request, type, strategy } = context
  if (!strategy.subresources.includes(subresource)) return answerRefused(context, refuse(pageNotFound()))
  if (subresource === 'scale') return scale(context)
  if (subresource === 'finalize' && request.verb !== 'update')
    return answerRefused(context, refuse(methodNotAllowed(type, request.verb)))
  if (request.verb === 'get') return get(context)
  if (request.verb === 'update') return update(context)
  if (request.verb === 'patch') return patch(context)
  return answerRefused(context, refuse(methodNotAllowed(type, request.verb)))
}
