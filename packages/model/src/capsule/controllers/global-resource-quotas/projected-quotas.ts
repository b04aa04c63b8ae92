import type { Reconcile } from '../../../controllers/controller.ts'
import { type JsonObject, objectAt, withoutFields } from '../../../object/json.ts'
import { type KubeObject, labelsOf, type OwnerReference, withMetadata } from '../../../object/kube-object.ts'
import { formatResources } from '../../../object/resource-list.ts'
import { projectedQuotaName } from '../../global-resource-quotas/global-resource-quota.ts'
import {
  capsuleApiVersion,
  globalResourceQuotaLabel,
  managedByController,
  managedByLabel,
} from '../../tenant/constants.ts'
import { withControllerReference } from '../controller-reference.ts'
import { type Failure, isNamespaceTerminating, isNotFound, prefixed } from '../failure.ts'
import { resourceQuotas } from '../kinds.ts'
import { cached, list } from '../reading.ts'
import { createOrUpdate, placeIn, remove, retryOnConflict } from '../writing.ts'
import { type ObservedUsage, projectedHard } from './usage.ts'

export function quotaReference(quota: KubeObject): OwnerReference {
  const { name, uid = '' } = quota.metadata
  const owner = { apiVersion: capsuleApiVersion, kind: 'GlobalResourceQuota', name, uid }
  return { ...owner, controller: true, blockOwnerDeletion: true }
}

/** Labels of what a GlobalResourceQuota makes. */
export function quotaLabels(object: KubeObject, quota: KubeObject): Readonly<Record<string, string>> {
  const own = { [managedByLabel]: managedByController, [globalResourceQuotaLabel]: quota.metadata.name }
  return { ...labelsOf(object), ...own }
}

/**
 * Every selected namespace has a ResourceQuota, and no other one has; a terminating namespace is passed over.
 * [controller.go:syncResourceQuotas; extended D4.1, D4.8]
 */
export function* syncProjectedQuotas(
  quota: KubeObject,
  selected: readonly string[],
  usage: ObservedUsage,
): Reconcile<Failure | undefined> {
  for (const namespace of selected) {
    const { failure } = yield* retryOnConflict(() =>
      createOrUpdate(resourceQuotas, placeIn(namespace, projectedQuotaName(quota)), (object) =>
        withControllerReference(projected(object, quota, namespace, usage), quotaReference(quota)),
      ),
    )
    if (failure && !isNamespaceTerminating(failure))
      return prefixed(`sync ResourceQuota in namespace ${namespace}: `, failure)
  }
  return yield* removeStale(quota, new Set(selected))
}

function projected(object: KubeObject, quota: KubeObject, namespace: string, usage: ObservedUsage): KubeObject {
  const spec: JsonObject = {
    ...withoutFields(objectAt(quota.spec, 'quota'), 'hard'),
    hard: formatResources(projectedHard(usage, namespace)),
  }
  return { ...withMetadata(object, { labels: quotaLabels(object, quota) }), spec }
}

function* removeStale(quota: KubeObject, selected: ReadonlySet<string>): Reconcile<Failure | undefined> {
  for (const object of yield* cached(list(resourceQuotas))) {
    const { namespace = '', name } = object.metadata
    const labels = labelsOf(object)
    const isOurs =
      labels[managedByLabel] === managedByController && labels[globalResourceQuotaLabel] === quota.metadata.name
    if (!isOurs || selected.has(namespace)) continue
    const failure = yield* remove(resourceQuotas, { namespace, name })
    if (failure && !isNotFound(failure)) return prefixed(`delete stale ResourceQuota ${namespace}/${name}: `, failure)
  }
  return undefined
}
