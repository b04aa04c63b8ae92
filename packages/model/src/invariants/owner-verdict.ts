import { findKind } from '../apiserver/discovery.ts'
import { foregroundFinalizer } from '../apiserver/lifecycle.ts'
import { parseApiVersion } from '../object/gvk.ts'
import { finalizersOf, isTerminating, type KubeObject, type OwnerReference } from '../object/kube-object.ts'
import { keyOf } from '../object/resource-type.ts'
import type { ClusterState } from '../state/cluster-state.ts'
import { findObject } from '../state/store.ts'

/**
 * What a reference leads to, as the garbage collector finds out by looking. `waiting`: an owner in foreground deletion.
 * `undecidable`: nobody serves the kind in that version, or a cluster-scoped object names a namespaced kind.
 */
export type OwnerVerdict = 'living' | 'waiting' | 'absent' | 'undecidable'

/**
 * An owner is what lies where the reference points, in the dependent's own namespace where its kind has namespaces, and
 * has the uid. An object of that uid at another place, or of another kind, is no owner. [kubernetes.md 2.6.4, 2.7.1 to 2.7.6]
 */
export function ownerVerdict(state: ClusterState, dependent: KubeObject, reference: OwnerReference): OwnerVerdict {
  const { group, version } = parseApiVersion(reference.apiVersion)
  const type = findKind(state, group, version, reference.kind)
  const { namespace } = dependent.metadata
  if (!type || (type.namespaced && namespace === undefined)) return 'undecidable'
  const owner = findObject(state, keyOf(type), type.namespaced ? namespace : undefined, reference.name)
  if (!owner || owner.metadata.uid !== reference.uid) return 'absent'
  return isTerminating(owner) && finalizersOf(owner).includes(foregroundFinalizer) ? 'waiting' : 'living'
}
