import { type JsonObject, listAt, textAt } from '../../object/json.ts'
import { isTerminating, type KubeObject } from '../../object/kube-object.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import type { Response } from '../../request/request.ts'
import { formatTime } from '../../state/cluster.ts'
import {
  done,
  failed,
  messageOf,
  objectOf,
  type Reconcile,
  type ReconcileResult,
  read,
  requestFor,
  send,
} from '../controller.ts'
import { type ContentResult, conditionsFor, withConditions } from './conditions.ts'
import { deletableTypes, deleteType, isPods, type TypeResult } from './delete-content.ts'

const namespaces = requestFor('', 'v1', 'namespaces')

/** What the namespace controller takes out of spec.finalizers. */
const finalizerToken = 'kubernetes'

/**
 * A terminating namespace is emptied and then finalized; while something is left it is tried again later.
 * [deletion/namespaced_resources_deleter.go Delete; kubernetes.md 3.3.2]
 */
export function* deleteNamespace(name: string, now: number): Reconcile {
  const answer = yield* send({ ...namespaces, verb: 'get', name })
  const found = objectOf(answer)
  if (!found) return failureUnlessGone(answer)
  if (!isTerminating(found)) return done
  const marked = yield* retryOnConflict(found, markTerminating)
  const namespace = objectOf(marked)
  if (!namespace) return failureUnlessGone(marked)
  if (!isTerminating(namespace) || listAt(namespace, 'spec', 'finalizers').length === 0) return done
  const { estimate, errors } = yield* deleteContent(namespace, now)
  if (errors.length > 0) return failed(aggregate(errors))
  if (estimate > 0) return { type: 'requeue', afterMs: (Math.floor(estimate / 2) + 1) * 1000, remembersFailures: true }
  return failureUnlessGone(yield* retryOnConflict(namespace, finalize))
}

function failureUnlessGone(answer: Response): ReconcileResult {
  return answer.code < 400 || answer.code === 404 ? done : failed(messageOf(answer))
}

/** Several errors in one text. [apimachinery util/errors aggregate.Error] */
function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)]
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`
}

/** A write that met another one is tried again on the newest object, as long as it is the same one. [retryOnConflictError] */
function* retryOnConflict(
  namespace: KubeObject,
  change: (latest: KubeObject) => Reconcile<Response>,
): Reconcile<Response> {
  let latest = namespace
  for (;;) {
    const answer = yield* change(latest)
    if (answer.code !== 409) return answer
    const fresh = yield* send({ ...namespaces, verb: 'get', name: latest.metadata.name })
    const next = objectOf(fresh)
    if (!next) return fresh
    if (next.metadata.uid !== latest.metadata.uid) return answer
    latest = next
  }
}

function* markTerminating(namespace: KubeObject): Reconcile<Response> {
  if (!isTerminating(namespace) || textAt(namespace, 'status', 'phase') === 'Terminating')
    return { code: 200, body: namespace }
  return yield* updateStatus({ ...namespace, status: { ...(namespace.status as JsonObject), phase: 'Terminating' } })
}

function updateStatus(namespace: KubeObject): Reconcile<Response> {
  return update(namespace, 'status')
}

function finalize(namespace: KubeObject): Reconcile<Response> {
  const finalizers = listAt(namespace, 'spec', 'finalizers').filter((finalizer) => finalizer !== finalizerToken)
  return update({ ...namespace, spec: { ...(namespace.spec as JsonObject), finalizers } }, 'finalize')
}

function update(namespace: KubeObject, subresource: string): Reconcile<Response> {
  return send({ ...namespaces, verb: 'update', name: namespace.metadata.name, subresource, body: namespace })
}

interface ContentDeletion {
  readonly estimate: number
  readonly errors: readonly string[]
}

/**
 * Pods go first, alone; only a namespace without pods loses the rest. The conditions are written when they change, and a
 * failure of that write is not taken notice of. [deletion/namespaced_resources_deleter.go deleteAllContent; kubernetes.md 3.3.4]
 */
function* deleteContent(namespace: KubeObject, now: number): Reconcile<ContentDeletion> {
  const name = namespace.metadata.name
  const secondsDeleted = (now - Date.parse(namespace.metadata.deletionTimestamp ?? '')) / 1000
  const types = yield* read((state) => deletableTypes(state, name))
  const results = new Map<ResourceType, TypeResult>()
  for (const type of types.toSorted((a, b) => Number(isPods(b)) - Number(isPods(a)))) {
    const result = yield* deleteType(type, name, secondsDeleted)
    results.set(type, result)
    if (isPods(type) && result.remaining > 0) break
  }
  const next = withConditions(namespace, conditionsFor(contentResult(results)), formatTime(now))
  if (next !== namespace) yield* updateStatus(next)
  return {
    estimate: Math.max(0, ...[...results.values()].map(({ estimate }) => estimate)),
    errors: errorsOf(name, results),
  }
}

function errorsOf(namespace: string, results: ReadonlyMap<ResourceType, TypeResult>): readonly string[] {
  return [...results].flatMap(([type, { error }]) => {
    if (error === undefined) return []
    return isPods(type) ? [`failed to delete pods for namespace: ${namespace}, err: ${error}`] : [error]
  })
}

/**
 * What the conditions are told. While pods remain the totals are left out of it, so the namespace then claims that all
 * of its content was removed. [deletion/namespaced_resources_deleter.go deleteAllContent, early return; kubernetes.md 3.4.2]
 */
function contentResult(results: ReadonlyMap<ResourceType, TypeResult>): ContentResult {
  const remaining = new Map<string, number>()
  const finalizers = new Map<string, number>()
  const errors = [...results.values()].flatMap(({ error }) => (error === undefined ? [] : [error]))
  const onlyPods = [...results].some(([type, result]) => isPods(type) && result.remaining > 0)
  if (onlyPods) return { errors, remaining, finalizers }
  for (const [type, result] of results) {
    if (result.remaining > 0) remaining.set(`${type.resource}.${type.group}`, result.remaining)
    for (const finalizer of result.finalizers) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1)
  }
  return { errors, remaining, finalizers }
}
