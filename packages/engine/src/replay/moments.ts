import { type ClusterState, findObject, putObject, removeObject, type WatchEvent } from '@capsule-whatif/model'
import type { Run } from '../schedule/likely.ts'

/** How many of a run's last writes are looked at. Two Tenants that fight for a Namespace make fewer in a round. */
const writesMax = 80

/**
 * The states that a run went through in its last writes, states alike but for uids and versions once, the last first.
 * Where controllers fight for ever, whoever stops to look sees any of them.
 */
export function lastMoments({ state, steps }: Run): readonly ClusterState[] {
  const moments = [state]
  const events: WatchEvent[] = []
  for (let index = steps.length - 1; index > 0 && events.length < writesMax; index--) {
    const before = steps[index - 1]?.state
    const written = steps[index]?.events ?? []
    if (before && written.length > 0) moments.push(...statesBetween(before, written).toReversed())
    events.push(...written)
  }
  const momentsByLook = new Map<string, ClusterState>()
  for (const moment of [...moments, ...listedOver(moments)]) {
    const look = events.map((event) => lookOf(moment, event)).join()
    if (!momentsByLook.has(look)) momentsByLook.set(look, moment)
  }
  return [...momentsByLook.values()]
}

/** So many writes may come while everything is listed. */
const writesWhileListing = 2

/**
 * What a look at everything sees that takes a while: Namespaces as they were, and what is in them some writes later.
 * Resources are listed one after the other, and no two lists tell of one moment.
 *
 * @param moments the last first
 */
function listedOver(moments: readonly ClusterState[]): readonly ClusterState[] {
  return moments.flatMap((later, index) =>
    moments.slice(index + 1, index + 1 + writesWhileListing).map((earlier) => {
      const namespaces = earlier.objects['/namespaces']
      return namespaces ? { ...later, objects: { ...later.objects, '/namespaces': namespaces } } : later
    }),
  )
}

/** The state before the first of a step's writes, and after each but the last. */
function statesBetween(before: ClusterState, events: readonly WatchEvent[]): ClusterState[] {
  const states = [before]
  for (const event of events.slice(0, -1)) states.push(applied(states.at(-1) ?? before, event))
  return states
}

function applied(state: ClusterState, { type, resource, object }: WatchEvent): ClusterState {
  const { namespace, name } = object.metadata
  return type === 'deleted' ? removeObject(state, resource, namespace, name) : putObject(state, resource, object)
}

/** What an event's object is in a state, without what is new each time it is made. */
function lookOf(state: ClusterState, { resource, object }: WatchEvent): string {
  const found = findObject(state, resource, object.metadata.namespace, object.metadata.name)
  const unsaid = { uid: undefined, resourceVersion: undefined, creationTimestamp: undefined, generation: undefined }
  return found ? JSON.stringify({ ...found, metadata: { ...found.metadata, ...unsaid } }) : ''
}
