import type { ResourceKey } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { WatchEvent } from '../state/cluster.ts'
import type { ClusterState } from '../state/cluster-state.ts'

/** Webhook configurations that were deleted, and when. */
interface DeletedWebhooks {
  readonly at: number
  readonly configurations: readonly { readonly resource: ResourceKey; readonly object: KubeObject }[]
}

const memoryName = 'kube-apiserver/deleted-webhooks'

/** Until the API server's own informer has told it: the next request may still be sent to a webhook that is deleted. */
const informerLagMs = 5

/** The state in which the API server has not yet heard that these webhook configurations are gone. */
export function withDeletedWebhooks(state: ClusterState, events: readonly WatchEvent[]): ClusterState {
  const configurations = events.filter(
    ({ type, resource }) =>
      type === 'deleted' &&
      resource.startsWith('admissionregistration.k8s.io/') &&
      resource.endsWith('webhookconfigurations'),
  )
  if (configurations.length === 0) return state
  const deleted: DeletedWebhooks = { at: state.clock, configurations }
  return { ...state, memory: { ...state.memory, [memoryName]: deleted } }
}

/** The webhook configurations of a resource that were deleted just now. */
export function justDeleted(state: ClusterState, resource: ResourceKey): readonly KubeObject[] {
  const deleted = state.memory[memoryName] as DeletedWebhooks | undefined
  if (!deleted || state.clock > deleted.at + informerLagMs) return []
  return deleted.configurations.filter((each) => each.resource === resource).map(({ object }) => object)
}
