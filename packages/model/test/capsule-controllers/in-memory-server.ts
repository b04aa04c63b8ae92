import type { Call, Reconcile } from '../../src/controllers/controller.ts'
import { resourceKey } from '../../src/object/gvk.ts'
import { equalJson, isJsonObject, type Json, type JsonObject } from '../../src/object/json.ts'
import { type KubeObject, labelsOf, withMetadata } from '../../src/object/kube-object.ts'
import type { Request, Response } from '../../src/request/request.ts'
import { type Cluster, erase, nextUid, now, openCluster, write } from '../../src/state/cluster.ts'
import type { ClusterState } from '../../src/state/cluster-state.ts'
import { findObject, listObjects } from '../../src/state/store.ts'

export interface Driven {
  readonly state: ClusterState
  readonly requests: readonly Request[]
  readonly result: unknown
}

/** Runs a reconcile to its end against a store without admission, defaults or garbage collection to speak of. */
export function drive(state: ClusterState, reconcile: Reconcile<unknown>): Driven {
  const cluster = openCluster(state)
  const requests: Request[] = []
  let next = reconcile.next()
  while (!next.done) next = reconcile.next(answer(cluster, next.value, requests))
  return { state: cluster.state, requests, result: next.value }
}

function answer(cluster: Cluster, call: Call, requests: Request[]): unknown {
  if (call.type === 'read') return call.read(cluster.state)
  if (call.type !== 'request') throw new Error(`not answered here: ${call.type}`)
  requests.push(call.request)
  return handle(cluster, call.request)
}

function refusal(code: number, reason: string, message: string): Response {
  return { code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code } }
}

function handle(cluster: Cluster, request: Request): Response {
  const key = resourceKey(request.group, request.resource)
  const old = request.name === undefined ? undefined : findObject(cluster.state, key, request.namespace, request.name)
  if (request.verb === 'deletecollection') {
    const selects = parseSelector(request.query?.labelSelector ?? '')
    for (const object of listObjects(cluster.state, key, request.namespace))
      if (selects(labelsOf(object))) erase(cluster, key, object)
    return { code: 200, body: {} }
  }
  if (request.verb === 'create') {
    if (old) return refusal(409, 'AlreadyExists', `${request.resource} "${request.name}" already exists`)
    const created = withMetadata(admitted(cluster, request, request.body as KubeObject), {
      uid: nextUid(cluster, `${key} ${request.name}`),
      creationTimestamp: now(cluster),
      generation: 1,
    })
    return { code: 201, body: write(cluster, key, created, undefined) }
  }
  if (!old) return refusal(404, 'NotFound', `${request.resource} "${request.name}" not found`)
  if (request.verb === 'delete') {
    if (request.resource === 'namespaces' || old.metadata.finalizers)
      return { code: 200, body: write(cluster, key, withMetadata(old, { deletionTimestamp: now(cluster) }), old) }
    erase(cluster, key, old)
    return { code: 200, body: old }
  }
  if (request.verb === 'update') return update(cluster, request, old, request.body as KubeObject)
  return update(cluster, request, old, merged(old, request.body ?? {}) as KubeObject)
}

function update(cluster: Cluster, request: Request, old: KubeObject, sent: KubeObject): Response {
  if (sent.metadata.resourceVersion !== old.metadata.resourceVersion) return refusal(409, 'Conflict', 'conflict')
  const object =
    request.subresource === 'status'
      ? { ...old, status: sent.status }
      : admitted(cluster, request, { ...sent, ...('status' in old ? { status: old.status } : {}) })
  const stored = clean(object) as KubeObject
  const key = resourceKey(request.group, request.resource)
  if (equalJson(stored, clean(old))) return { code: 200, body: old }
  return { code: 200, body: write(cluster, key, stored, old) }
}

/** Without empty maps and lists in metadata, and with what metadata.mutating and defaults add. */
function admitted(cluster: Cluster, request: Request, object: KubeObject): KubeObject {
  const defaulted = request.resource === 'limitranges' ? withLimitDefaults(object) : object
  if (request.namespace === undefined) return withMetadata(defaulted, {})
  const namespace = findObject(cluster.state, '/namespaces', undefined, request.namespace)
  const tenant = namespace && labelsOf(namespace)['capsule.clastix.io/tenant']
  const labels = {
    ...labelsOf(object),
    'capsule.clastix.io/managed-by': tenant ?? '',
    'projectcapsule.dev/tenant': tenant ?? '',
  }
  return withMetadata(defaulted, tenant ? { labels } : {})
}

interface Limit {
  readonly type: string
  readonly max?: JsonObject
  readonly min?: JsonObject
  readonly default?: JsonObject
  readonly defaultRequest?: JsonObject
}

function withLimitDefaults(object: KubeObject): KubeObject {
  const { limits } = object.spec as unknown as { limits: readonly Limit[] }
  const filled = limits.map((limit) => {
    if (limit.type !== 'Container') return limit
    const byDefault = { ...limit.max, ...limit.default }
    return { ...limit, default: byDefault, defaultRequest: { ...limit.min, ...byDefault, ...limit.defaultRequest } }
  })
  return { ...object, spec: { limits: filled } as unknown as Json }
}

function clean(value: Json | undefined, inMetadata = false): Json | undefined {
  if (!isJsonObject(value)) return value
  const fields = Object.entries(value).map(([field, item]) => [field, clean(item, field === 'metadata')] as const)
  return Object.fromEntries(
    fields.filter(
      ([, item]) => item !== undefined && !(inMetadata && isJsonObject(item) && Object.keys(item).length === 0),
    ),
  )
}

function merged(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch
  const out: Record<string, Json | undefined> = isJsonObject(target) ? { ...target } : {}
  for (const [field, item] of Object.entries(patch)) {
    if (item === null || item === undefined) delete out[field]
    else out[field] = merged(out[field], item)
  }
  return out
}

function parseSelector(text: string): (labels: Readonly<Record<string, string>>) => boolean {
  const requirements = text.split(/,(?![^(]*\))/)
  return (labels) =>
    requirements.every((requirement) => {
      const notIn = /^(\S+) notin \((.*)\)$/.exec(requirement)
      if (notIn) return !(notIn[2] ?? '').split(',').includes(labels[notIn[1] ?? ''] ?? '')
      const [key = '', value] = requirement.split('=')
      return value === undefined ? labels[key] !== undefined : labels[key] === value
    })
}
