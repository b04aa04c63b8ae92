import { orphanFinalizer } from '../../apiserver/lifecycle.ts'
import type { KubeObject } from '../../object/kube-object.ts'
import { keyOf } from '../../object/resource-type.ts'
import { findObject } from '../../state/store.ts'
import { done, failed, messageOf, type Reconcile, read } from '../controller.ts'
import { patchReferences, removeFinalizer } from './attempt-to-delete.ts'
import { dependentsOf, type GraphNode, nodeOf } from './graph.ts'
import type { GraphHolder } from './memory.ts'
import { mapKind } from './rest-mapper.ts'

/**
 * An owner that is deleted with its dependents orphaned: every dependent that the graph knows loses its reference, then
 * the owner its finalizer. One failure tries the whole owner again. [garbagecollector.go attemptToOrphanWorker,
 * orphanDependents; kubernetes.md 2.6.11]
 */
export function* attemptToOrphan(holder: GraphHolder, uid: string): Reconcile {
  const node = nodeOf(holder.graph, uid)
  if (!node) return done
  const failures: string[] = []
  for (const dependent of dependentsOf(holder.graph, uid)) {
    const failure = yield* orphan(holder, dependent, uid)
    if (failure !== undefined) failures.push(failure)
  }
  if (failures.length > 0) return failed(`failed to orphan dependents of owner ${uid}: ${failures.join(', ')}`)
  const type = yield* read((state) => mapKind(holder.graph, state, node.identity.apiVersion, node.identity.kind))
  if (!type) return failed(`unable to get REST mapping for ${node.identity.apiVersion}/${node.identity.kind}.`)
  return yield* removeFinalizer(type, node.identity, orphanFinalizer)
}

function* orphan(holder: GraphHolder, dependent: GraphNode, ownerUid: string): Reconcile<string | undefined> {
  const { apiVersion, kind, namespace, name } = dependent.identity
  const type = yield* read((state) => mapKind(holder.graph, state, apiVersion, kind))
  if (!type) return `unable to get REST mapping for ${apiVersion}/${kind}.`
  const seen = yield* read((state) => findObject(state, keyOf(type), type.namespaced ? namespace : '', name))
  const object = seen ?? asObject(dependent)
  const answer = yield* patchReferences(type, object, [ownerUid])
  return answer.code < 400 || answer.code === 404 ? undefined : messageOf(answer)
}

/** What the graph still knows of a dependent that its informer does not show any more. */
function asObject(node: GraphNode): KubeObject {
  const { apiVersion, kind, name, namespace, uid } = node.identity
  return {
    apiVersion,
    kind,
    metadata: { name, uid, ...(namespace === '' ? {} : { namespace }), ownerReferences: node.owners },
  }
}
