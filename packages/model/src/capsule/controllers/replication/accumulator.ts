import type { KubeObject } from '../../../object/kube-object.ts'
import { itemKey, type ResourceId } from './processed-items.ts'

/** One object that a run wants to be there, and from which item. */
export interface Collected {
  readonly id: ResourceId
  readonly object: KubeObject
  /** whether it is applied besides others of the same identity, and not left out */
  readonly combines: boolean
}

/** What a run wants for one identity: objects that are applied one after the other. */
export interface Wanted {
  readonly id: ResourceId
  readonly objects: readonly KubeObject[]
}

/** By identity, in the order in which they were collected. [pkg/api/processor/accumulator.go] */
export type Accumulator = ReadonlyMap<string, Wanted>

export function accumulate(all: readonly Collected[]): Accumulator {
  const accumulator = new Map<string, Wanted>()
  for (const { id, object, combines } of all) {
    const key = itemKey(id)
    const known = accumulator.get(key)
    if (!known) accumulator.set(key, { id, objects: [object] })
    else if (combines) accumulator.set(key, { id, objects: [...known.objects, object] })
  }
  return accumulator
}

export function isWanted(accumulator: Accumulator, id: ResourceId): boolean {
  return accumulator.has(itemKey(id))
}
