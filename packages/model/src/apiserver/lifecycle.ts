import { finalizersOf, isTerminating, type KubeObject, withMetadata } from '../object/kube-object.ts'
import { keyOf, type ResourceType } from '../object/resource-type.ts'
import { type Cluster, erase, now, writeChanged } from '../state/cluster.ts'
import { checkGrace, withNextGeneration } from './graceful-deletion.ts'
import { strategyOf } from './kinds/kind-strategy.ts'

export type PropagationPolicy = 'Foreground' | 'Background' | 'Orphan'

/** What a DELETE may say. */
export interface DeleteOptions {
  readonly propagationPolicy?: PropagationPolicy
  readonly orphanDependents?: boolean
  /** for pods alone */
  readonly gracePeriodSeconds?: number
}

export const orphanFinalizer = 'orphan'
export const foregroundFinalizer = 'foregroundDeletion'

/**
 * What became of a deleted object: gone at once, or marked and waiting for its finalizers or its grace period. Of one that
 * is gone it is what was stored last.
 */
export interface Deletion {
  readonly outcome: 'removed' | 'marked'
  readonly object: KubeObject
}

/**
 * The finalizers that a deletion leaves on an object: the garbage collector's two are replaced by the one that the
 * options ask for, else kept, else the type's default. [registry/generic/registry/store.go
 * deletionFinalizersForGarbageCollection; kubernetes.md 1.5.6]
 */
export function deletionFinalizers(type: ResourceType, object: KubeObject, options: DeleteOptions): readonly string[] {
  const finalizers = finalizersOf(object)
  const others = finalizers.filter((name) => name !== orphanFinalizer && name !== foregroundFinalizer)
  const collection = strategyOf(type).defaultGarbageCollection
  const chosen =
    collection === 'unsupported' ? undefined : chosenFinalizer(finalizers, options, collection === 'orphan')
  const wanted = chosen === undefined ? others : [...others, chosen]
  const same = wanted.length === finalizers.length && wanted.every((name) => finalizers.includes(name))
  return same ? finalizers : wanted
}

function chosenFinalizer(
  finalizers: readonly string[],
  options: DeleteOptions,
  orphanByDefault: boolean,
): string | undefined {
  if (options.orphanDependents !== undefined) return options.orphanDependents ? orphanFinalizer : undefined
  if (options.propagationPolicy === 'Orphan') return orphanFinalizer
  if (options.propagationPolicy === 'Foreground') return foregroundFinalizer
  if (options.propagationPolicy === 'Background') return undefined
  if (finalizers.includes(orphanFinalizer)) return orphanFinalizer
  if (finalizers.includes(foregroundFinalizer)) return foregroundFinalizer
  return orphanByDefault ? orphanFinalizer : undefined
}

/**
 * Deletes one object past admission: it goes at once where no finalizer and no grace period holds it, else it is
 * marked. A pod whose grace period is over before it began is marked first and then goes. What leaves the object as it is
 * writes nothing. [registry/generic/registry/store.go Delete, updateForGracefulDeletionAndFinalizers; kubernetes.md 1.5]
 */
export function deleteObject(
  cluster: Cluster,
  type: ResourceType,
  object: KubeObject,
  options: DeleteOptions = {},
): Deletion {
  const { outcome, object: marked } = planDeletion(type, object, options, now(cluster))
  const stored = writeChanged(cluster, keyOf(type), marked, object)
  if (outcome === 'removed') erase(cluster, keyOf(type), stored)
  return { outcome, object: stored }
}

/** What `deleteObject` would do, without doing it. */
export function planDeletion(type: ResourceType, object: KubeObject, options: DeleteOptions, time: string): Deletion {
  const grace = checkGrace(type, object, options, time)
  if (grace.type === 'pending') return { outcome: 'marked', object }
  const finalizers = deletionFinalizers(type, object, options)
  if (grace.type === 'graceful') {
    const held = finalizers.length > 0 || grace.seconds > 0
    return { outcome: held ? 'marked' : 'removed', object: withMetadata(grace.object, { finalizers }) }
  }
  if (finalizers.length === 0) return { outcome: 'removed', object }
  return { outcome: 'marked', object: withMetadata(markAsDeleting(object, time), { finalizers }) }
}

/** [registry/generic/registry/store.go markAsDeleting; kubernetes.md 1.5.7] */
function markAsDeleting(object: KubeObject, time: string): KubeObject {
  const { deletionTimestamp } = object.metadata
  const inFuture = deletionTimestamp === undefined || Date.parse(deletionTimestamp) > Date.parse(time)
  const counted = isTerminating(object) ? object : withNextGeneration(object)
  return withMetadata(counted, {
    deletionTimestamp: inFuture ? time : deletionTimestamp,
    deletionGracePeriodSeconds: 0,
  })
}
