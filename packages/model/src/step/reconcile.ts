import { handleRequest } from '../apiserver/handle-request.ts'
import type { Call, Controller, Reconcile, ReconcileResult } from '../controllers/controller.ts'
import type { Request, Response, UserInfo } from '../request/request.ts'
import { type Cluster, choose } from '../state/cluster.ts'
import type { ClusterState, Progress, WorkItem } from '../state/cluster-state.ts'
import { mapRemove, mapSet } from '../state/sorted-map.ts'
import { seenBy } from './delivery.ts'
import type { Parts } from './parts.ts'
import { dequeue, enqueue, findItem, insert } from './work-queue.ts'

/** A request that was sent in a step, with its answer. */
export interface Exchange {
  readonly as: UserInfo
  readonly request: Request
  readonly response: Response
}

/** One reconcile as a step sees it. */
export interface Work {
  readonly parts: Parts
  readonly controller: Controller
  readonly item: WorkItem
  readonly cluster: Cluster
  /** filled with what it asked, reads left out unless refused */
  readonly exchanges: Exchange[]
}

/** Runs a reconcile to its end, serving each of its calls. */
export function reconcileWhole(work: Work): ReconcileResult {
  const { controller, item, cluster } = work
  const calls = controller.reconcile(item.key, memoryOf(work), cluster.state.clock)
  let turn = calls.next()
  while (!turn.done) turn = calls.next(serve(work, turn.value))
  return turn.value
}

/**
 * Takes a reconcile from where it stood through its next write, and on to the one after that: undefined while there is
 * one more to come, which it then remembers.
 */
export function reconcileOn(work: Work, progress: Progress | undefined): ReconcileResult | undefined {
  const { controller, item, cluster } = work
  const { memory, startedAt, answers } = progress ?? {
    memory: memoryOf(work),
    startedAt: cluster.state.clock,
    answers: [],
  }
  const given: unknown[] = [...answers]
  const calls = controller.reconcile(item.key, memory, startedAt)
  let turn = again(calls, answers)
  for (let writes = progress ? 0 : 1; !turn.done; ) {
    if (isWrite(turn.value) && ++writes === 2) {
      const next: Progress = { item, memory, startedAt, answers: given }
      cluster.state = { ...cluster.state, inProgress: mapSet(cluster.state.inProgress, controller.name, next) }
      return undefined
    }
    given.push(serve(work, turn.value))
    turn = calls.next(given.at(-1))
  }
  cluster.state = { ...cluster.state, inProgress: mapRemove(cluster.state.inProgress, controller.name) }
  return turn.value
}

function again(calls: Reconcile, answers: readonly unknown[]): IteratorResult<Call, ReconcileResult> {
  let turn = calls.next()
  for (const answer of answers) turn = calls.next(answer)
  return turn
}

function isWrite(call: Call): boolean {
  return call.type === 'storage' || (call.type === 'request' && !isRead(call.request))
}

function isRead({ verb }: Request): boolean {
  return verb === 'get' || verb === 'list'
}

function memoryOf({ controller, cluster }: Work): object | undefined {
  return cluster.state.memory[controller.name] as object | undefined
}

function serve({ parts, controller, item, cluster, exchanges }: Work, call: Call): unknown {
  if (call.type === 'read') return call.read(seenBy(cluster.state, controller.process))
  if (call.type === 'storage') return call.write(cluster)
  if (call.type === 'remember') {
    cluster.state = { ...cluster.state, memory: { ...cluster.state.memory, [controller.name]: call.memory } }
    return undefined
  }
  if (call.type === 'enqueue') {
    const wanted = { ...call.enqueue, afterMs: parts.timing.delay(call.enqueue.afterMs) }
    cluster.state = enqueue(cluster.state, wanted, item.causedBy)
    return undefined
  }
  if (call.type === 'choose') return choose(cluster, call.of)
  if (call.type === 'finding') return cluster.findings.push(call.finding)
  const user = call.as ?? controller.user
  const reads = isRead(call.request)
  if (!reads) cluster.state = { ...cluster.state, clock: cluster.state.clock + parts.timing.controllerRequestMs }
  const response = handleRequest(cluster, parts.admission, user, call.request)
  if (!reads) exchanges.push({ as: user, request: call.request, response })
  return response
}

/** What comes back into the queue: failed work after its backoff, the rest when it asked for it. [client-go util/workqueue] */
export function requeue(
  { timing }: Parts,
  state: ClusterState,
  controller: Controller,
  item: WorkItem,
  result: ReconcileResult,
): ClusterState {
  if (result.type === 'done') return state
  const { controller: name, key, causedBy } = item
  const { baseMs, maxMs } = controller.backoff
  const failed = result.type === 'error'
  const failures = failed ? item.failures + 1 : result.remembersFailures ? item.failures : 0
  const afterMs = failed ? timing.backoff(Math.min(baseMs * 2 ** item.failures, maxMs)) : timing.delay(result.afterMs)
  const waiting = findItem(state, name, key)
  const base = waiting ? dequeue(state, waiting) : state
  const dueAt = Math.min(state.clock + afterMs, waiting?.dueAt ?? Number.POSITIVE_INFINITY)
  return insert(base, { controller: name, key, dueAt, order: base.queueCount, failures, causedBy })
}
