import {
  type ClusterModel,
  type ClusterState,
  findObject,
  type KubeObject,
  listAt,
  textAt,
} from '@capsule-whatif/model'
import { defaultUser } from '../action/impersonated-user.ts'
import { usualPatience } from '../schedule/likely.ts'
import { hasKey, keyText, type MetadataKey } from './metadata-key.ts'
import {
  creationOfNamespace,
  creationOfPod,
  findTenant,
  type NamespaceForm,
  namespacesKey,
  podIn,
  podsKey,
  probeName,
  tenantsKey,
} from './probe.ts'
import { act, nextStart, type TimedStep, type Workers, work, writtenAt } from './workers.ts'

/** How a Tenant's namespaces are asked for, and the keys that they and their pods get. */
export interface Launch {
  readonly form: NamespaceForm
  readonly keys: readonly MetadataKey[]
}

export interface StormPlan {
  readonly model: ClusterModel
  readonly state: ClusterState
  readonly launches: readonly Launch[]
  readonly namespaces: number
  readonly everyMs: number
  readonly podAfterMs: number
  readonly retryMs: number
  readonly podsBy: 'owner' | 'administrator'
  readonly writeMs: number
  readonly memberMs: number
}

/** A namespace of the storm, with times in virtual milliseconds since the epoch. */
export interface Arrived {
  readonly tenant: string
  readonly name: string
  readonly owner: NamespaceForm['owner']
  readonly keys: readonly MetadataKey[]
  readonly podKeys: readonly MetadataKey[]
  readonly createdAt: number
  /** when it got each key, by the key's text */
  readonly keyAt: Map<string, number>
  /** from when on what its pods need is there: what a reconcile writes is there before its end */
  readyAt: number
  podAt?: number
  /** with which words its pod was refused the last time */
  podRefusal?: string
  /** how many writes were made in it, and how many when its pod was refused the last time */
  writes: number
  refusedAtWrites?: number
}

export interface PlayedStorm {
  readonly arrived: readonly Arrived[]
  readonly refusals: readonly string[]
  readonly podRetries: number
  readonly podsLeftWithout: number
  readonly seconds: number
}

/** Something that a user will do. */
interface Due {
  readonly at: number
  readonly act: (at: number) => void
}

interface Play {
  readonly plan: StormPlan
  readonly workers: Workers
  readonly arrived: Map<string, Arrived>
  readonly refusals: string[]
  /** sorted by time */
  readonly dues: Due[]
  podRetries: number
  lastWriteAt: number
  /** writes of objects that lie in no namespace, those of Namespaces and Tenants left out */
  clusterWrites: number
}

const podName = 'whatif'

/** A pod that is not admitted in so long is given up. */
const podPatienceMs = 120_000

export function playStorm(plan: StormPlan): PlayedStorm {
  const { model, state, writeMs, memberMs } = plan
  const extraMs: Workers['extraMs'] = ({ controller, key }, current) =>
    controller === 'capsule/tenants' ? memberMs * sizeOf(current, key) : 0
  const workers: Workers = { model, state, takenUntil: new Map(), writeMs, extraMs }
  const play: Play = {
    plan,
    workers,
    arrived: new Map(),
    refusals: [],
    dues: [],
    podRetries: 0,
    lastWriteAt: state.clock,
    clusterWrites: 0,
  }
  for (let index = 0; index < plan.namespaces; index++) {
    const launch = plan.launches[index % plan.launches.length]
    if (launch) schedule(play, state.clock + index * plan.everyMs, (at) => createNamespace(play, launch, index, at))
  }
  while (advance(play));
  const arrived = [...play.arrived.values()]
  return {
    arrived,
    refusals: play.refusals,
    podRetries: play.podRetries,
    podsLeftWithout: arrived.filter((each) => isPodLeftWithout(workers.state, each)).length,
    seconds: (play.lastWriteAt - state.clock) / 1000,
  }
}

/** How many namespaces the Tenant's status lists. */
function sizeOf(state: ClusterState, tenant: string): number {
  return listAt(findTenant(state, tenant), 'status', 'namespaces').length
}

/** What is due first happens: a worker's item or a user's request. Ends once nothing is written any more. */
function advance(play: Play): boolean {
  const { workers, dues } = play
  const next = nextStart(workers)
  const [due] = dues
  if (due && (!next || due.at <= next.startMs)) {
    dues.shift()
    due.act(due.at)
    return true
  }
  if (!next || next.startMs > play.lastWriteAt + usualPatience.quietMs) return false
  watch(play, work(workers, next.item, next.startMs))
  return true
}

function schedule({ dues }: Play, at: number, action: (at: number) => void): void {
  const index = dues.findLastIndex((due) => due.at <= at)
  dues.splice(index + 1, 0, { at, act: action })
}

function createNamespace(play: Play, { form, keys }: Launch, index: number, at: number): void {
  const name = probeName(form.tenant, index)
  const request = creationOfNamespace(form, name)
  const timed = act(play.workers, { type: 'request', as: form.owner, request }, at)
  const { response } = timed.step
  if (!response || response.code >= 400) {
    play.refusals.push(textAt(response?.body, 'message')?.replaceAll(name, 'NAME') ?? 'refused')
    return
  }
  const createdAt = timed.endMs
  const arrived: Arrived = {
    tenant: form.tenant,
    name,
    owner: form.owner,
    keys: keys.filter(({ on }) => on === 'Namespace'),
    podKeys: keys.filter(({ on }) => on === 'Pod'),
    createdAt,
    keyAt: new Map(),
    readyAt: createdAt,
    writes: 0,
  }
  play.arrived.set(name, arrived)
  watch(play, timed)
  const until = createdAt + podPatienceMs
  schedule(play, createdAt + play.plan.podAfterMs, (then) => createPod(play, arrived, then, until))
}

/** Tried again until it is admitted, as whatever deploys it would. */
function createPod(play: Play, arrived: Arrived, at: number, until: number): void {
  const timed = at < arrived.readyAt || isRefusedAgain(play, arrived) ? undefined : tryPod(play, arrived, at)
  if (timed?.step.response && timed.step.response.code < 400) {
    arrived.podAt = timed.endMs
    return
  }
  play.podRetries += 1
  const again = at + play.plan.retryMs
  if (again <= until) schedule(play, again, (then) => createPod(play, arrived, then, until))
}

/** A pod that was refused is refused again as long as nothing was written in its namespace or for the whole cluster. */
function isRefusedAgain({ clusterWrites }: Play, { writes, refusedAtWrites }: Arrived): boolean {
  return refusedAtWrites === writes + clusterWrites
}

function tryPod(play: Play, arrived: Arrived, at: number): TimedStep {
  const { plan, workers } = play
  const { name, tenant, owner } = arrived
  const pod = podIn(name, findTenant(workers.state, tenant), podName)
  const as = plan.podsBy === 'owner' ? owner : defaultUser
  const timed = act(workers, { type: 'request', as, request: creationOfPod(pod) }, at)
  watch(play, timed)
  const { response } = timed.step
  if (!response || response.code < 400) return timed
  arrived.podRefusal = (textAt(response.body, 'message') ?? 'refused').replaceAll(name, 'NAME')
  arrived.refusedAtWrites = arrived.writes + play.clusterWrites
  return timed
}

/** Notes what a step wrote of the storm's namespaces. */
function watch(play: Play, timed: TimedStep): void {
  const { events } = timed.step
  if (events.length > 0) play.lastWriteAt = Math.max(play.lastWriteAt, timed.endMs)
  for (const [index, { type, resource, object }] of events.entries()) {
    const at = writtenAt(timed, index)
    if (resource === namespacesKey) noteKeys(play.arrived.get(object.metadata.name), object, at)
    const inside = play.arrived.get(object.metadata.namespace ?? '')
    if (inside) inside.writes += 1
    else if (object.metadata.namespace === undefined && !ofStorms.has(resource)) play.clusterWrites += 1
    if (type !== 'added' || !neededByPods[play.plan.podsBy].has(resource)) continue
    if (inside) inside.readyAt = Math.max(inside.readyAt, at)
  }
}

/** What a storm writes all the time, and no pod's admission goes by. */
const ofStorms: ReadonlySet<string> = new Set([namespacesKey, tenantsKey])

/** What a namespace must have before somebody can create a pod in it. */
const neededByPods: Readonly<Record<StormPlan['podsBy'], ReadonlySet<string>>> = {
  administrator: new Set(['/serviceaccounts']),
  owner: new Set(['/serviceaccounts', 'rbac.authorization.k8s.io/rolebindings']),
}

function noteKeys(arrived: Arrived | undefined, namespace: KubeObject, at: number): void {
  for (const key of arrived?.keys ?? []) {
    const text = keyText(key)
    if (!hasKey(namespace, key, namespace.metadata.name)) arrived?.keyAt.delete(text)
    else if (!arrived?.keyAt.has(text)) arrived?.keyAt.set(text, at)
  }
}

function isPodLeftWithout(state: ClusterState, { name, podKeys, podAt }: Arrived): boolean {
  const pod = podAt === undefined ? undefined : findObject(state, podsKey, name, podName)
  return pod !== undefined && podKeys.some((key) => !hasKey(pod, key, name))
}
