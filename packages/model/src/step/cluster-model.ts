import type { AdmissionChain } from '../apiserver/admission.ts'
import { withDeletedWebhooks } from '../apiserver/deleted-webhooks.ts'
import { handleRequest } from '../apiserver/handle-request.ts'
import type { Controller, Enqueue, ReconcileResult } from '../controllers/controller.ts'
import type { Response } from '../request/request.ts'
import { type Audit, type Cluster, openCluster } from '../state/cluster.ts'
import { type ClusterState, isRunning, type ProcessName, type WorkItem } from '../state/cluster-state.ts'
import { mapGet } from '../state/sorted-map.ts'
import type { WatchEvent } from '../state/watch-event.ts'
import type { Action } from './action.ts'
import { callsFor } from './calls.ts'
import { deliver, deliverWithheld, switchWatches } from './delivery.ts'
import type { ExitMs, Parts } from './parts.ts'
import { startProcesses, switchProcess } from './processes.ts'
import { type Exchange, reconcileOn, reconcileWhole, requeue, type Work } from './reconcile.ts'
import { recordedTiming, type Timing } from './timing.ts'
import { dequeue, findItem } from './work-queue.ts'

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

/** Work that a controller does by its own clock. */
export interface SpontaneousWork {
  readonly process: ProcessName
  readonly action: Extract<Action, { type: 'work' }>
}

/** A control plane: the API server's admission and the controllers that run. */
export interface ClusterModel {
  /** Applies one action. Total and pure: the state given is never changed, a refusal is a step like others. */
  apply(state: ClusterState, action: Action): Step
  /** The state after every process has seen what is there, as if it had been running all along. */
  start(state: ClusterState): ClusterState
  /** What controllers want to work on because of each of some writes, in the state in which nobody has heard of them. */
  calls(state: ClusterState, events: readonly WatchEvent[]): readonly (readonly Enqueue[])[]
  /** in which process a controller runs, and as whom it sends its requests, by its name */
  readonly workers: ReadonlyMap<string, Pick<Controller, 'process' | 'user'>>
  /** What controllers do by their own clocks, at moments that no state tells: each may happen at any time. */
  readonly spontaneous: readonly SpontaneousWork[]
  /** processes that may end and come back, while the API server stays: operators, then kube-controller-manager */
  readonly restartable: readonly ProcessName[]
  /** fields of memory that tell only an order of use, as `controller|field`: states that differ in them alone are alike */
  readonly orderOnly: ReadonlySet<string>
}

export interface ClusterModelOptions {
  readonly exitMs?: ExitMs
  readonly restartable?: readonly ProcessName[]
  /** default as recorded */
  readonly timing?: Timing
}

export function clusterModel(
  admission: AdmissionChain,
  controllers: readonly Controller[],
  { exitMs = {}, restartable = [], timing = recordedTiming }: ClusterModelOptions = {},
): ClusterModel {
  const byName = new Map(controllers.map((controller) => [controller.name, controller]))
  const parts: Parts = { admission, controllers, byName, exitMs, timing }
  return {
    apply: (state, action) => applyAction(parts, { ...state, stepCount: state.stepCount + 1 }, action),
    start: (state) => startProcesses(parts, state, controllers, 'observed'),
    calls: (state, events) => callsFor(parts, state, events),
    workers: byName,
    restartable,
    orderOnly: new Set(
      controllers.flatMap(({ name, orderOnly = [] }) => [...orderOnly].map((field) => `${name}|${field}`)),
    ),
    spontaneous: controllers.flatMap(({ name, process, spontaneous = [] }) =>
      spontaneous.map((key) => ({ process, action: { type: 'work', controller: name, key } as const })),
    ),
  }
}

function applyAction(parts: Parts, state: ClusterState, action: Action): Step {
  switch (action.type) {
    case 'request':
      return applyRequest(parts, state, action)
    case 'work':
      return applyWork(parts, state, action)
    case 'process':
      return silentStep(switchProcess(parts, state, action.process, action.running), action)
    case 'watch':
      return silentStep(switchWatches(parts, state, action.process, action.lags), action)
    case 'wait':
      return silentStep({ ...state, clock: Math.max(state.clock, action.until) }, action)
  }
}

function silentStep(state: ClusterState, action: Action): Step {
  return { state, number: state.stepCount, action, at: state.clock, causedBy: 0, exchanges: [], events: [] }
}

function applyRequest(parts: Parts, state: ClusterState, action: Extract<Action, { type: 'request' }>): Step {
  const { running } = state
  const answering = action.webhooksFail ? { ...running, capsule: false } : running
  const cluster = openCluster({ ...state, running: answering, clock: state.clock + parts.timing.userRequestMs })
  const response = handleRequest(cluster, parts.admission, action.as, action.request)
  const exchange = { as: action.as, request: action.request, response }
  const events = [...cluster.events]
  const written = withDeletedWebhooks({ ...cluster.state, running }, events, parts.timing.informerLagMs)
  const next = deliver(parts, written, events, state.stepCount)
  return { ...silentStep(next, action), exchanges: [exchange], events, ...notesOf(cluster), response }
}

function applyWork(parts: Parts, state: ClusterState, action: Extract<Action, { type: 'work' }>): Step {
  const controller = parts.byName.get(action.controller)
  const progress = controller && mapGet(state.inProgress, controller.name)
  const item =
    progress?.item ?? findItem(state, action.controller, action.key) ?? ownWork(state, controller, action.key)
  if (!item || !controller || item.key !== action.key) return silentStep(state, action)
  const begun = progress ? state : { ...dequeue(state, item), clock: Math.max(state.clock, item.dueAt) }
  const cluster = openCluster(begun)
  const work: Work = { parts, controller, item, cluster, exchanges: [] }
  const result = action.through || progress ? reconcileOn(work, progress) : reconcileWhole(work)
  const events = [...cluster.events]
  const settled = result ? requeue(parts, cluster.state, controller, item, result) : cluster.state
  const told = deliver(parts, settled, events, state.stepCount)
  const next = result ? deliverWithheld(parts, told, controller) : told
  return {
    ...silentStep(next, action),
    causedBy: item.causedBy,
    exchanges: work.exchanges,
    events,
    ...notesOf(cluster),
    ...(result ? { result } : {}),
  }
}

/** An item for what a controller does by its own clock. */
function ownWork(state: ClusterState, controller: Controller | undefined, key: string): WorkItem | undefined {
  if (!controller?.spontaneous?.includes(key) || !isRunning(state, controller.process)) return undefined
  return { controller: controller.name, key, dueAt: state.clock, order: 0, failures: 0, causedBy: 0 }
}

function notesOf({ audits, findings }: Cluster): Pick<Step, 'audits' | 'findings'> {
  return {
    ...(audits.length === 0 ? {} : { audits: [...audits] }),
    ...(findings.length === 0 ? {} : { findings: [...new Set(findings)] }),
  }
}
