import { foregroundFinalizer, orphanFinalizer, type PropagationPolicy } from '../../apiserver/lifecycle.ts'
import type { JsonObject } from '../../object/json.ts'
import {
  finalizersOf,
  isTerminating,
  type KubeObject,
  type OwnerReference,
  ownerReferencesOf,
} from '../../object/kube-object.ts'
import type { ResourceType } from '../../object/resource-type.ts'
import type { Request, Response } from '../../request/request.ts'
import { done, failed, messageOf, objectOf, type Reconcile, type ReconcileResult, read, send } from '../controller.ts'
import {
  dependentsOf,
  type Graph,
  type GraphNode,
  type Identity,
  isKnownAbsent,
  nodeOf,
  rememberAbsent,
} from './graph.ts'
import { processVirtualDelete } from './graph-builder.ts'
import { enqueueProcessed, type GraphHolder, keepGraph } from './memory.ts'
import { mapKind } from './rest-mapper.ts'

/**
 * Decides over one node: delete it, free it of owners that are gone, or leave it.
 * [garbagecollector.go attemptToDeleteItem; kubernetes.md 2.6]
 */
export function* attemptToDelete(holder: GraphHolder, uid: string): Reconcile {
  const node = nodeOf(holder.graph, uid)
  if (!node) return done
  if (node.beingDeleted && !node.deletingDependents) return done
  const type = yield* mapped(holder, node.identity.apiVersion, node.identity.kind)
  if (!type) return mappingFailure(node.identity)
  if (type.namespaced && node.identity.namespace === '') return done
  const answer = yield* get(type, node.identity.namespace, node.identity.name)
  const latest = objectOf(answer)
  if (!latest && answer.code !== 404) return failed(messageOf(answer))
  if (!latest || latest.metadata.uid !== uid) return yield* virtualDelete(holder, node.identity)
  const result = node.deletingDependents
    ? yield* processDeletingDependents(holder, type, node)
    : yield* classifyAndAct(holder, type, node, latest)
  const after = nodeOf(holder.graph, uid)
  return result.type === 'done' && after?.virtual ? failed('the owner is still virtual') : result
}

function* mapped(holder: GraphHolder, apiVersion: string, kind: string): Reconcile<ResourceType | undefined> {
  return yield* read((state) => mapKind(holder.graph, state, apiVersion, kind))
}

function mappingFailure(identity: { readonly apiVersion: string; readonly kind: string }): ReconcileResult {
  return failed(`unable to get REST mapping for ${identity.apiVersion}/${identity.kind}.`)
}

export function place(type: ResourceType, namespace: string, name: string): Omit<Request, 'verb'> {
  const scope = type.namespaced ? { namespace } : {}
  return { group: type.group, version: type.version, resource: type.resource, kind: type.kind, name, ...scope }
}

export function* get(type: ResourceType, namespace: string, name: string): Reconcile<Response> {
  return yield* send({ verb: 'get', ...place(type, namespace, name) })
}

function* virtualDelete(holder: GraphHolder, identity: Identity): Reconcile {
  const processed = processVirtualDelete(holder.graph, identity)
  yield* keepGraph(holder, processed.graph)
  yield* enqueueProcessed(processed)
  return done
}

/** Owners of an item by what became of them. [2.6.4] */
interface Classified {
  readonly solid: OwnerReference[]
  readonly dangling: OwnerReference[]
  readonly waiting: OwnerReference[]
}

function* classifyAndAct(holder: GraphHolder, type: ResourceType, node: GraphNode, latest: KubeObject): Reconcile {
  const references = ownerReferencesOf(latest)
  if (references.length === 0) return done
  const classified: Classified = { solid: [], dangling: [], waiting: [] }
  for (const reference of references) {
    const verdict = yield* classify(holder, node, reference)
    if (typeof verdict !== 'string') return verdict
    classified[verdict].push(reference)
  }
  if (classified.solid.length > 0)
    return yield* dropReferences(type, latest, [...classified.dangling, ...classified.waiting])
  if (classified.waiting.length > 0 && dependentsOf(holder.graph, node.identity.uid).length > 0) {
    return yield* deleteInForeground(holder, type, node, latest)
  }
  return yield* deleteItem(holder, type, node.identity, latest, policyOf(latest))
}

function policyOf(object: KubeObject): PropagationPolicy {
  const finalizers = finalizersOf(object)
  if (finalizers.includes(orphanFinalizer)) return 'Orphan'
  return finalizers.includes(foregroundFinalizer) ? 'Foreground' : 'Background'
}

function* classify(
  holder: GraphHolder,
  node: GraphNode,
  reference: OwnerReference,
): Reconcile<keyof Classified | ReconcileResult> {
  const { apiVersion, kind, name, uid } = reference
  const coordinates = { apiVersion, kind, name, uid }
  for (const namespace of new Set(['', node.identity.namespace])) {
    const owner = { ...coordinates, namespace }
    if (!isKnownAbsent(holder.graph, owner)) continue
    yield* keepGraph(holder, rememberAbsent(holder.graph, owner))
    return 'dangling'
  }
  const type = yield* mapped(holder, apiVersion, kind)
  if (!type) return mappingFailure(reference)
  if (type.namespaced && node.identity.namespace === '') return done
  const answer = yield* get(type, node.identity.namespace, name)
  const owner = objectOf(answer)
  if (!owner && answer.code !== 404) return failed(messageOf(answer))
  if (!owner || owner.metadata.uid !== uid) {
    const namespace = type.namespaced ? node.identity.namespace : ''
    yield* keepGraph(holder, rememberAbsent(holder.graph, { ...coordinates, namespace }))
    return 'dangling'
  }
  return isTerminating(owner) && finalizersOf(owner).includes(foregroundFinalizer) ? 'waiting' : 'solid'
}

/** At least one owner lives: the others are taken out of the item's references. [2.6.6] */
function* dropReferences(type: ResourceType, latest: KubeObject, gone: readonly OwnerReference[]): Reconcile {
  if (gone.length === 0) return done
  const answer = yield* patchReferences(
    type,
    latest,
    gone.map((reference) => reference.uid),
  )
  return answer.code < 400 || answer.code === 404 ? done : failed(messageOf(answer))
}

/**
 * Removes references by strategic merge, and where the resource knows no such patch by a merge patch with the whole
 * remaining list under the resourceVersion last seen. [patch.go; kubernetes.md 2.6.12]
 */
export function* patchReferences(
  type: ResourceType,
  object: KubeObject,
  ownerUids: readonly string[],
): Reconcile<Response> {
  const { uid, namespace = '', name, resourceVersion } = object.metadata
  const target = place(type, namespace, name)
  const deletions = ownerUids.map((ownerUid) => ({ $patch: 'delete', uid: ownerUid }))
  const strategic: JsonObject = { metadata: { ownerReferences: deletions, uid } }
  const answer = yield* send({ verb: 'patch', ...target, patchType: 'strategic', body: strategic })
  if (answer.code !== 415) return answer
  const rest = ownerReferencesOf(object).filter((reference) => !ownerUids.includes(reference.uid))
  const merge: JsonObject = { metadata: { resourceVersion, ownerReferences: rest, uid } }
  return yield* send({ verb: 'patch', ...target, patchType: 'merge', body: merge })
}

/** All owners that are left wait for their dependents: the item goes the same way, after undoing a circle. [2.6.7] */
function* deleteInForeground(holder: GraphHolder, type: ResourceType, node: GraphNode, latest: KubeObject): Reconcile {
  const circle = dependentsOf(holder.graph, node.identity.uid).some((dependent) => dependent.deletingDependents)
  if (circle) {
    const answer = yield* unblockOwners(type, latest)
    if (answer && answer.code >= 400) return failed(messageOf(answer))
    const current = answer ? objectOf(answer) : latest
    return yield* deleteItem(holder, type, node.identity, current ?? latest, 'Foreground')
  }
  return yield* deleteItem(holder, type, node.identity, latest, 'Foreground')
}

function* unblockOwners(type: ResourceType, object: KubeObject): Reconcile<Response | undefined> {
  const { uid, namespace = '', name, resourceVersion } = object.metadata
  const blocking = ownerReferencesOf(object).filter((reference) => reference.blockOwnerDeletion)
  if (blocking.length === 0) return undefined
  const target = place(type, namespace, name)
  const changed = blocking.map((reference) => ({ ...reference, blockOwnerDeletion: false }))
  const strategic: JsonObject = { metadata: { ownerReferences: changed, uid } }
  const answer = yield* send({ verb: 'patch', ...target, patchType: 'strategic', body: strategic })
  if (answer.code !== 415) return answer
  const all = ownerReferencesOf(object).map((reference) => ({
    ...reference,
    ...(reference.blockOwnerDeletion ? { blockOwnerDeletion: false } : {}),
  }))
  return yield* send({
    verb: 'patch',
    ...target,
    patchType: 'merge',
    body: { metadata: { resourceVersion, ownerReferences: all, uid } },
  })
}

/**
 * Deletes under the uid and resourceVersion just seen. When only something else than the references changed meanwhile,
 * the uid alone is enough. [operations.go deleteObject; kubernetes.md 2.6.10]
 */
function* deleteItem(
  holder: GraphHolder,
  type: ResourceType,
  identity: Identity,
  latest: KubeObject,
  policy: PropagationPolicy,
): Reconcile {
  const { uid, resourceVersion } = latest.metadata
  const first = yield* sendDelete(type, latest, policy, { uid, resourceVersion })
  if (first.code < 400) return done
  if (first.code === 404) return yield* virtualDelete(holder, identity)
  if (first.code !== 409) return failed(messageOf(first))
  const answer = yield* get(type, latest.metadata.namespace ?? '', latest.metadata.name)
  const current = objectOf(answer)
  if (!current || current.metadata.uid !== uid) return yield* virtualDelete(holder, identity)
  const sameOwners = JSON.stringify(ownerReferencesOf(current)) === JSON.stringify(ownerReferencesOf(latest))
  if (!sameOwners || current.metadata.resourceVersion === resourceVersion) return failed(messageOf(first))
  const second = yield* sendDelete(type, current, policy, { uid })
  return second.code < 400 ? done : failed(messageOf(second))
}

function* sendDelete(
  type: ResourceType,
  object: KubeObject,
  policy: PropagationPolicy,
  preconditions: JsonObject,
): Reconcile<Response> {
  const target = place(type, object.metadata.namespace ?? '', object.metadata.name)
  return yield* send({ verb: 'delete', ...target, body: { preconditions, propagationPolicy: policy } })
}

/** An owner in foreground deletion: it goes when no dependent blocks it any more. [2.6.9] */
function* processDeletingDependents(holder: GraphHolder, type: ResourceType, node: GraphNode): Reconcile {
  const uid = node.identity.uid
  const blocking = dependentsOf(holder.graph, uid).filter((dependent) =>
    dependent.owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion),
  )
  if (blocking.length === 0) return yield* removeFinalizer(type, node.identity, foregroundFinalizer)
  const waiting = blocking.filter((dependent) => !dependent.deletingDependents)
  yield* enqueueProcessed({ attemptToDelete: waiting.map((dependent) => dependent.identity.uid), attemptToOrphan: [] })
  return done
}

const removalTriesMax = 5

/** Takes a finalizer off under the resourceVersion just seen, again on conflict; an object that is gone is as good. [2.6.13] */
export function* removeFinalizer(type: ResourceType, identity: Identity, finalizer: string): Reconcile {
  for (let tries = 0; tries < removalTriesMax; tries++) {
    const current = objectOf(yield* get(type, identity.namespace, identity.name))
    if (!current || current.metadata.uid !== identity.uid || !finalizersOf(current).includes(finalizer)) return done
    const finalizers = finalizersOf(current).filter((name) => name !== finalizer)
    const body: JsonObject = { metadata: { resourceVersion: current.metadata.resourceVersion, finalizers } }
    const answer = yield* send({
      verb: 'patch',
      ...place(type, identity.namespace, identity.name),
      patchType: 'merge',
      body,
    })
    if (answer.code < 400 || answer.code === 404) return done
    if (answer.code !== 409) return failed(messageOf(answer))
  }
  return failed(`updateMaxRetries(${removalTriesMax}) has reached`)
}

export type { Graph }
