import type { ResourceKey } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import type { WatchEvent } from '../state/watch-event.ts'

/** Webhook configurations that were deleted, and until when they may still count. */
interface DeletedWebhooks {
  readonly until: number
  readonly configurations: readonly { readonly resource: ResourceKey; readonly object: KubeObject }[]
}

const memoryName = 'kube-apiserver/deleted-webhooks'

/**
 * The state in which the API server has not yet heard that these webhook configurations are gone: until its own informer
 * has told it, the next request may still be sent to a webhook that is deleted.
 */
export function withDeletedWebhooks(
  state: ClusterState,
  events: readonly WatchEvent[],
  informerLagMs: number,
): ClusterState {
  if (informerLagMs === 0) return state
  const configurations = events.filter(
    ({ type, resource }) =>
      type === 'deleted' &&
      resource.startsWith('admissionregistration.k8s.io/') &&
      resource.endsWith('webhookconfigurations'),
  )
  if (configurations.length === 0) return state
  const deleted: DeletedWebhooks = { until: state.clock + informerLagMs, configurations }
  return { ...state, memory: { ...state.memory, [memoryName]: deleted } }
}

/** The webhook configurations of a resource that were deleted just now. */
export function justDeleted(state: ClusterState, resource: ResourceKey): readonly KubeObject[] {
  const deleted = state.memory[memoryName] as DeletedWebhooks | undefined
  if (!deleted || state.clock > deleted.until) return []
  return deleted.configurations.filter((each) => each.resource === resource).map(({ object }) => object)
}
