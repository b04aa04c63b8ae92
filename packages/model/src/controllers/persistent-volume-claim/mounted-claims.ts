import { at, listAt } from '../../object/json.ts'
import type { KubeObject } from '../../object/kube-object.ts'

/** The claims that a pod mounts. */
export function claimsOf(pod: KubeObject): readonly string[] {
  return listAt(pod, 'spec', 'volumes').flatMap((volume) => {
    const claim = at(volume, 'persistentVolumeClaim', 'claimName')
    return typeof claim === 'string' ? [claim] : []
  })
}
