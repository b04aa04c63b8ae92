import { done, failed, type Reconcile, type ReconcileResult } from '../../controllers/controller.ts'
import { asTenant, fromTenant, type Tenant } from '../tenant/tenant.ts'
import { withClasses } from './classes.ts'
import { countCustomResources } from './custom-resource-usage.ts'
import { type Failure, isGone, joined, prefixed } from './failure.ts'
import { syncLimitRanges, syncNetworkPolicies } from './indexed-objects.ts'
import { tenants } from './kinds.ts'
import { reconcileNamespaces } from './namespaces.ts'
import { collectRbac } from './owners.ts'
import { cached, get, live } from './reading.ts'
import { syncResourceQuotas } from './resource-quotas.ts'
import { syncRoleBindings } from './role-bindings.ts'
import { pruneRuleQuotas, syncRuleQuotas } from './rule-quotas.ts'
import { metadataPatch, withEnsuredMetadata } from './tenant-metadata.ts'
import { type Step, writeFinalStatus, writeReconcilingStatus } from './tenant-status.ts'
import { deleteNamespaces } from './terminating.ts'
import { patch } from './writing.ts'

/** While a terminating Tenant has namespaces it looks after them every two seconds. [core R1.11] */
const terminatingRequeueMs = 2000

/** One pass over a Tenant. [CT/manager.go:Reconcile; core R2] */
export function* reconcileTenant(name: string, now: number): Reconcile {
  const found = yield* cached(get(tenants, undefined, name))
  if (!found) return done
  const begun = yield* writeReconcilingStatus(asTenant(found), now)
  if (!begun) return done
  if (begun.failure) return failed(begun.failure.message)
  const step = yield* isDeleted(begun.tenant) ? reconcileDeleted(begun.tenant, now) : reconcileActive(begun.tenant, now)
  return yield* concludePass(begun.tenant, step, now)
}

function isDeleted(tenant: Tenant): boolean {
  return tenant.metadata.deletionTimestamp !== undefined
}

/** Metadata is patched first, then the status is replaced whatever happened. [core R2.4, R2.5] */
function* concludePass(begun: Tenant, step: Step, now: number): Reconcile {
  const body = metadataPatch(fromTenant(begun), fromTenant(step.tenant))
  const { failure } = body ? yield* patch(tenants, { name: begun.metadata.name }, body) : {}
  const asIs = failure || isDeleted(begun)
  const classified: Step = asIs ? { tenant: step.tenant } : yield* live((state) => withClasses(state, step.tenant))
  const unwritten = yield* writeFinalStatus(classified.tenant, step.failure, now)
  const unclassified = inStep('cannot collect available resources: ', classified.failure)
  const outcome = failure ? (isGone(failure) ? undefined : failure) : (unclassified ?? step.failure)
  return resultOf(classified.tenant, failure !== undefined, outcome, unwritten)
}

function resultOf(
  tenant: Tenant,
  unpatched: boolean,
  outcome: Failure | undefined,
  unwritten: Failure | undefined,
): ReconcileResult {
  const waits = !unpatched && isDeleted(tenant) && (tenant.status?.spaces ?? []).length > 0
  const status = unwritten && prefixed('cannot update tenant status: ', unwritten)
  const error = joined([waits ? undefined : outcome, status])
  if (error) return failed(error.message)
  return waits ? { type: 'requeue', afterMs: terminatingRequeueMs } : done
}

/** The steps of a terminating Tenant: nothing but its namespaces and rule quotas is looked at. [core R2.7] */
function* reconcileDeleted(tenant: Tenant, now: number): Reconcile<Step> {
  const step = yield* deleteNamespaces(tenant, now)
  const namespaces = inStep('namespace(s) had reconciliation errors: ', step.failure)
  const quotas = inStep('cannot delete rule global resource quotas: ', yield* pruneRuleQuotas(tenant, new Set()))
  if (quotas) return { tenant: step.tenant, failure: joined([namespaces, quotas]) }
  return { tenant: withEnsuredMetadata(step.tenant), failure: namespaces }
}

/** The steps of a live Tenant; each is done even if one before failed. [core R2.6] */
function* reconcileActive(tenant: Tenant, now: number): Reconcile<Step> {
  const owned = yield* collectRbac(tenant, now)
  const spaced = yield* reconcileNamespaces(owned.tenant, now)
  const ensured = withEnsuredMetadata(spaced.tenant)
  const failures = [
    inStep('cannot collect available rbac: ', owned.failure),
    inStep('namespace(s) had reconciliation errors: ', spaced.failure),
    inStep('cannot count limited resources: ', yield* countCustomResources(ensured)),
    inStep('cannot sync networkPolicy items: ', yield* syncNetworkPolicies(ensured)),
    inStep('cannot sync limitrange items: ', yield* syncLimitRanges(ensured)),
    inStep('cannot sync resourcequota items: ', yield* syncResourceQuotas(ensured)),
    inStep('cannot sync rule global resource quotas: ', yield* syncRuleQuotas(ensured)),
    inStep('cannot sync rolebindings items: ', yield* syncRoleBindings(ensured)),
  ]
  return { tenant: ensured, failure: joined(failures) }
}

function inStep(prefix: string, failure: Failure | undefined): Failure | undefined {
  return failure && prefixed(prefix, failure)
}
