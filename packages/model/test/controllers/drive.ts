import { findType } from '../../src/apiserver/discovery.ts'
import { deleteObject } from '../../src/apiserver/lifecycle.ts'
import type { Call, Controller, Enqueue, ReconcileResult } from '../../src/controllers/controller.ts'
import type { KubeObject } from '../../src/object/kube-object.ts'
import { keyOf, type ResourceType } from '../../src/object/resource-type.ts'
import type { Request, Response } from '../../src/request/request.ts'
import { type Cluster, erase, nextUid, now, openCluster, write } from '../../src/state/cluster.ts'
import { type ClusterState, emptyState } from '../../src/state/cluster-state.ts'
import { findObject, listObjects } from '../../src/state/store.ts'

/** A cluster with some controllers and an API server that only stores, so that controllers are tested alone. */
export interface World {
  readonly cluster: Cluster
  readonly controllers: readonly Controller[]
  readonly queue: Map<string, { readonly enqueue: Enqueue; readonly dueAt: number }>
  readonly memory: Map<string, object>
  readonly failures: Map<string, number>
  /** all requests that changed something or were refused, as `verb resource/name code` */
  readonly log: string[]
  /** an answer instead of the API server's */
  refuse: (request: Request) => Response | undefined
}

export const start: number = Date.parse('2026-01-01T00:00:00Z')

export function world(controllers: readonly Controller[], objects: readonly KubeObject[]): World {
  const cluster = openCluster(emptyState(start))
  const made: World = {
    cluster,
    controllers,
    queue: new Map(),
    memory: new Map(),
    failures: new Map(),
    log: [],
    refuse: () => undefined,
  }
  for (const object of objects) put(made, object)
  cluster.events.length = 0
  for (const controller of controllers) observed(made, controller, controller.start(cluster.state))
  return made
}

const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  Endpoints: 'endpoints',
  StorageClass: 'storageclasses',
}

export function typeOf(state: ClusterState, object: KubeObject): ResourceType {
  const [version = '', group = ''] = object.apiVersion.split('/').reverse()
  const resource = plurals[object.kind] ?? `${object.kind.toLowerCase()}s`
  const type = findType(state, group, version, resource)
  if (!type) throw new Error(`nobody serves ${group}/${version}/${resource}`)
  return type
}

export function put(to: World, object: KubeObject): KubeObject {
  const type = typeOf(to.cluster.state, object)
  const metadata = {
    uid: nextUid(to.cluster, `${keyOf(type)} ${object.metadata.name}`),
    generation: 1,
    creationTimestamp: now(to.cluster),
    ...object.metadata,
  }
  return write(to.cluster, keyOf(type), { ...object, metadata }, undefined)
}

export function get(
  from: World,
  resource: `${string}/${string}`,
  namespace: string | undefined,
  name: string,
): KubeObject | undefined {
  return findObject(from.cluster.state, resource, namespace, name)
}

/** Replaces what is stored. */
export function change(to: World, object: KubeObject): KubeObject {
  const key = keyOf(typeOf(to.cluster.state, object))
  const old = findObject(to.cluster.state, key, object.metadata.namespace, object.metadata.name)
  return store(to.cluster, key, object, old)
}

export function remove(from: World, object: KubeObject): void {
  deleteObject(from.cluster, typeOf(from.cluster.state, object), object, {})
}

/** Works on everything that is due within so many milliseconds. */
export function run(within: World, milliseconds: number): void {
  const end = within.cluster.state.clock + milliseconds
  for (let steps = 0; steps < 10_000; steps++) {
    deliver(within)
    const next = [...within.queue.entries()].sort(([, a], [, b]) => a.dueAt - b.dueAt)[0]
    if (!next || next[1].dueAt > end) break
    const [id, item] = next
    within.queue.delete(id)
    setClock(within, Math.max(item.dueAt, within.cluster.state.clock))
    work(within, id, item.enqueue)
  }
  deliver(within)
  setClock(within, end)
}

function setClock(of: World, clock: number): void {
  of.cluster.state = { ...of.cluster.state, clock }
}

function deliver(within: World): void {
  for (const event of within.cluster.events.splice(0))
    for (const controller of within.controllers)
      observed(within, controller, controller.observe(event, within.memory.get(controller.name), within.cluster.state))
}

function observed(
  within: World,
  controller: Controller,
  observation: { memory?: object; enqueue: readonly Enqueue[] },
): void {
  if (observation.memory) within.memory.set(controller.name, observation.memory)
  for (const enqueue of observation.enqueue) add(within, enqueue)
}

function add(to: World, enqueue: Enqueue): void {
  const id = `${enqueue.controller}|${enqueue.key}`
  const dueAt = to.cluster.state.clock + enqueue.afterMs
  const waiting = to.queue.get(id)
  if (!waiting || waiting.dueAt > dueAt) to.queue.set(id, { enqueue, dueAt })
}

function work(within: World, id: string, { controller: name, key }: Enqueue): void {
  const controller = within.controllers.find((one) => one.name === name)
  if (!controller) throw new Error(`no controller ${name}`)
  const clock = within.cluster.state.clock
  const reconcile = controller.reconcile(key, within.memory.get(name), clock)
  let step = reconcile.next()
  while (!step.done) step = reconcile.next(answer(within, controller, step.value))
  requeue(within, id, controller, key, step.value)
}

function requeue(within: World, id: string, controller: Controller, key: string, result: ReconcileResult): void {
  if (result.type === 'done') within.failures.delete(id)
  if (result.type === 'requeue') add(within, { controller: controller.name, key, afterMs: result.afterMs })
  if (result.type !== 'error') return
  const failures = within.failures.get(id) ?? 0
  within.failures.set(id, failures + 1)
  const afterMs = Math.min(controller.backoff.baseMs * 2 ** failures, controller.backoff.maxMs)
  add(within, { controller: controller.name, key, afterMs })
}

function answer(within: World, controller: Controller, call: Call): unknown {
  if (call.type === 'read') return call.read(within.cluster.state)
  if (call.type === 'remember') within.memory.set(controller.name, call.memory)
  if (call.type === 'enqueue') add(within, call.enqueue)
  if (call.type === 'storage') call.write(within.cluster)
  if (call.type !== 'request') return undefined
  const { request } = call
  const response = within.refuse(request) ?? handle(within.cluster, request)
  const name = [request.resource, request.subresource, request.name ?? '']
    .filter((part) => part !== undefined)
    .join('/')
  if (request.verb !== 'get') within.log.push(`${request.verb} ${name} ${response.code}`)
  return response
}

export function refusal(code: number, reason: string, message: string, more: object = {}): Response {
  return { code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, ...more } }
}

function handle(cluster: Cluster, request: Request): Response {
  const type = findType(cluster.state, request.group, request.version, request.resource)
  if (!type) return refusal(404, 'NotFound', 'the server could not find the requested resource')
  if (request.verb === 'create') return create(cluster, type, request)
  if (request.verb === 'deletecollection') {
    for (const object of listObjects(cluster.state, keyOf(type), request.namespace))
      deleteObject(cluster, type, object, {})
    return { code: 200, body: {} }
  }
  const found = findObject(
    cluster.state,
    keyOf(type),
    type.namespaced ? request.namespace : undefined,
    request.name ?? '',
  )
  if (!found) return refusal(404, 'NotFound', `${request.resource} "${request.name}" not found`)
  if (request.verb === 'get') return { code: 200, body: found }
  if (request.verb === 'delete') return { code: 200, body: deleteObject(cluster, type, found, {}).object }
  return update(cluster, type, found, request.body as KubeObject)
}

let generated = 0

function create(cluster: Cluster, type: ResourceType, request: Request): Response {
  const body = request.body as KubeObject
  const { generateName } = body.metadata
  const name = body.metadata.name ?? `${generateName}${String(++generated).padStart(5, '0')}`
  if (findObject(cluster.state, keyOf(type), request.namespace, name))
    return refusal(409, 'AlreadyExists', `${request.resource} "${name}" already exists`)
  const placed = request.namespace === undefined ? {} : { namespace: request.namespace }
  const metadata = {
    uid: nextUid(cluster, `${keyOf(type)} ${name}`),
    creationTimestamp: now(cluster),
    generation: 1,
    ...body.metadata,
    ...placed,
    name,
  }
  const status = type.resource === 'namespaces' ? { status: { phase: 'Active' } } : {}
  return { code: 201, body: write(cluster, keyOf(type), { ...status, ...body, metadata }, undefined) }
}

function update(cluster: Cluster, type: ResourceType, found: KubeObject, body: KubeObject): Response {
  const { resourceVersion } = body.metadata
  if (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion)
    return refusal(409, 'Conflict', `Operation cannot be fulfilled on ${type.resource} "${body.metadata.name}"`)
  return { code: 200, body: store(cluster, keyOf(type), body, found) }
}

function store(
  cluster: Cluster,
  key: `${string}/${string}`,
  object: KubeObject,
  old: KubeObject | undefined,
): KubeObject {
  const held =
    (object.metadata.finalizers ?? []).length > 0 ||
    ((object.spec as { finalizers?: string[] } | undefined)?.finalizers ?? []).length > 0
  if (!object.metadata.deletionTimestamp || held || !old) return write(cluster, key, object, old)
  erase(cluster, key, object)
  return object
}
