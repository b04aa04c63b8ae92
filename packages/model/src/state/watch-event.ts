import type { ResourceKey } from '../object/gvk.ts'
import type { KubeObject } from '../object/kube-object.ts'

/** What the API server tells everyone who watches. */
export interface WatchEvent {
  readonly type: 'added' | 'modified' | 'deleted'
  readonly resource: ResourceKey
  /** the object as it is now; of a deleted one the last that was stored */
  readonly object: KubeObject
  /** what was stored before; absent when it was added */
  readonly oldObject?: KubeObject
}
