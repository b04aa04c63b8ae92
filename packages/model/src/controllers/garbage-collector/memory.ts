import type { Reconcile } from '../controller.ts'
import type { Graph } from './graph.ts'
import type { Processed } from './graph-builder.ts'

/** The graph of one reconcile under way; what it leaves here is what the controller remembers. */
export interface GraphHolder {
  graph: Graph
}

export const controllerName = 'garbage-collector-controller'

/** How long after an event a worker usually got to it on the recorded cluster. */
export const workerLatencyMs = 50

export function* keepGraph(holder: GraphHolder, graph: Graph): Reconcile<void> {
  holder.graph = graph
  yield { type: 'remember', memory: graph }
}

export function deleteKey(uid: string): string {
  return `delete/${uid}`
}

export function orphanKey(uid: string): string {
  return `orphan/${uid}`
}

export function* enqueueProcessed(processed: Pick<Processed, 'attemptToDelete' | 'attemptToOrphan'>): Reconcile<void> {
  for (const uid of processed.attemptToDelete) {
    yield { type: 'enqueue', enqueue: { controller: controllerName, key: deleteKey(uid), afterMs: workerLatencyMs } }
  }
  for (const uid of processed.attemptToOrphan) {
    yield { type: 'enqueue', enqueue: { controller: controllerName, key: orphanKey(uid), afterMs: workerLatencyMs } }
  }
}
