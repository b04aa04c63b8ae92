import type { ResourceKey } from '../object/gvk.ts'
import type { JsonObject } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import type { Request, Response, UserInfo } from '../request/request.ts'
import type { ClusterState, ProcessName } from '../state/cluster-state.ts'
import type { WatchEvent } from '../state/watch-event.ts'

/** What a controller wants worked on, and when. */
export interface Enqueue {
  readonly controller: string
  readonly key: string
  /** milliseconds from now; the latency that was usual on the recorded cluster */
  readonly afterMs: number
  /** whether an item already waiting is put off to the new time instead of keeping the earlier one */
  readonly restart?: boolean
}

/**
 * What a reconcile asks for, one at a time. It never touches the state: a `request` goes through the API server with
 * everything that holds there, a `read` looks at the informer's cache, `recall` and `remember` keep the controller's
 * own memory.
 */
export type Call =
  | { readonly type: 'request'; readonly request: Request; readonly as?: UserInfo }
  | { readonly type: 'read'; readonly read: (state: ClusterState) => unknown }
  | { readonly type: 'remember'; readonly memory: object }
  | { readonly type: 'enqueue'; readonly enqueue: Enqueue }
  /** asks chance for one of so many ways */
  | { readonly type: 'choose'; readonly of: number }
  /** says what is not certain, since it is not modelled */
  | { readonly type: 'finding'; readonly finding: string }
  /** a write of the API server to its own storage, past admission and authorization: what its own controllers do */
  | { readonly type: 'storage'; readonly write: (cluster: import('../state/cluster.ts').Cluster) => void }

/** What becomes of an item once it was worked on. */
export type ReconcileResult =
  | { readonly type: 'done' }
  /** Worked on again after a time. Failures before it are forgotten, unless it says otherwise. */
  | { readonly type: 'requeue'; readonly afterMs: number; readonly remembersFailures?: boolean }
  /** Tried again after the controller's backoff. */
  | { readonly type: 'error'; readonly message: string }

/** The work on one item: it yields calls, is given their answers, and ends with what becomes of the item. */
export type Reconcile<T = ReconcileResult> = Generator<Call, T, unknown>

/** Delay before the next try of an item that failed so often. */
export interface Backoff {
  readonly baseMs: number
  readonly maxMs: number
}

/**
 * What works on items of a queue: which writes it hears of, what it enqueues for them, and what it does with an item.
 */
export interface Controller {
  /** upstream's name */
  readonly name: string
  readonly process: ProcessName
  /** whose requests it sends */
  readonly user: UserInfo
  readonly backoff: Backoff
  /** Takes one watch event into the controller's memory and says what to work on. */
  observe(event: WatchEvent, memory: object | undefined, state: ClusterState): Observation
  /** What the controller sees when its process starts: memory from nothing, and everything that it then looks at. */
  start(state: ClusterState): Observation
  /**
   * Whether work that `start` finds is under way in a snapshot of a running cluster, and not done long since: deletions
   * that wait, dependents whose owner is gone.
   */
  readonly resumes?: boolean
  reconcile(key: string, memory: object | undefined, now: number): Reconcile
  /** keys of what it does by its own clock, whatever waits: resets and looks at discovery whose moments nobody outside knows */
  readonly spontaneous?: readonly string[]
  /** fields of its memory that tell only what was used later than what, of which no answer hangs but in the extreme */
  readonly orderOnly?: ReadonlySet<string>
}

/**
 * What a controller makes of a write that it hears of: its memory from then on, absent where that stays, and what is to
 * be worked on.
 */
export interface Observation {
  readonly memory?: object
  readonly enqueue: readonly Enqueue[]
}

/** Nothing is enqueued. */
export const nothing: Observation = { enqueue: [] }
/** The item is forgotten until something enqueues it again. */
export const done: ReconcileResult = { type: 'done' }

/** Tried again after the controller's backoff. */
export function failed(message: string): ReconcileResult {
  return { type: 'error', message }
}

/** Sends a request and waits for the answer. */
export function* send(request: Request, as?: UserInfo): Reconcile<Response> {
  return (yield as ? { type: 'request', request, as } : { type: 'request', request }) as Response
}

/** Reads from the informer's cache. */
export function* read<T>(look: (state: ClusterState) => T): Reconcile<T> {
  return (yield { type: 'read', read: look }) as T
}

/** One of so many ways, from 0, that upstream leaves to chance. 0 is the likely one. */
export function* choose(of: number): Reconcile<number> {
  return of < 2 ? 0 : ((yield { type: 'choose', of }) as number)
}

/** Says what is not modelled. */
export function* noteFinding(finding: string): Reconcile<void> {
  yield { type: 'finding', finding }
}

/** A request by place, short to write: `{ ...requestFor('', 'v1', 'namespaces'), verb: 'get', name }`. */
export function requestFor(
  group: string,
  version: string,
  resource: string,
): Pick<Request, 'group' | 'version' | 'resource'> {
  return { group, version, resource }
}

/** The object of a successful answer, undefined of a refusal. */
export function objectOf(response: Response): KubeObject | undefined {
  return response.code < 400 && response.body.kind !== 'Status' ? (response.body as KubeObject) : undefined
}

/** The message of a refusal. */
export function messageOf(response: Response): string {
  const message = (response.body as JsonObject).message
  return typeof message === 'string' ? message : ''
}

export type { ResourceKey }
