import type { ResourceType } from '../object/resource-type.ts'
import { methodNotAllowed, methodNotRouted, notFound, pageNotFound, type Refusal } from '../object/status-errors.ts'
import type { Request, Response, UserInfo } from '../request/request.ts'
import type { Cluster } from '../state/cluster.ts'
import type { AdmissionChain } from './admission.ts'
import { isReview, reviewAccess } from './authorization/access-review.ts'
import { attributesOf, type ResourceAttributes } from './authorization/attributes.ts'
import { authorize } from './authorization/authorize.ts'
import { forbiddenByAuthorizer } from './authorization/forbidden.ts'
import { impersonate } from './authorization/impersonation.ts'
import { builtinResources } from './builtin-resources.ts'
import { create } from './create.ts'
import { remove } from './delete.ts'
import { removeCollection } from './delete-collection.ts'
import { findType } from './discovery.ts'
import { patch } from './patch.ts'
import { get, list } from './read.ts'
import { refuse } from './refusal.ts'
import { answerRefused, isNamespaces, type RequestContext, strategyFor } from './request-context.ts'
import { scale } from './scale.ts'
import { update } from './update.ts'

/** The plain text of the last handler of all: it is no Status. */
const PAGE: Response = { code: 404, body: { text: '404 page not found\n' } }

/** Answers one request: as whom it counts, authorization, then the verb on the resource. What it writes is left in the cluster. */
export function handleRequest(
  cluster: Cluster,
  admission: AdmissionChain,
  sender: UserInfo,
  request: Request,
): Response {
  const attributes = attributesOf(request)
  const { impersonate: wanted } = request
  const counts = wanted ? impersonate(cluster.state, sender, wanted, attributes) : { user: sender }
  return 'refusal' in counts ? counts.refusal : answerAs(cluster, admission, counts.user, request, attributes)
}

function answerAs(
  cluster: Cluster,
  admission: AdmissionChain,
  user: UserInfo,
  request: Request,
  attributes: ResourceAttributes,
): Response {
  const decision = authorize(cluster.state, user, attributes)
  if (!decision.allowed) return forbiddenByAuthorizer(user, attributes, decision)
  const type = findType(cluster.state, request.group, request.version, request.resource)
  if (!type) return nobodyServes(request.group)
  const context: RequestContext = {
    cluster,
    admission,
    user,
    request,
    type,
    strategy: strategyFor(cluster, type),
    dryRun: request.query?.dryRun === 'All',
    warnings: [],
    findings: cluster.findings,
  }
  return route(context)
}

function route(context: RequestContext): Response {
  const { request, type } = context
  const misplaced = misplacedAnswer(context)
  if (misplaced) return misplaced
  const { subresource } = request
  if (subresource) return routeSubresource(context, subresource)
  if (isReview(type)) return reviewAccess(context.cluster.state, context.user, request, type)
  if (!supports(type, request)) return answerRefused(context, refuse(methodNotRouted()))
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

/**
 * A namespaced resource without a namespace takes only lists; a cluster-scoped one takes no namespace.
 * [apiextensions-apiserver customresource_handler.go ServeHTTP; apiserver endpoints/installer.go; kubernetes.md 4.2.6]
 */
function misplacedAnswer({ type, request }: RequestContext): Response | undefined {
  const { namespace = '', verb } = request
  if (!type.namespaced) return namespace === '' || isNamespaces(type) ? undefined : nobodyServes(type.group)
  if (namespace !== '' || verb === 'list') return undefined
  const isListed = verb === 'create' || verb === 'deletecollection'
  return isListed && !type.custom ? methodNotRouted() : nobodyServes(type.group)
}

const builtInGroups: ReadonlySet<string> = new Set(builtinResources.map(({ group }) => group))

/**
 * In a group of its own the API server answers with a Status for what it does not serve, anywhere else with a page.
 * [apiserver server/handler.go director, serviceErrorHandler; kubernetes.md 1.1.10]
 */
function nobodyServes(group: string): Response {
  return builtInGroups.has(group) ? pageNotFound() : PAGE
}

/** Of custom resources it is the object that is not found. [apiextensions-apiserver customresource_handler.go ServeHTTP] */
function noSubresource({ type, request }: RequestContext): Refusal {
  return type.custom ? notFound(type, request.name ?? '') : pageNotFound()
}

function routeSubresource(context: RequestContext, subresource: string): Response {
  const { request, type, strategy } = context
  if (!strategy.subresources.includes(subresource)) return answerRefused(context, refuse(noSubresource(context)))
  if (subresource === 'scale') return scale(context)
  if (subresource === 'finalize' && request.verb !== 'update')
    return answerRefused(context, refuse(methodNotAllowed(type, request.verb)))
  if (request.verb === 'get') return get(context)
  if (request.verb === 'update') return update(context)
  if (request.verb === 'patch') return patch(context)
  return answerRefused(context, refuse(methodNotAllowed(type, request.verb)))
}
