import type { Enqueue } from '../controllers/controller.ts'
import { type ClusterState, isRunning } from '../state/cluster-state.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import type { Parts } from './parts.ts'

/** What the controllers that run and hear of it want to work on because of each write; nothing is put into a queue. */
export function callsFor(
  { controllers }: Parts,
  state: ClusterState,
  events: readonly WatchEvent[],
): readonly (readonly Enqueue[])[] {
  const hearing = controllers.filter(({ process }) => isRunning(state, process) && !state.lagging[process])
  let memory = state.memory
  return events.map((event) =>
    hearing.flatMap((controller) => {
      const seen = controller.observe(event, memory[controller.name] as object | undefined, { ...state, memory })
      if (seen.memory) memory = { ...memory, [controller.name]: seen.memory }
      return seen.enqueue
    }),
  )
}
