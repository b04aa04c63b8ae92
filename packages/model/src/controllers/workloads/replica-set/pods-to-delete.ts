import { textAt } from '../../../object/json.ts'
import { annotationsOf, type KubeObject } from '../../../object/kube-object.ts'
import { isPodReady } from '../pod-readiness.ts'

/**
 * Of too many pods those go first that are unassigned, pending, not ready, cheap to delete, young.
 * [pkg/controller/controller_utils.go ActivePodsWithRanks.Less]
 *
 * Not modelled: the rank by pods on the same node, restarts, and times of readiness; of pods alike the later created and
 * then the later named go first.
 */
export function podsToDelete(pods: readonly KubeObject[], count: number): readonly KubeObject[] {
  return pods.toSorted(compare).slice(0, count)
}

const ranks: readonly ((pod: KubeObject) => number)[] = [
  (pod) => (textAt(pod, 'spec', 'nodeName') ? 1 : 0),
  (pod) => ['Pending', 'Unknown', 'Running'].indexOf(textAt(pod, 'status', 'phase') ?? 'Pending'),
  (pod) => (isPodReady(pod) ? 1 : 0),
  (pod) => Number(annotationsOf(pod)['controller.kubernetes.io/pod-deletion-cost'] ?? 0),
  (pod) => -Date.parse(pod.metadata.creationTimestamp ?? ''),
]

function compare(a: KubeObject, b: KubeObject): number {
  for (const rank of ranks) {
    const difference = rank(a) - rank(b)
    if (difference !== 0) return difference
  }
  return a.metadata.name < b.metadata.name ? 1 : -1
}
