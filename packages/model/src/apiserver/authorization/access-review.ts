import { isJsonArray, isJsonObject, type JsonObject, objectAt, textAt } from '../../object/json.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import { badRequest, invalidObject, methodNotAllowed, type Refusal } from '../../object/status-errors.ts'
import type { Request, Response, UserInfo } from '../../request/request.ts'
import { formatTime } from '../../state/cluster.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { authorize } from './authorize.ts'
import { reviewedAttributes, reviewSpec } from './review-spec.ts'
import { type Review, validateReview } from './review-validation.ts'
import { aggregateErrors, rulesFor } from './rule-resolver.ts'

const authorizationVersion = 'authorization.k8s.io/v1'

const reviewKinds: Readonly<Record<string, string>> = {
  SelfSubjectAccessReview: 'authorization.k8s.io',
  SubjectAccessReview: 'authorization.k8s.io',
  LocalSubjectAccessReview: 'authorization.k8s.io',
  SelfSubjectRulesReview: 'authorization.k8s.io',
  SelfSubjectReview: 'authentication.k8s.io',
}

/** Whether objects of a resource are questions: created to be answered, and never stored. */
export function isReview(type: Pick<ResourceType, 'group' | 'kind'>): boolean {
  return Object.hasOwn(reviewKinds, type.kind) && reviewKinds[type.kind] === type.group
}

/**
 * The answer to a request for reviews, once it is authorized: they can be created and nothing else.
 * [kubernetes pkg/registry/authorization, pkg/registry/authentication/selfsubjectreview; kubernetes.md 6.4]
 */
export function reviewAccess(
  state: ClusterState,
  user: UserInfo,
  request: Pick<Request, 'verb' | 'body' | 'namespace'>,
  type: Pick<ResourceType, 'group' | 'resource' | 'kind'>,
): Response {
  if (request.verb !== 'create')
    return methodNotAllowed(type, request.verb === 'deletecollection' ? 'delete' : request.verb)
  const review = isJsonObject(request.body) ? request.body : {}
  if (type.kind === 'SelfSubjectReview') return reviewSelf(state, user)
  if (type.kind === 'SelfSubjectRulesReview') return reviewRules(state, user, review)
  const kind = type.kind as Review['kind']
  const reviewed = reviewOf(review, kind, request.namespace ?? '')
  return 'refusal' in reviewed ? reviewed.refusal : answerReview(state, user, reviewed.review)
}

/** The namespace of the request counts; only a LocalSubjectAccessReview has one. [apiserver registry/rest/meta.go:EnsureObjectNamespaceMatchesRequestNamespace] */
function reviewOf(
  body: JsonObject,
  kind: Review['kind'],
  namespace: string,
): { readonly review: Review } | { readonly refusal: Refusal } {
  const { namespace: given, ...metadata } = objectAt(body, 'metadata')
  const spec = reviewSpec(body.spec, kind !== 'SelfSubjectAccessReview')
  if (kind !== 'LocalSubjectAccessReview') return { review: { kind, metadata, spec } }
  if (given !== undefined && given !== '' && given !== namespace) return { refusal: badRequest(otherNamespace) }
  return { review: { kind, metadata: { ...metadata, namespace }, spec } }
}

const otherNamespace = 'the namespace of the provided object does not match the namespace sent on the request'

/** Nothing needs to exist for a review; what it asks of is only held against the rules. [kubernetes.md 6.4.1] */
function answerReview(state: ClusterState, user: UserInfo, { kind, metadata, spec }: Review): Response {
  const errors = validateReview({ kind, metadata, spec })
  if (errors.length > 0) return invalidObject('', 'authorization.k8s.io', '', errors)
  const who = kind === 'SelfSubjectAccessReview' ? user : subjectOf(spec)
  const { allowed, reason } = authorize(state, who, reviewedAttributes(spec))
  const status = reason === '' ? { allowed } : { allowed, reason }
  return { code: 201, body: { kind, apiVersion: authorizationVersion, metadata, spec, status } }
}

function subjectOf(spec: JsonObject): UserInfo {
  const groups = isJsonArray(spec.groups) ? spec.groups.filter((group) => typeof group === 'string') : []
  return { user: textAt(spec, 'user') ?? '', groups }
}

/**
 * All rules that the user holds in a namespace, as they are written; those of system:masters are the rules bound to that
 * group. The spec is not given back. [kubernetes pkg/registry/authorization/selfsubjectrulesreview/rest.go; kubernetes.md 6.4.2]
 */
function reviewRules(state: ClusterState, user: UserInfo, review: JsonObject): Response {
  const namespace = textAt(review, 'spec', 'namespace') ?? ''
  if (namespace === '') return badRequest('no namespace on request')
  const { rules, errors } = rulesFor(state, user, namespace)
  const resourceRules = rules
    .filter((rule) => rule.resources.length > 0)
    .map(({ verbs, apiGroups, resources, resourceNames }) => ({
      verbs,
      ...withoutEmptyLists({ apiGroups, resources, resourceNames }),
    }))
  const nonResourceRules = rules
    .filter((rule) => rule.nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }))
  const evaluationError = errors.length > 0 ? { evaluationError: aggregateErrors(errors) } : {}
  const status = { resourceRules, nonResourceRules, incomplete: false, ...evaluationError }
  const answered = { kind: 'SelfSubjectRulesReview', apiVersion: authorizationVersion, metadata: {}, spec: {}, status }
  return { code: 201, body: answered }
}

function withoutEmptyLists(lists: Readonly<Record<string, readonly string[]>>): JsonObject {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}

/** Who the API server takes the sender for. [kubernetes pkg/registry/authentication/selfsubjectreview/rest.go] */
function reviewSelf(state: ClusterState, user: UserInfo): Response {
  const userInfo = { username: user.user, ...withoutEmptyLists({ groups: user.groups }) }
  const metadata = { creationTimestamp: formatTime(state.clock) }
  const answered = { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1', metadata, status: { userInfo } }
  return { code: 201, body: answered }
}
