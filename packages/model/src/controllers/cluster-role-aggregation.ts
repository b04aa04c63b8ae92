import { aggregateRules, hasRules, isAggregating } from '../apiserver/authorization/aggregate-rules.ts'
import { clusterRolesKey } from '../apiserver/authorization/bindings.ts'
import type { JsonObject } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { isSuccess, type Request } from '../request/request.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject, listObjects } from '../state/store.ts'
import {
  type Controller,
  done,
  type Enqueue,
  failed,
  messageOf,
  nothing,
  type Observation,
  type Reconcile,
  type ReconcileResult,
  read,
  requestFor,
  send,
} from './controller.ts'
import { kubeController } from './kube-controller.ts'

const name = 'clusterrole-aggregation-controller'

/** between a write and the controller's answer to it; no trace shows one, so it is a guess */
const latencyMs = 10

/**
 * A ClusterRole with an aggregationRule gets the rules of the ClusterRoles it selects, whenever a ClusterRole changes.
 * [kubernetes pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go; kubernetes.md 6.2.6]
 *
 * Upstream looks at every aggregating role each time; those whose rules are right already are not put into the queue,
 * because their reconcile would do nothing.
 */
export const clusterRoleAggregation: Controller = kubeController({
  name,
  observe: ({ resource }, _memory, state) => (resource === clusterRolesKey ? observeRoles(state) : nothing),
  start: (state) => ({ enqueue: aggregating(state).map(enqueue) }),
  reconcile: syncClusterRole,
})

function observeRoles(state: ClusterState): Observation {
  return {
    enqueue: aggregating(state)
      .filter((role) => needsWork(state, role))
      .map(enqueue),
  }
}

function aggregating(state: ClusterState): readonly KubeObject[] {
  return listObjects(state, clusterRolesKey).filter(isAggregating)
}

function enqueue({ metadata }: KubeObject): Enqueue {
  return { controller: name, key: metadata.name, afterMs: latencyMs }
}

function needsWork(state: ClusterState, role: Parameters<typeof aggregateRules>[1]): boolean {
  const aggregated = aggregateRules(state, role)
  return 'error' in aggregated || !hasRules(role, aggregated.rules)
}

function* syncClusterRole(key: string): Reconcile {
  const todo = yield* read((state) => wantedRules(state, key))
  if ('type' in todo) return todo
  const answer = yield* send(applyRules(key, todo.rules))
  return isSuccess(answer) ? done : failed(messageOf(answer))
}

function wantedRules(state: ClusterState, key: string): ReconcileResult | { readonly rules: readonly JsonObject[] } {
  const role = findObject(state, clusterRolesKey, undefined, key)
  if (!role || !isAggregating(role)) return done
  const aggregated = aggregateRules(state, role)
  if ('error' in aggregated) return failed(aggregated.error)
  return hasRules(role, aggregated.rules) ? done : aggregated
}

/** Server-side apply of the rules alone, by force; no rules are left out of the body. */
function applyRules(clusterRole: string, rules: readonly JsonObject[]): Request {
  const body = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: clusterRole },
    ...(rules.length > 0 ? { rules } : {}),
  }
  return {
    ...requestFor('rbac.authorization.k8s.io', 'v1', 'clusterroles'),
    verb: 'patch',
    name: clusterRole,
    patchType: 'apply',
    query: { fieldManager: name, force: 'true' },
    body,
  }
}
