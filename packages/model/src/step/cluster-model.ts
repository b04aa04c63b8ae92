import type { AdmissionChain } from '../apiserver/admission.ts'
import { withDeletedWebhooks } from '../apiserver/deleted-webhooks.ts'
import { handleRequest } from '../apiserver/handle-request.ts'
import type { Call, Controller, Observation, ReconcileResult } from '../controllers/controller.ts'
import type { Request, Response, UserInfo } from '../request/request.ts'
import { type Audit, type Cluster, choose, openCluster, type WatchEvent } from '../state/cluster.ts'
import type { ClusterState, ProcessName, WorkItem } from '../state/cluster-state.ts'
import type { Action } from './action.ts'
import { dequeue, enqueue, findItem, insert, withoutWorkOf } from './work-queue.ts'

/** A request that was sent in a step, with its answer. */
export interface Exchange {
  readonly as: UserInfo
  readonly request: Request
  readonly response: Response
}

/** What one action did. */
export interface Step {
  readonly state: ClusterState
  /** number of the step since the state was made, from 1 */
  readonly number: number
  readonly action: Action
  /** virtual time at its end, in milliseconds since the epoch */
  readonly at: number
  /** number of the step whose write called for this work; 0 where nothing in this run did */
  readonly causedBy: number
  /** the requests it sent, reads left out unless they were refused */
  readonly exchanges: readonly Exchange[]
  /** what it wrote, in order */
  readonly events: readonly WatchEvent[]
  /** what rules of Capsule that audit noted; absent where nothing */
  readonly audits?: readonly Audit[]
  /** what of it is not certain, since it is not modelled; none where absent */
  readonly findings?: readonly string[]
  /** the answer to the request, of a request action */
  readonly response?: Response
  /** how the reconcile ended, of a work action */
  readonly result?: ReconcileResult
}

/** A control plane: the API server's admission and the controllers that run. */
export interface ClusterModel {
  /** Applies one action. Total and pure: the state given is never changed, a refusal is a step like others. */
  apply(state: ClusterState, action: Action): Step
  /** The state after every process has seen what is there, as if it had been running all along. */
  start(state: ClusterState): ClusterState
}

/** How long one request takes on the recorded cluster, of somebody outside and of a controller. */
const userRequestMs = 4
const controllerRequestMs = 1

/** How long a process takes to go down, in milliseconds. Started meanwhile, it finds its ports taken and ends. */
export type ExitMs = Readonly<Partial<Record<ProcessName, number>>>

export function clusterModel(
  admission: AdmissionChain,
  controllers: readonly Controller[],
  exitMs: ExitMs = {},
): ClusterModel {
  const byName = new Map(controllers.map((controller) => [controller.name, controller]))
  const parts: Parts = { admission, controllers, byName, exitMs }
  return {
    apply: (state, action) => applyAction(parts, state, action),
    start: (state) => startProcesses(state, controllers, 'observed'),
  }
}

interface Parts {
  readonly admission: AdmissionChain
  readonly controllers: readonly Controller[]
  readonly byName: ReadonlyMap<string, Controller>
  readonly exitMs: ExitMs
}

function applyAction(parts: Parts, before: ClusterState, action: Action): Step {
  const state = { ...before, stepCount: before.stepCount + 1 }
  if (action.type === 'request') return applyRequest(parts, state, action)
  if (action.type === 'work') return applyWork(parts, state, action)
  const next =
    action.type === 'wait'
      ? { ...state, clock: Math.max(state.clock, action.until) }
      : switchProcess(parts, state, action)
  return { state: next, number: state.stepCount, action, at: next.clock, causedBy: 0, exchanges: [], events: [] }
}

function applyRequest(parts: Parts, state: ClusterState, action: Extract<Action, { type: 'request' }>): Step {
  const cluster = openCluster({ ...state, clock: state.clock + userRequestMs })
  const response = handleRequest(cluster, parts.admission, action.as, action.request)
  const exchange = { as: action.as, request: action.request, response }
  const events = [...cluster.events]
  const next = deliver(parts, withDeletedWebhooks(cluster.state, events), events, state.stepCount)
  return {
    state: next,
    number: state.stepCount,
    action,
    at: next.clock,
    causedBy: 0,
    exchanges: [exchange],
    events,
    ...notesOf(cluster),
    response,
  }
}

function applyWork(parts: Parts, state: ClusterState, action: Extract<Action, { type: 'work' }>): Step {
  const item = findItem(state, action.controller, action.key)
  const controller = parts.byName.get(action.controller)
  if (!item || !controller) {
    return { state, number: state.stepCount, action, at: state.clock, causedBy: 0, exchanges: [], events: [] }
  }
  const cluster = openCluster({ ...dequeue(state, item), clock: Math.max(state.clock, item.dueAt) })
  const exchanges: Exchange[] = []
  const result = runReconcile(parts, controller, item, cluster, exchanges)
  const events = [...cluster.events]
  const settled = requeue(cluster.state, controller, item, result)
  const next = deliver(parts, settled, events, state.stepCount)
  return {
    state: next,
    number: state.stepCount,
    action,
    at: next.clock,
    causedBy: item.causedBy,
    exchanges,
    events,
    ...notesOf(cluster),
    result,
  }
}

function notesOf({ audits, findings }: Cluster): Pick<Step, 'audits' | 'findings'> {
  return {
    ...(audits.length === 0 ? {} : { audits: [...audits] }),
    ...(findings.length === 0 ? {} : { findings: [...new Set(findings)] }),
  }
}

/** Runs a reconcile to its end, serving each of its calls. */
function runReconcile(
  parts: Parts,
  controller: Controller,
  item: WorkItem,
  cluster: Cluster,
  exchanges: Exchange[],
): ReconcileResult {
  const calls = controller.reconcile(
    item.key,
    cluster.state.memory[controller.name] as object | undefined,
    cluster.state.clock,
  )
  let turn = calls.next()
  while (!turn.done) turn = calls.next(serve(parts, controller, item, cluster, exchanges, turn.value))
  return turn.value
}

function serve(
  parts: Parts,
  controller: Controller,
  item: WorkItem,
  cluster: Cluster,
  exchanges: Exchange[],
  call: Call,
): unknown {
  if (call.type === 'read') return call.read(cluster.state)
  if (call.type === 'storage') return call.write(cluster)
  if (call.type === 'remember') {
    cluster.state = { ...cluster.state, memory: { ...cluster.state.memory, [controller.name]: call.memory } }
    return undefined
  }
  if (call.type === 'enqueue') {
    cluster.state = enqueue(cluster.state, call.enqueue, item.causedBy)
    return undefined
  }
  if (call.type === 'choose') return choose(cluster, call.of)
  if (call.type === 'finding') return cluster.findings.push(call.finding)
  const user = call.as ?? controller.user
  const reads = call.request.verb === 'get' || call.request.verb === 'list'
  if (!reads) cluster.state = { ...cluster.state, clock: cluster.state.clock + controllerRequestMs }
  const response = handleRequest(cluster, parts.admission, user, call.request)
  if (!reads) exchanges.push({ as: user, request: call.request, response })
  return response
}

/** What comes back into the queue: failed work after its backoff, the rest when it asked for it. [client-go util/workqueue] */
function requeue(state: ClusterState, controller: Controller, item: WorkItem, result: ReconcileResult): ClusterState {
  if (result.type === 'done') return state
  const { controller: name, key, causedBy } = item
  const { baseMs, maxMs } = controller.backoff
  const failed = result.type === 'error'
  const failures = failed ? item.failures + 1 : result.remembersFailures ? item.failures : 0
  const afterMs = failed ? Math.min(baseMs * 2 ** item.failures, maxMs) : result.afterMs
  const waiting = findItem(state, name, key)
  const base = waiting ? dequeue(state, waiting) : state
  const dueAt = Math.min(state.clock + afterMs, waiting?.dueAt ?? Number.POSITIVE_INFINITY)
  return insert(base, { controller: name, key, dueAt, order: base.queueCount, failures, causedBy })
}

/** Tells every controller that runs of what was written. */
function deliver(parts: Parts, state: ClusterState, events: readonly WatchEvent[], step: number): ClusterState {
  let next = state
  for (const event of events) {
    for (const controller of parts.controllers) {
      if (!next.running[controller.process]) continue
      next = take(
        next,
        controller,
        controller.observe(event, next.memory[controller.name] as object | undefined, next),
        step,
      )
    }
  }
  return next
}

function take(state: ClusterState, controller: Controller, observation: Observation, step: number): ClusterState {
  let next = state
  if (observation.memory) next = { ...next, memory: { ...next.memory, [controller.name]: observation.memory } }
  const lag = state.lagMs[controller.process]
  for (const wanted of observation.enqueue) next = enqueue(next, { ...wanted, afterMs: wanted.afterMs + lag }, step)
  return next
}

function switchProcess(parts: Parts, state: ClusterState, action: Extract<Action, { type: 'process' }>): ClusterState {
  if (action.running && isGoingDown(parts, state, action.process)) return state
  const own = parts.controllers.filter((controller) => controller.process === action.process)
  const names = new Set(own.map((controller) => controller.name))
  const memory = Object.fromEntries(Object.entries(state.memory).filter(([name]) => !names.has(name)))
  const running: Readonly<Record<ProcessName, boolean>> = { ...state.running, [action.process]: action.running }
  const switched = { ...withoutWorkOf(state, names), memory, running }
  if (action.running) return startProcesses(switched, own, 'started')
  return { ...switched, memory: { ...memory, [stoppedAt(action.process)]: state.clock } }
}

/** Where the time is remembered at which a process was told to end. */
function stoppedAt(process: ProcessName): string {
  return `${process}/stopped-at`
}

function isGoingDown({ exitMs }: Parts, { memory, clock }: ClusterState, process: ProcessName): boolean {
  const at = memory[stoppedAt(process)]
  return typeof at === 'number' && clock < at + (exitMs[process] ?? 0)
}

/**
 * Controllers begin. `started`: their process starts now, and they look at everything. `observed`: they have been running
 * and had looked at everything that is there; only their memory is built.
 */
function startProcesses(
  state: ClusterState,
  controllers: readonly Controller[],
  how: 'started' | 'observed',
): ClusterState {
  let next = state
  for (const controller of controllers) {
    if (!next.running[controller.process]) continue
    const seen = controller.start(next)
    const keeps = how === 'started' || controller.resumes
    next = take(next, controller, keeps ? seen : { ...seen, enqueue: [] }, next.stepCount)
  }
  return next
}
