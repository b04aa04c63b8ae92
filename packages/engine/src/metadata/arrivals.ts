import { type ClusterState, findObject, type KubeObject } from '@capsule-whatif/model'
import type { Arrival } from './latency-answer.ts'
import { hasKey, type MetadataKey } from './metadata-key.ts'
import type { Moment } from './moments.ts'
import { namespacesKey, podsKey } from './probe.ts'

/** Finds the object whose keys are awaited in a state. */
export type Find = (state: ClusterState) => KubeObject | undefined

export function namespaceIn(name: string): Find {
  return (state) => findObject(state, namespacesKey, undefined, name)
}

export function podOf(namespace: string, name: string): Find {
  return (state) => findObject(state, podsKey, namespace, name)
}

/** When each key came to stay. The first moment is that of the creation's answer. */
export function arrivalsOf(
  keys: readonly MetadataKey[],
  moments: readonly Moment[],
  find: Find,
  namespace: string,
): readonly Arrival[] {
  const objects = moments.map(({ state }) => find(state))
  return keys.map((key) => arrivalOf(key, objects, moments, namespace))
}

function arrivalOf(
  key: MetadataKey,
  objects: readonly (KubeObject | undefined)[],
  moments: readonly Moment[],
  namespace: string,
): Arrival {
  const lastWithout = objects.findLastIndex((object) => !object || !hasKey(object, key, namespace))
  const moment = moments[lastWithout + 1]
  if (!moment) return { key, moment: 'never' }
  if (lastWithout < 0) return { key, moment: 'admission', afterMs: 0 }
  return { key, moment: 'reconcile', afterMs: moment.afterMs, by: moment.by }
}
