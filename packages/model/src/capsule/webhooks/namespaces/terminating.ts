import { textAt } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'

/** A Namespace counts as terminating by its deletionTimestamp or its phase. [core N5.1, N5.6a, N6.1] */
export function isTerminatingNamespace(namespace: KubeObject): boolean {
  return isTerminating(namespace) || textAt(namespace, 'status', 'phase') === 'Terminating'
}
