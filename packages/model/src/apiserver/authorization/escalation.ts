import { goQuote } from '../../object/go-format.ts'
import { listAt, objectAt, textAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { forbidden, type GroupResource, type Refusal } from '../../object/status-errors.ts'
import type { UserInfo } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { authorize, isMaster } from './authorize.ts'
import { rbacGroup } from './bindings.ts'
import { describeRules, goQuoteList, uncoveredRules } from './covers.ts'
import { changesOnlyGarbageCollection } from './garbage-collection-fields.ts'
import { type PolicyRule, rulesOf } from './policy-rule.ts'
import { aggregateErrors, roleReferenceRules, rulesFor } from './rule-resolver.ts'

/** A write of an RBAC object that is under way. */
interface Write {
  readonly state: ClusterState
  readonly user: UserInfo
  readonly resource: string
  /** empty of cluster-scoped objects */
  readonly namespace: string
  /** in the URL: empty when it is created by POST */
  readonly requestName: string
  readonly object: KubeObject
  readonly oldObject: KubeObject | undefined
}

/**
 * Nobody may give out, by a role or a binding, what they do not hold: `undefined` where the write may go on.
 * system:masters may, and so may everybody change what only the garbage collector looks at.
 * [kubernetes pkg/registry/rbac/role/policybased/storage.go and those beside it; kubernetes.md 6.2]
 *
 * Comes after mutating admission and before validation. An object of another group or resource is never refused.
 * Give `requestName` where an object that is not there yet is created by a PATCH or PUT: its URL has a name already.
 */
export function checkEscalation(
  state: ClusterState,
  user: UserInfo,
  { group, resource }: GroupResource,
  object: KubeObject,
  oldObject: KubeObject | undefined,
  requestName: string = oldObject?.metadata.name ?? '',
): Refusal | undefined {
  if (group !== rbacGroup || isMaster(user)) return undefined
  const write = { state, user, resource, namespace: object.metadata.namespace ?? '', requestName, object, oldObject }
  if (resource === 'roles' || resource === 'clusterroles') return checkRole(write)
  if (resource === 'rolebindings' || resource === 'clusterrolebindings') return checkBinding(write)
  return undefined
}

/**
 * A role may have the rules that its writer holds there, or any where they may `escalate` it. What an aggregationRule
 * gathers nobody can know, so that one needs everything. [kubernetes.md 6.2.1, 6.2.3]
 */
function checkRole(write: Write): Refusal | undefined {
  if (mayEscalate(write) || isHarmless(write)) return undefined
  const missing = confirmNoEscalation(write, rulesOf(write.object))
  if (missing !== undefined) return refuse(write, missing)
  const aggregates = hasAggregationRule(write.object) || hasAggregationRule(write.oldObject)
  if (!aggregates || confirmNoEscalation(write, fullAuthority) === undefined) return undefined
  return refuse(write, 'must have cluster-admin privileges to use the aggregationRule')
}

/** A role may be bound by who holds its rules there, or may `bind` it; one that is not there only by the latter. [kubernetes.md 6.2.2] */
function checkBinding(write: Write): Refusal | undefined {
  if (isHarmless(write) || mayBind(write)) return undefined
  const resolved = roleReferenceRules(write.state, objectAt(write.object, 'roleRef'), write.namespace, write.resource)
  if ('refusal' in resolved) return resolved.refusal
  const missing = confirmNoEscalation(write, resolved.rules)
  return missing === undefined ? undefined : refuse(write, missing)
}

function isHarmless({ object, oldObject }: Write): boolean {
  return oldObject !== undefined && changesOnlyGarbageCollection(object, oldObject)
}

function refuse({ resource, object }: Write, cause: string): Refusal {
  return forbidden({ group: rbacGroup, resource }, object.metadata.name ?? '', cause)
}

/** [kubernetes pkg/registry/rbac/escalation_check.go:RoleEscalationAuthorized] */
function mayEscalate({ state, user, resource, namespace, requestName }: Write): boolean {
  const place = { group: rbacGroup, resource, subresource: '', namespace, name: requestName }
  return authorize(state, user, { verb: 'escalate', ...place }).allowed
}

/** [kubernetes pkg/registry/rbac/escalation_check.go:BindingAuthorized] */
function mayBind({ state, user, namespace, object }: Write): boolean {
  const roleRef = objectAt(object, 'roleRef')
  const resource = roleResources[textAt(roleRef, 'kind') ?? '']
  if (resource === undefined) return false
  const group = textAt(roleRef, 'apiGroup') ?? ''
  const name = textAt(roleRef, 'name') ?? ''
  return authorize(state, user, { verb: 'bind', group, resource, subresource: '', namespace, name }).allowed
}

const roleResources: Readonly<Record<string, string>> = { Role: 'roles', ClusterRole: 'clusterroles' }

const fullAuthority: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
]

function hasAggregationRule(role: KubeObject | undefined): boolean {
  return listAt(role, 'aggregationRule', 'clusterRoleSelectors').length > 0
}

/**
 * What of the wanted rules the writer does not hold, in upstream's words; undefined where all is held.
 * [kubernetes pkg/registry/rbac/validation/rule.go:ConfirmNoEscalation]
 */
function confirmNoEscalation(
  { state, user, namespace, resource }: Write,
  wanted: readonly PolicyRule[],
): string | undefined {
  const held = rulesFor(state, user, namespace, resource)
  const missing = uncoveredRules(held.rules, wanted)
  if (missing.length === 0) return undefined
  const who = `user ${goQuote(user.user)} (groups=${goQuoteList(user.groups)})`
  const lines = describeRules(missing).join('\n')
  const message = `${who} is attempting to grant RBAC permissions not currently held:\n${lines}`
  return held.errors.length > 0 ? `${message}; resolution errors: [${aggregateErrors(held.errors)}]` : message
}
