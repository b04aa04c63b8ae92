import { servedTypes } from '../../apiserver/discovery.ts'
import { at, textAt } from '../../object/json.ts'
import { finalizersOf, type KubeObject } from '../../object/kube-object.ts'
import { keyOf, type ResourceType } from '../../object/resource-type.ts'
import { isSuccess, type Request, type Response } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { listObjects } from '../../state/store.ts'
import { messageOf, type Reconcile, read, send } from '../controller.ts'

/** What is known of one resource of a namespace after an attempt to delete it. */
export interface TypeResult {
  /** seconds until the rest may be gone; 0 where nothing is known */
  readonly estimate: number
  readonly remaining: number
  /** finalizers of the objects that are left, one entry per object */
  readonly finalizers: readonly string[]
  readonly error?: string
}

/** Seconds that objects with finalizers are given. [deletion/namespaced_resources_deleter.go finalizerEstimateSeconds] */
const finalizerEstimateSeconds = 15

const nothingLeft: TypeResult = { estimate: 0, remaining: 0, finalizers: [] }

/**
 * Everything deletable is deleted, in the preferred version of each namespaced resource. Upstream asks for every
 * resource in random order; here in order of group and name, and only where there is something, as a collection of
 * nothing changes nothing. [deletion/namespaced_resources_deleter.go deleteAllContent; kubernetes.md 3.3.4]
 */
export function deletableTypes(state: ClusterState, namespace: string): readonly ResourceType[] {
  return servedTypes(state)
    .filter((type) => type.namespaced && type.verbs.includes('delete'))
    .filter((type) => listObjects(state, keyOf(type), namespace).length > 0)
    .toSorted((a, b) => compareText(a.group, b.group) || compareText(a.resource, b.resource))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * A resource is deleted as a collection where that is supported, else object by object, and then looked at again.
 * [deletion/namespaced_resources_deleter.go deleteAllContentForGroupVersionResource; kubernetes.md 3.3.5]
 */
export function* deleteType(type: ResourceType, namespace: string, secondsDeleted: number): Reconcile<TypeResult> {
  const objects = yield* listed(type, namespace)
  if (objects.length === 0) return nothingLeft
  const estimate = isPods(type) ? podEstimate(objects, secondsDeleted) : 0
  const error = yield* deleteAll(type, namespace, objects)
  if (error !== undefined) return { ...nothingLeft, estimate, error }
  if (!type.verbs.includes('list')) return { ...nothingLeft, estimate }
  return leftOver(type, namespace, estimate, yield* listed(type, namespace))
}

function listed(type: ResourceType, namespace: string): Reconcile<readonly KubeObject[]> {
  return read((state) => listObjects(state, keyOf(type), namespace))
}

function leftOver(type: ResourceType, namespace: string, estimate: number, objects: readonly KubeObject[]): TypeResult {
  if (objects.length === 0) return nothingLeft
  const finalizers = objects.flatMap(finalizersOf)
  if (estimate > 0) return { estimate, remaining: objects.length, finalizers }
  if (finalizers.length > 0) return { estimate: finalizerEstimateSeconds, remaining: objects.length, finalizers }
  const resource = `${type.group}/${type.version}, Resource=${type.resource}`
  const error = `unexpected items still remain in namespace: ${namespace} for gvr: ${resource}`
  return { estimate, remaining: objects.length, finalizers: [], error }
}

function* deleteAll(
  type: ResourceType,
  namespace: string,
  objects: readonly KubeObject[],
): Reconcile<string | undefined> {
  if (type.verbs.includes('deletecollection')) {
    const answer = yield* send(deletion(type, namespace, { verb: 'deletecollection' }))
    if (isSuccess(answer)) return undefined
    if (!isUnsupported(answer)) return messageOf(answer)
  }
  if (!type.verbs.includes('list')) return undefined
  for (const { metadata } of objects) {
    const answer = yield* send(deletion(type, namespace, { verb: 'delete', name: metadata.name }))
    if (!isSuccess(answer) && !isUnsupported(answer)) return messageOf(answer)
  }
  return undefined
}

function deletion(type: ResourceType, namespace: string, what: Pick<Request, 'verb' | 'name'>): Request {
  const { group, version, resource, kind } = type
  return { group, version, resource, kind, namespace, query: { propagationPolicy: 'Background' }, ...what }
}

/** Not found and not allowed both mean that a resource cannot be deleted this way. [deletion/namespaced_resources_deleter.go deleteCollection] */
function isUnsupported(answer: Response): boolean {
  return answer.code === 404 || answer.code === 405
}

export function isPods(type: ResourceType): boolean {
  return type.group === '' && type.resource === 'pods'
}

/**
 * Pods are given the longest grace period among them, counted from the deletion of the namespace, and none once it is
 * over. [deletion/namespaced_resources_deleter.go estimateGracefulTermination; kubernetes.md 3.3.6]
 */
function podEstimate(pods: readonly KubeObject[], secondsDeleted: number): number {
  let longest = 0
  for (const pod of pods) {
    const phase = textAt(pod, 'status', 'phase')
    const grace = at(pod, 'spec', 'terminationGracePeriodSeconds')
    if (phase !== 'Succeeded' && phase !== 'Failed' && typeof grace === 'number') longest = Math.max(longest, grace)
  }
  return secondsDeleted >= longest ? 0 : longest
}
