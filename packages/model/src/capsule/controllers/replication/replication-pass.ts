import { done, failed, type Reconcile, type ReconcileResult } from '../../../controllers/controller.ts'
import type { KubeObject } from '../../../object/kube-object.ts'
import { conditionOf } from '../conditions.ts'
import { type Failure, isGone, prefixed } from '../failure.ts'
import { cached, get } from '../reading.ts'
import { identityOf } from './acting-identity.ts'
import { type ImpersonatedClient, impersonatedClient } from './impersonated-client.ts'
import {
  asReplication,
  isCordoned,
  isDeleted,
  isGlobal,
  kindOf,
  type Replication,
  type ReplicationStatus,
} from './replication.ts'
import { patchMetadata, withFinalizer, writeReconciling, writeStatus } from './replication-status.ts'
import { resync } from './resync-period.ts'

/** The status as far as a run changes it, and what went wrong. */
export interface RunResult {
  readonly status: ReplicationStatus
  readonly failure?: Failure | undefined
}

/** What a run does between the two writes of the status. */
export type RunBody = (replication: Replication, client: ImpersonatedClient) => Reconcile<RunResult>

/**
 * One run over a TenantResource or a GlobalTenantResource. Whatever goes wrong stands in the status, and is tried again
 * after the period. [ct/resources/{namespaced,global}.go:Reconcile; extended C2]
 */
export function* reconcileReplication(found: KubeObject, run: RunBody, now: number): Reconcile {
  const before = asReplication(found)
  if (isCordoned(before) && !isDeleted(before)) return yield* conclude(before, before, undefined, now, done)
  const unmet = isDeleted(before) ? undefined : yield* unmetDependency(before)
  if (unmet) return yield* conclude(before, before, unmet, now, resync(before))
  const { user, serviceAccount } = yield* cached((state) => identityOf(state, before))
  const begun = yield* writeReconciling({ ...before, status: { ...before.status, serviceAccount } }, now)
  if (!('metadata' in begun)) return isGone(begun) ? done : failed(begun.message)
  const { status, failure } = yield* run(begun, impersonatedClient(user))
  return yield* conclude(before, withFinalizer({ ...begun, status }), failure, now, resync(before))
}

/** The status first, then finalizers. A replication that is gone by then is done with. */
function* conclude(
  before: Replication,
  after: Replication,
  failure: Failure | undefined,
  now: number,
  result: ReconcileResult,
): Reconcile {
  const unwritten = yield* writeStatus(after, failure, now)
  if (unwritten) return isGone(unwritten) ? result : failed(prefixed(statusError(before), unwritten).message)
  const unpatched = yield* patchMetadata(before, after)
  return unpatched && !isGone(unpatched) ? failed(`failed to patch ${before.kind}: ${unpatched.message}`) : result
}

function statusError(replication: Replication): string {
  return `cannot update ${isGlobal(replication) ? 'globaltenantresource' : 'tenantresource'} status: `
}

/** The first dependency that is missing or not ready. [extended C2.4] */
function* unmetDependency(replication: Replication): Reconcile<Failure | undefined> {
  const { namespace } = replication.metadata
  for (const { name } of replication.spec?.dependsOn ?? []) {
    const found = yield* cached(get(kindOf(replication), namespace, name))
    if (!found) return { message: `dependency ${name} not found` }
    const state = conditionOf(asReplication(found).status?.conditions, 'Ready')
    if (state?.status !== 'True') return { message: `dependency ${name} not ready` }
  }
  return undefined
}
