import { type Controller, nothing, type Observation } from '../../../controllers/controller.ts'
import { listAt } from '../../../object/json.ts'
import { annotationsOf, isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import type { ClusterState } from '../../../state/cluster-state.ts'
import type { WatchEvent } from '../../../state/watch-event.ts'
import { selectsForQuota } from '../../global-resource-quotas/global-resource-quota.ts'
import { controllerNamespace } from '../../tenant/constants.ts'
import { customQuotas, globalCustomQuotas, keyOfKind, namespaces } from '../kinds.ts'
import { enqueuePass, operatorController } from '../operator.ts'
import { compareTexts } from '../owner-list.ts'
import { generationChanged, metadataChanged } from '../predicates.ts'
import { list } from '../reading.ts'
import { placeIn } from '../writing.ts'
import { type QuotaSort, reconcileAnnotation, reconcileCustomQuota } from './custom-quota-pass.ts'
import type { Scope } from './custom-usage.ts'

const namespacedSort: QuotaSort = {
  kind: customQuotas,
  ledgerPlace: ({ metadata: { namespace, name } }) => placeIn(namespace, name),
  scope: (_state, { metadata: { namespace = '' } }) => ({ namespaces: [namespace], namespaced: true }),
}

const globalSort: QuotaSort = {
  kind: globalCustomQuotas,
  ledgerPlace: ({ metadata: { name } }) => placeIn(controllerNamespace, name),
  scope: globalScope,
}

function globalScope(state: ClusterState, quota: KubeObject): Scope | { readonly error: string } {
  if (listAt(quota.spec, 'namespaceSelectors').length === 0) return { namespaces: 'all', namespaced: false }
  const selected: string[] = []
  for (const namespace of list(namespaces)(state)) {
    const answer = selectsForQuota(quota, namespace)
    if (typeof answer !== 'boolean') return answer
    if (answer) selected.push(namespace.metadata.name)
  }
  return { namespaces: selected.toSorted(compareTexts), namespaced: false }
}

/** The spec changed, or somebody asked. That objects come and go is nobody's business here. */
function isCalledFor(event: WatchEvent): boolean {
  const asked = (object: KubeObject | undefined): string => (object && annotationsOf(object)[reconcileAnnotation]) ?? ''
  if (event.type !== 'modified') return true
  return generationChanged(event) || (asked(event.object) !== '' && asked(event.object) !== asked(event.oldObject))
}

function keyOf({ metadata: { namespace = '', name } }: KubeObject): string {
  return `${namespace}/${name}`
}

/**
 * Counts what a quota of a namespace limits. It looks when the quota changes, and else only when the webhook of
 * calculations puts work into its ledger: with that webhook off, as by default, usage is as old as the spec. From the
 * sources and the specification alone: no recording has one. [internal/controllers/customquotas; extended D5]
 */
export const customQuotaController: Controller = operatorController({
  name: 'customquota',
  observe: (event) =>
    event.resource === keyOfKind(customQuotas) && isCalledFor(event)
      ? { enqueue: [enqueuePass('customquota', keyOf(event.object))] }
      : nothing,
  start: (state) => ({
    enqueue: list(customQuotas)(state).map((quota) => enqueuePass('customquota', keyOf(quota))),
  }),
  reconcile: (key, _memory, now) => {
    const [namespace = '', name = ''] = key.split('/')
    return reconcileCustomQuota(namespacedSort, placeIn(namespace, name), now)
  },
})

/** The same for the cluster; it looks too when a namespace comes under its selectors, or leaves them. [extended D5.7] */
export const globalCustomQuotaController: Controller = operatorController({
  name: 'globalcustomquota',
  observe: observeGlobal,
  start: (state) => ({
    enqueue: list(globalCustomQuotas)(state).map((quota) => enqueuePass('globalcustomquota', quota.metadata.name)),
  }),
  reconcile: (key, _memory, now) => reconcileCustomQuota(globalSort, placeIn(undefined, key), now),
})

function observeGlobal(event: WatchEvent, _memory: object | undefined, state: ClusterState): Observation {
  if (event.resource === keyOfKind(globalCustomQuotas) && isCalledFor(event))
    return { enqueue: [enqueuePass('globalcustomquota', event.object.metadata.name)] }
  if (event.resource !== keyOfKind(namespaces) || !metadataChanged(event)) return nothing
  const both = event.oldObject ? [event.oldObject, event.object] : [event.object]
  const changed = list(globalCustomQuotas)(state).filter((quota) => both.some((one) => changesSelection(quota, one)))
  return { enqueue: changed.map((quota) => enqueuePass('globalcustomquota', quota.metadata.name)) }
}

/** [shouldReconcileForNamespaceEvent] */
function changesSelection(quota: KubeObject, namespace: KubeObject): boolean {
  if (listAt(quota.spec, 'namespaceSelectors').length === 0) return false
  const selects = isTerminating(namespace) ? false : selectsForQuota(quota, namespace)
  return selects !== listAt(quota.status, 'namespaces').includes(namespace.metadata.name)
}
