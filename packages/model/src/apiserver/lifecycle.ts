import { finalizersOf, isTerminating, type KubeObject, withMetadata } from '../object/kube-object.ts'
import { keyOf, type ResourceType } from '../object/resource-type.ts'
import { type Cluster, erase, now, write } from '../state/cluster.ts'
import { strategyOf } from './kinds/kind-strategy.ts'

export type PropagationPolicy = 'Foreground' | 'Background' | 'Orphan'

/** What a DELETE may say. */
export interface DeleteOptions {
  readonly propagationPolicy?: PropagationPolicy
  readonly orphanDependents?: boolean
  readonly gracePeriodSeconds?: number
}

export const orphanFinalizer = 'orphan'
export const foregroundFinalizer = 'foregroundDeletion'

/** What became of a deleted object: gone at once, or marked and waiting for its finalizers or its grace period. */
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
  if (collection === 'unsupported') return others
  const chosen = chosenFinalizer(finalizers, options, collection === 'orphan')
  return chosen === undefined ? others : [...others, chosen]
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
 * marked. [registry/generic/registry/store.go Delete, updateForGracefulDeletionAndFinalizers; kubernetes.md 1.5]
 */
export function deleteObject(
  cluster: Cluster,
  type: ResourceType,
  object: KubeObject,
  options: DeleteOptions = {},
): Deletion {
  const deletion = planDeletion(type, object, options, now(cluster))
  if (deletion.outcome === 'removed') {
    erase(cluster, keyOf(type), object)
    return deletion
  }
  return { outcome: 'marked', object: write(cluster, keyOf(type), deletion.object, object) }
}

/** What `deleteObject` would do, without doing it. */
export function planDeletion(type: ResourceType, object: KubeObject, options: DeleteOptions, time: string): Deletion {
  const grace = gracePeriod(type, object, options)
  const finalizers = deletionFinalizers(type, object, options)
  if (finalizers.length === 0 && grace === 0) return { outcome: 'removed', object }
  const first = !isTerminating(object)
  const generation = object.metadata.generation
  const marked = withMetadata(object, {
    finalizers,
    deletionTimestamp: object.metadata.deletionTimestamp ?? later(time, grace),
    deletionGracePeriodSeconds: grace,
    ...(first && generation !== undefined && generation > 0 ? { generation: generation + 1 } : {}),
  })
  return { outcome: 'marked', object: marked }
}

function later(time: string, seconds: number): string {
  return seconds === 0 ? time : `${new Date(Date.parse(time) + seconds * 1000).toISOString().slice(0, 19)}Z`
}

/** Only pods that run somewhere are deleted gracefully. [registry/core/pod/strategy.go CheckGracefulDelete; kubernetes.md 1.5.9] */
function gracePeriod(type: ResourceType, object: KubeObject, options: DeleteOptions): number {
  if (type.group !== '' || type.resource !== 'pods') return 0
  const spec = object.spec as { nodeName?: string; terminationGracePeriodSeconds?: number } | undefined
  const phase = (object.status as { phase?: string } | undefined)?.phase
  if (!spec?.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0
  const wanted = options.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 0
  const asked = wanted < 0 ? 1 : wanted
  const pending = object.metadata.deletionGracePeriodSeconds
  return isTerminating(object) && pending !== undefined ? Math.min(pending, asked) : asked
}
