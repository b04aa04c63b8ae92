import type { Reconcile } from '../../controllers/controller.ts'
import { isTerminating, type KubeObject } from '../../object/kube-object.ts'
import type { SpaceStatus, Tenant } from '../tenant/tenant.ts'
import { type ConditionState, withCondition } from './conditions.ts'
import { type Failure, isNotFound, joined, prefixed } from './failure.ts'
import { cleanUpNamespace } from './forced-cleanup.ts'
import { namespaces, pods } from './kinds.ts'
import { cached, get, list, live } from './reading.ts'
import { findSpace, type SpaceStep, terminatingSpace, withoutSpaces, withSpaces } from './spaces.ts'
import { type Step, withStatus } from './tenant-status.ts'
import { remove } from './writing.ts'

/** So long the namespace controller may empty a namespace by itself. [CT/namespaces.go; core R4.8] */
const graceMs = 10_000

/**
 * A terminating Tenant deletes the namespaces that its status names, by name, whoever they belong to by now. It does not
 * touch status.namespaces. [CT/namespaces.go:reconcileDeletingTenantNamespaces; core R8.2, R8.3]
 */
export function* deleteNamespaces(tenant: Tenant, now: number): Reconcile<Step> {
  const steps: SpaceStep[] = []
  const failures: Failure[] = []
  const gone: string[] = []
  for (const { name } of tenant.status?.spaces ?? []) {
    const { namespace, failure } = yield* deleteNamespace(name)
    if (failure) failures.push(failure)
    else if (namespace) steps.push(yield* terminatingStep(namespace, tenant, now))
    else gone.push(name)
  }
  const left = withSpaces(withoutSpaces(tenant, gone), steps)
  const all = [...failures, ...steps.flatMap(({ space, failure }) => (failure ? [inNamespace(space, failure)] : []))]
  return { tenant: withStatus(left, { size: left.status?.spaces?.length ?? 0 }), failure: joined(all) }
}

function inNamespace(space: SpaceStatus, failure: Failure): Failure {
  return prefixed(`namespace "${space.name}": `, failure)
}

interface Deleted {
  /** as it is after the delete; absent when it is gone */
  readonly namespace?: KubeObject
  readonly failure?: Failure
}

function* deleteNamespace(name: string): Reconcile<Deleted> {
  const found = yield* live(get(namespaces, undefined, name))
  if (!found) return {}
  if (isTerminating(found)) return { namespace: found }
  const failure = yield* remove(namespaces, { name }, { propagationPolicy: 'Background' })
  if (failure && !isNotFound(failure)) return { failure: prefixed(`delete namespace "${name}": `, failure) }
  const latest = yield* live(get(namespaces, undefined, name))
  return latest ? { namespace: latest } : {}
}

function* terminatingStep(namespace: KubeObject, tenant: Tenant, now: number): Reconcile<SpaceStep> {
  const step = yield* terminateNamespace(namespace, findSpace(tenant, namespace), now)
  return { ...step, space: terminatingSpace(step.space, namespace, now) }
}

function terminating(reason: string, message: string): ConditionState {
  return { type: 'Terminating', status: 'False', reason, message }
}

const waitingForPods = terminating('PendingUnmanagedContent', 'waiting for pods to finalize')
const waitingForFinalization = terminating('Terminating', 'waiting for namespace finalization')

/**
 * A terminating namespace is left to the namespace controller while it has pods, and for ten seconds; then everything in
 * it is deleted and all finalizers are taken away. [CT/namespaces.go:reconcileNamespace; core R4.8]
 */
export function* terminateNamespace(namespace: KubeObject, space: SpaceStatus, now: number): Reconcile<SpaceStep> {
  const { name, deletionTimestamp = '' } = namespace.metadata
  const conclude = (state: ConditionState): SpaceStatus => ({
    ...space,
    conditions: withCondition(space.conditions, state, now),
  })
  if ((yield* cached(list(pods, name))).length > 0) return { space: conclude(waitingForPods) }
  if (now - Date.parse(deletionTimestamp) < graceMs) return { space: conclude(waitingForFinalization) }
  const failure = yield* cleanUpNamespace(name)
  if (failure) return { space: conclude(terminating('Failed', failure.message)), failure }
  return { space: conclude(waitingForFinalization) }
}
