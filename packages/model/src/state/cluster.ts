import type { ResourceKey } from '../object/gvk.ts'
import { equalJson } from '../object/json.ts'
import type { KubeObject } from '../object/kube-object.ts'
import { textHash } from '../object/text-hash.ts'
import type { ClusterState } from './cluster-state.ts'
import { mapGet, mapSet } from './sorted-map.ts'
import { putObject, removeObject } from './store.ts'
import type { WatchEvent } from './watch-event.ts'

/** What a rule of Capsule that audits notes of a request, where Capsule makes an Event of it. */
export interface Audit {
  readonly user: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly message: string
}

/**
 * A state under way through one step: functions read `state` from it and leave the next one in it. Lives no longer
 * than the step; the states that it held stay as they were.
 */
export interface Cluster {
  state: ClusterState
  /** writes of this step that watchers have still to be told of */
  readonly events: WatchEvent[]
  /** what rules that audit noted in this step */
  readonly audits: Audit[]
  /** what of this step is not certain, since it is not modelled */
  readonly findings: string[]
}

export function openCluster(state: ClusterState): Cluster {
  return { state, events: [], audits: [], findings: [] }
}

/** One of so many ways, from 0, that upstream leaves to chance. 0 is the likely one. */
export function choose(cluster: Cluster, of: number): number {
  const { choicesGiven, choicesMade } = cluster.state
  const taken = Math.min(choicesGiven[choicesMade.length] ?? 0, of - 1)
  cluster.state = { ...cluster.state, choicesMade: [...choicesMade, { of, taken }] }
  return taken
}

/** Virtual time as metadata prints it: RFC 3339 in seconds. */
export function now(cluster: Cluster): string {
  return formatTime(cluster.state.clock)
}

export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** A number that no object of this place had before, from 1: the how manieth to come. */
export function nextNumber(cluster: Cluster, place: string): number {
  const { uidsGiven, uidsAgainAfter = Number.POSITIVE_INFINITY } = cluster.state
  const before = mapGet(uidsGiven, place) ?? 0
  const count = before >= uidsAgainAfter ? 1 : before + 1
  cluster.state = { ...cluster.state, uidsGiven: mapSet(uidsGiven, place, count) }
  return count
}

/** A uid that no object of this state had before; the same whatever else was created before it. */
export function nextUid(cluster: Cluster, place: string): string {
  const hash = textHash(`${place} ${nextNumber(cluster, place)}`) % 2 ** 48
  return `00000000-0000-4000-8000-${hash.toString(16).padStart(12, '0')}`
}

/** Stores the object under a new resourceVersion and gives it back as stored. */
export function write(
  cluster: Cluster,
  resource: ResourceKey,
  object: KubeObject,
  oldObject: KubeObject | undefined,
): KubeObject {
  const revision = cluster.state.revision + 1
  const stored: KubeObject = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } }
  cluster.state = putObject({ ...cluster.state, revision }, resource, stored)
  cluster.events.push(
    oldObject ? { type: 'modified', resource, object: stored, oldObject } : { type: 'added', resource, object: stored },
  )
  return stored
}

/**
 * The same, unless it would store what is stored: that writes nothing, and nobody hears of it.
 * [apiserver storage/etcd3/store.go GuaranteedUpdate; kubernetes.md 1.4.6]
 */
export function writeChanged(
  cluster: Cluster,
  resource: ResourceKey,
  object: KubeObject,
  oldObject: KubeObject,
): KubeObject {
  return equalJson(object, oldObject) ? oldObject : write(cluster, resource, object, oldObject)
}

/** Takes the object out of the store. */
export function erase(cluster: Cluster, resource: ResourceKey, object: KubeObject): void {
  const revision = cluster.state.revision + 1
  cluster.state = removeObject(
    { ...cluster.state, revision },
    resource,
    object.metadata.namespace,
    object.metadata.name,
  )
  cluster.events.push({ type: 'deleted', resource, object, oldObject: object })
}
