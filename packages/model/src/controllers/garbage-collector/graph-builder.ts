import { foregroundFinalizer, orphanFinalizer } from '../../apiserver/lifecycle.ts'
import type { OwnerReference } from '../../object/kube-object.ts'
import { finalizersOf, isTerminating, type KubeObject, ownerReferencesOf } from '../../object/kube-object.ts'
import {
  addEdge,
  dependentsOf,
  type Graph,
  type GraphNode,
  type Identity,
  matchesCoordinates,
  nodeOf,
  putNode,
  rememberAbsent,
  removeEdge,
  removeNode,
} from './graph.ts'

/** The graph after an event, and whom it makes the workers look at. */
export interface Processed {
  readonly graph: Graph
  /** uids for the attemptToDelete queue, in order */
  readonly attemptToDelete: readonly string[]
  /** uids for the attemptToOrphan queue */
  readonly attemptToOrphan: readonly string[]
}

interface Builder {
  graph: Graph
  readonly attemptToDelete: string[]
  readonly attemptToOrphan: string[]
}

/** Takes an object that was seen, new or changed, into the graph. [garbagecollector/graph_builder.go processGraphChanges; kubernetes.md 2.3] */
export function processUpsert(
  graph: Graph,
  identity: Identity,
  object: KubeObject,
  oldObject: KubeObject | undefined,
): Processed {
  const builder: Builder = { graph, attemptToDelete: [], attemptToOrphan: [] }
  const known = nodeOf(graph, identity.uid)
  const owners = ownerReferencesOf(object)
  if (known?.virtual) observeVirtual(builder, known, identity)
  const node: GraphNode = {
    identity: known && !known.virtual ? known.identity : identity,
    owners,
    virtual: false,
    beingDeleted: (known?.beingDeleted ?? false) || isTerminating(object),
    deletingDependents: known?.deletingDependents ?? false,
  }
  builder.graph = putNode(builder.graph, node)
  if (known && !known.virtual) relinkOwners(builder, node, known.owners)
  else linkOwners(builder, node, owners)
  processTransitions(builder, node, object, oldObject)
  return builder
}

/** An owner known from references only turns up: those that name it wrongly are looked at. [2.3.1] */
function observeVirtual(builder: Builder, known: GraphNode, identity: Identity): void {
  const same = known.identity.namespace === identity.namespace && matchesCoordinates(known.identity, identity)
  if (same) return
  for (const dependent of dependentsOf(builder.graph, identity.uid)) {
    const wrong = dependent.owners.some(
      (owner) =>
        owner.uid === identity.uid &&
        (!matchesCoordinates(owner, identity) ||
          (identity.namespace !== '' && dependent.identity.namespace !== identity.namespace)),
    )
    if (wrong) builder.attemptToDelete.push(dependent.identity.uid)
  }
}

/** [2.3.5, 2.3.6] */
function linkOwners(builder: Builder, node: GraphNode, owners: readonly OwnerReference[]): void {
  let examine = false
  for (const owner of owners) {
    const known = nodeOf(builder.graph, owner.uid)
    if (!known) {
      builder.graph = putNode(builder.graph, virtualNode(owner, node.identity.namespace))
      builder.attemptToDelete.push(owner.uid)
    } else examine ||= isSuspect(owner, known, node)
    builder.graph = addEdge(builder.graph, owner.uid, node.identity.uid)
  }
  if (examine) builder.attemptToDelete.push(node.identity.uid)
}

function virtualNode(owner: OwnerReference, namespace: string): GraphNode {
  const identity = { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name, uid: owner.uid, namespace }
  return { identity, owners: [], virtual: true, beingDeleted: false, deletingDependents: false }
}

/** Whether a reference to a known owner has to be checked by a look at the API. [2.3.6] */
function isSuspect(reference: OwnerReference, owner: GraphNode, dependent: GraphNode): boolean {
  const namespace = owner.identity.namespace
  if (namespace !== '' && namespace !== dependent.identity.namespace) return true
  if (!matchesCoordinates(reference, owner.identity)) return true
  return owner.virtual && namespace === '' && dependent.identity.namespace !== ''
}

/** [2.3.3] */
function relinkOwners(builder: Builder, node: GraphNode, before: readonly OwnerReference[]): void {
  const uid = node.identity.uid
  const removed = before.filter((old) => !node.owners.some((owner) => owner.uid === old.uid))
  const added = node.owners.filter((owner) => !before.some((old) => old.uid === owner.uid))
  const unblocked = before.filter(
    (old) => old.blockOwnerDeletion && node.owners.some((owner) => owner.uid === old.uid && !owner.blockOwnerDeletion),
  )
  for (const owner of [...removed.filter((old) => old.blockOwnerDeletion), ...unblocked]) {
    if (nodeOf(builder.graph, owner.uid)) builder.attemptToDelete.push(owner.uid)
  }
  linkOwners(builder, node, added)
  for (const owner of removed) builder.graph = removeEdge(builder.graph, owner.uid, uid)
}

/** Deletion that starts with one of the garbage collector's finalizers sets it to work. [2.3.4] */
function processTransitions(
  builder: Builder,
  node: GraphNode,
  object: KubeObject,
  oldObject: KubeObject | undefined,
): void {
  const uid = node.identity.uid
  if (startsDeletionWith(orphanFinalizer, object, oldObject)) {
    builder.attemptToOrphan.push(uid)
    return
  }
  if (!startsDeletionWith(foregroundFinalizer, object, oldObject)) return
  builder.graph = putNode(builder.graph, { ...node, deletingDependents: true })
  for (const dependent of dependentsOf(builder.graph, uid)) builder.attemptToDelete.push(dependent.identity.uid)
  builder.attemptToDelete.push(uid)
}

function startsDeletionWith(finalizer: string, object: KubeObject, oldObject: KubeObject | undefined): boolean {
  const has = (candidate: KubeObject): boolean =>
    isTerminating(candidate) && finalizersOf(candidate).includes(finalizer)
  return has(object) && !(oldObject && has(oldObject))
}

/** An object is gone. [2.4.1] */
export function processDelete(graph: Graph, uid: string): Processed {
  const node = nodeOf(graph, uid)
  if (!node) return { graph, attemptToDelete: [], attemptToOrphan: [] }
  const dependents = dependentsOf(graph, uid)
  const removed = removeNode(graph, node)
  const waiting = node.owners.filter((owner) => nodeOf(removed, owner.uid)?.deletingDependents)
  return {
    graph: dependents.length > 0 ? rememberAbsent(removed, node.identity) : removed,
    attemptToDelete: [...dependents.map((dependent) => dependent.identity.uid), ...waiting.map((owner) => owner.uid)],
    attemptToOrphan: [],
  }
}

/**
 * The collector looked for a node under some coordinates and found nothing there. Where references name the uid by
 * other coordinates too, only those who used the refuted ones are looked at, and the next coordinates are tried.
 * [graph_builder.go processGraphChanges, virtualDeleteEvent; kubernetes.md 2.4.2, 2.4.3]
 */
export function processVirtualDelete(graph: Graph, refuted: Identity): Processed {
  const node = nodeOf(graph, refuted.uid)
  if (!node) return { graph, attemptToDelete: [], attemptToOrphan: [] }
  const [agreeing, others] = partitionByCoordinates(dependentsOf(graph, refuted.uid), refuted)
  const isRefuted = sameIdentity(node.identity, refuted)
  if (node.virtual ? others.length === 0 : isRefuted) return processDelete(graph, refuted.uid)
  const kept = agreeing.length > 0 ? rememberAbsent(graph, refuted) : graph
  const attemptToDelete = agreeing.map((dependent) => dependent.identity.uid)
  const alternative = node.virtual && isRefuted ? nextIdentity(others, refuted) : undefined
  if (!alternative) return { graph: kept, attemptToDelete, attemptToOrphan: [] }
  const replaced = putNode(kept, { ...node, identity: alternative })
  return { graph: replaced, attemptToDelete: [...attemptToDelete, refuted.uid], attemptToOrphan: [] }
}

function sameIdentity(a: Identity, b: Identity): boolean {
  return matchesCoordinates(a, b) && a.namespace === b.namespace
}

/** Dependents that name the owner by these coordinates, and those that name it by others; one may do both. */
function partitionByCoordinates(dependents: readonly GraphNode[], refuted: Identity): [GraphNode[], GraphNode[]] {
  const agreeing: GraphNode[] = []
  const others: GraphNode[] = []
  for (const dependent of dependents) {
    const elsewhere = refuted.namespace !== '' && dependent.identity.namespace !== refuted.namespace
    const references = dependent.owners.filter((owner) => owner.uid === refuted.uid)
    const matches = (owner: OwnerReference): boolean => !elsewhere && matchesCoordinates(owner, refuted)
    if (references.some(matches)) agreeing.push(dependent)
    if (references.some((owner) => !matches(owner))) others.push(dependent)
  }
  return [agreeing, others]
}

/** The next coordinates to try for a uid, in the order kind, apiVersion, namespace, name, after the refuted ones and round again. */
function nextIdentity(dependents: readonly GraphNode[], refuted: Identity): Identity | undefined {
  const candidates = dependents
    .flatMap((dependent) =>
      dependent.owners
        .filter((owner) => owner.uid === refuted.uid)
        .map((owner) => ({
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: owner.name,
          uid: owner.uid,
          namespace: dependent.identity.namespace,
        })),
    )
    .sort((a, b) => (orderText(a) < orderText(b) ? -1 : 1))
  return candidates.find((candidate) => orderText(candidate) > orderText(refuted)) ?? candidates[0]
}

function orderText(identity: Identity): string {
  return [identity.kind, identity.apiVersion, identity.namespace, identity.name].join('\u0000')
}
