import type { Reconcile } from '../../../controllers/controller.ts'
import { at, objectAt, withoutFields } from '../../../object/json.ts'
import { type KubeObject, labelsOf, type OwnerReference, withMetadata } from '../../../object/kube-object.ts'
import { formatResources } from '../../../object/resource-list.ts'
import { poolQuotaName } from '../../resource-pools/pool.ts'
import { capsuleApiVersion, managedByController, managedByLabel, resourcePoolLabel } from '../../tenant/constants.ts'
import { withControllerReference } from '../controller-reference.ts'
import { type Failure, prefixed } from '../failure.ts'
import { namespaces, resourceQuotas } from '../kinds.ts'
import { get, live } from '../reading.ts'
import { createOrUpdate, placeIn, remove, retryOnConflict } from '../writing.ts'
import { quotaHard } from './allocation.ts'
import type { PoolStatus } from './pool-status.ts'

/** The reference from a claim to its pool: it does not control it. [pkg/api/meta/ownerreference.go:GetLooseOwnerReference] */
export function poolReference(pool: KubeObject): OwnerReference {
  return {
    apiVersion: capsuleApiVersion,
    kind: 'ResourcePool',
    name: pool.metadata.name,
    uid: pool.metadata.uid ?? '',
  }
}

/**
 * Each namespace of the pool has a ResourceQuota of what its claims were granted and of the defaults, be it of nothing.
 * A failure in one namespace does not keep the others. [pool_controller.go:syncResourceQuotas; extended D2.3]
 */
export function* syncPoolQuotas(
  pool: KubeObject,
  status: PoolStatus,
  names: readonly string[],
): Reconcile<Failure | undefined> {
  let first: Failure | undefined
  for (const namespace of names) {
    const { failure } = yield* retryOnConflict(() =>
      createOrUpdate(resourceQuotas, placeIn(namespace, poolQuotaName(pool)), (object) =>
        withControllerReference(desired(object, pool, status, namespace), {
          ...poolReference(pool),
          controller: true,
          blockOwnerDeletion: true,
        }),
      ),
    )
    first ??= failure
  }
  return first
}

function desired(object: KubeObject, pool: KubeObject, status: PoolStatus, namespace: string): KubeObject {
  const labels = {
    ...labelsOf(object),
    [resourcePoolLabel]: pool.metadata.name,
    [managedByLabel]: managedByController,
  }
  const scopes = at(pool.spec, 'quota', 'scopes')
  const scopeSelector = at(pool.spec, 'quota', 'scopeSelector')
  const hard = formatResources(quotaHard(pool, status, namespace))
  const spec = {
    ...withoutFields(objectAt(object.spec), 'hard', 'scopes', 'scopeSelector'),
    ...(scopes === undefined ? {} : { scopes }),
    ...(scopeSelector === undefined ? {} : { scopeSelector }),
    ...(Object.keys(hard).length > 0 ? { hard } : {}),
  }
  return { ...withMetadata(object, { labels }), spec }
}

/** The ResourceQuota of a namespace that left the pool is deleted. [garbageCollectNamespace; extended D3.1] */
export function* removePoolQuota(pool: KubeObject, namespace: string): Reconcile<Failure | undefined> {
  const name = poolQuotaName(pool)
  if (!(yield* live(get(namespaces, undefined, namespace)))) return undefined
  if (!(yield* live(get(resourceQuotas, namespace, name)))) return undefined
  const failure = yield* remove(resourceQuotas, { namespace, name })
  return failure && prefixed(`failed to delete ResourceQuota ${name} in namespace ${namespace}: `, failure)
}
