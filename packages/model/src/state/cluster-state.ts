import type { ResourceKey } from '../object/gvk.ts'
import type { Json } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { emptyMap, type SortedMap } from './sorted-map.ts'
import type { WatchEvent } from './watch-event.ts'

type UsualProcess = 'kube-apiserver' | 'kube-controller-manager' | 'capsule'

/**
 * The processes of a control plane that may run or not; further operators go by their own names. A process that does not
 * run reconciles nothing and serves nothing.
 */
export type ProcessName = UsualProcess | (string & {})

/** Something of each process; of a further operator it may be left out. */
export type ByProcess<T> = Readonly<Record<UsualProcess, T>> & { readonly [operator: string]: T | undefined }

/** One entry of a controller's work queue. */
export interface WorkItem {
  readonly controller: string
  readonly key: string
  /** virtual time in milliseconds since the epoch from which on it may be worked on */
  readonly dueAt: number
  /** position among items of one time: first come, first served */
  readonly order: number
  /** how often it failed in a row; decides the next delay */
  readonly failures: number
  /** number of the step whose write put it into the queue */
  readonly causedBy: number
}

/** A reconcile under way: it is played again from its start with the answers it was given. */
export interface Progress {
  readonly item: WorkItem
  /** its memory and the time when it began */
  readonly memory: object | undefined
  readonly startedAt: number
  /** what its calls were answered, in order */
  readonly answers: readonly unknown[]
}

/** One of several ways in which things can go on, by chance alone. */
export interface Choice {
  /** how many ways there are */
  readonly of: number
  /** the one taken, from 0; 0 is the likely one */
  readonly taken: number
}

/**
 * Everything that decides what a cluster does next. Plain and frozen: a fork is another reference to it, and what one
 * fork writes the other never sees.
 */
export interface ClusterState {
  /** What etcd holds: by resource, then by `namespace/name` (`/name` for cluster-scoped objects). */
  readonly objects: Readonly<Record<ResourceKey, SortedMap<KubeObject>>>
  /** the resourceVersion of the last write */
  readonly revision: number
  /** how many uids were given out, by `resource place`: a uid tells who carries it, not in which order uids were given */
  readonly uidsGiven: SortedMap<number>
  /** after how many objects of one place their uids come again, so that what goes round in circles comes back; absent: never */
  readonly uidsAgainAfter?: number
  /** virtual time in milliseconds since the epoch */
  readonly clock: number
  /** how many actions were applied */
  readonly stepCount: number
  /** a further operator of which nothing is said runs */
  readonly running: ByProcess<boolean>
  /** how much later than usual a process begins its work, in virtual milliseconds: it is busy with what is not in this state */
  readonly lagMs: ByProcess<number>
  /** work items by `controller|key` */
  readonly queue: SortedMap<WorkItem>
  /** the same by time and order, for finding the next */
  readonly queueByTime: SortedMap<string>
  readonly queueCount: number
  /** What controllers keep in memory between two reconciles, by name of the controller. Lost when their process ends. */
  readonly memory: Readonly<Record<string, Json | undefined | object>>
  /** what a controller is in the middle of, by its name; only where reconciles are taken request by request */
  readonly inProgress: SortedMap<Progress>
  /** what controllers that are in the middle of an item have still to hear of, by name */
  readonly withheld: SortedMap<readonly WatchEvent[]>
  /** processes whose watches lag, with what they have not heard of yet */
  readonly lagging: Readonly<Partial<Record<ProcessName, readonly WatchEvent[]>>>
  /** what chance is to decide, first come, first served; where nothing is left, it takes the likely way */
  readonly choicesGiven: readonly number[]
  readonly choicesMade: readonly Choice[]
}

/** Whether a process runs; one that was never stopped does. */
export function isRunning({ running }: Pick<ClusterState, 'running'>, process: ProcessName): boolean {
  return running[process] ?? true
}

export function emptyState(clock: number): ClusterState {
  return {
    objects: {},
    revision: 0,
    uidsGiven: emptyMap,
    clock,
    stepCount: 0,
    running: { 'kube-apiserver': true, 'kube-controller-manager': true, capsule: true },
    lagMs: { 'kube-apiserver': 0, 'kube-controller-manager': 0, capsule: 0 },
    queue: emptyMap,
    queueByTime: emptyMap,
    queueCount: 0,
    memory: {},
    inProgress: emptyMap,
    withheld: emptyMap,
    lagging: {},
    choicesGiven: [],
    choicesMade: [],
  }
}
