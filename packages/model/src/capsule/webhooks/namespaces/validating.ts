import type { AdmissionRequest, WebhookAnswer } from '../../../apiserver/admission.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import { ownsNamespace } from '../../tenant/owners.ts'
import { hasTenantReference, resolveNamespaceTenant } from '../../tenant/resolve-tenant.ts'
import { resolveUser } from '../../tenant/resolve-user.ts'
import { fromTenant, type Tenant } from '../../tenant/tenant.ts'
import { allowed, deny, errored } from '../answer.ts'
import type { Caller } from './choose-tenant.ts'
import { cordoning } from './cordoning.ts'
import { prefix } from './prefix.ts'
import { quota } from './quota.ts'
import { requiredMetadata } from './required-metadata.ts'
import type { NamespaceReview, NamespaceRule } from './review.ts'
import { metadataByRules } from './rules-metadata.ts'
import { judgeTerminatingUpdate, judgeTransition } from './tenant-transition.ts'
import { isTerminatingNamespace } from './terminating.ts'
import { userMetadata } from './user-metadata.ts'

/** In upstream's order. [cmd/controller/main.go; core N4.9] */
const rules: readonly NamespaceRule[] = [cordoning, quota, prefix, metadataByRules, userMetadata, requiredMetadata]

/** Guards the Tenant of Namespaces and what Tenants ask of them. [namespace/validation/handler.go; core N4, N5.6, N6] */
export function validateNamespace(request: AdmissionRequest, state: ClusterState): WebhookAnswer {
  const caller: Caller = { info: request.user, type: resolveUser(state, request.user) }
  const { object, oldObject } = request
  if (request.operation === 'CREATE' && object) return onCreate(request, state, caller, object)
  if (request.operation === 'UPDATE' && object && oldObject) return onUpdate(request, state, caller, object, oldObject)
  if (request.operation === 'DELETE' && oldObject) return onDelete(request, state, caller, oldObject)
  return allowed
}

/** [OnCreate; core N4.1, N4.2] */
function onCreate(
  request: AdmissionRequest,
  state: ClusterState,
  caller: Caller,
  namespace: KubeObject,
): WebhookAnswer {
  if (caller.type === 'Unknown' && !hasTenantReference(namespace)) return allowed
  const { tenant, error } = resolveNamespaceTenant(state, namespace)
  if (error !== undefined) return errored(error)
  if (!tenant) return allowed
  if (caller.type === 'Unknown') return deny('only tenant owners can create tenant-owned namespaces')
  return (
    refuseTerminatingTenant(namespace, tenant) ??
    judge({ operation: 'CREATE', request, state, caller, tenant, namespace })
  )
}

/** [OnUpdate; core N5.7 to N5.10] */
function onUpdate(
  request: AdmissionRequest,
  state: ClusterState,
  caller: Caller,
  namespace: KubeObject,
  old: KubeObject,
): WebhookAnswer {
  if (request.subresource === 'finalize' || isTerminatingNamespace(namespace) || isTerminatingNamespace(old))
    return judgeTerminatingUpdate(old, namespace)
  const transition = judgeTransition(caller.type, old, namespace)
  if (transition) return transition
  const before = resolveNamespaceTenant(state, old)
  const isAdmin = caller.type === 'Admin'
  if (before.error !== undefined && !isAdmin) return errored(before.error)
  const after = resolveNamespaceTenant(state, namespace)
  if (after.error !== undefined) return errored(after.error)
  const refusal = isAdmin ? undefined : refuseForeign(caller, old, before.tenant, after.tenant)
  if (refusal) return refusal
  const tenant = isAdmin ? after.tenant : before.tenant
  if (!tenant) return allowed
  const terminating = after.tenant && refuseTerminatingTenant(namespace, after.tenant)
  if (terminating) return terminating
  if (isAdmin && !isSameTenant(before.tenant, after.tenant)) return allowed
  return judge({ operation: 'UPDATE', request, state, caller, tenant, namespace, old })
}

/** Others than administrators leave a Namespace in its Tenant, and Capsule users have to own it. [core N5.7] */
function refuseForeign(
  caller: Caller,
  old: KubeObject,
  before: Tenant | undefined,
  after: Tenant | undefined,
): WebhookAnswer | undefined {
  if (!before || !after) return deny('namespace tenant ownership is incomplete')
  if (!isSameTenant(before, after)) return deny('namespace can not be migrated between tenants')
  if (caller.type === 'Capsule' && !ownsNamespace(old, before, caller.info, caller.type))
    return deny('denied patch request for this namespace')
  return undefined
}

/** Deletion is asked for cordoning alone: a Namespace of a missing Tenant, or one that terminates, may go. [OnDelete; core N6] */
function onDelete(
  request: AdmissionRequest,
  state: ClusterState,
  caller: Caller,
  namespace: KubeObject,
): WebhookAnswer {
  if (isTerminatingNamespace(namespace)) return allowed
  const { tenant, error, notFound } = resolveNamespaceTenant(state, namespace)
  if (notFound) return allowed
  if (error !== undefined && caller.type !== 'Admin') return errored(error)
  return tenant ? judge({ operation: 'DELETE', request, state, caller, tenant, namespace }) : allowed
}

function judge(review: NamespaceReview): WebhookAnswer {
  for (const rule of rules) {
    const answer = rule(review)
    if (answer) return answer
  }
  return allowed
}

/** A Tenant under deletion takes no Namespace that its status does not list. [rejectOnTermination; core N4.3, N5.8] */
function refuseTerminatingTenant(namespace: KubeObject, tenant: Tenant): WebhookAnswer | undefined {
  if (!isTerminating(fromTenant(tenant))) return undefined
  const listed = (tenant.status?.spaces ?? []).some((space) => space.name === namespace.metadata.name)
  return listed ? undefined : errored('tenant is terminating and does not accept new namespaces')
}

function isSameTenant(a: Tenant | undefined, b: Tenant | undefined): boolean {
  return a?.metadata.name === b?.metadata.name && a?.metadata.uid === b?.metadata.uid
}
