import { goJson, sortedFields } from '../../object/go-format.ts'
import { equalJson, type Json, type JsonObject, objectAt, withoutFields } from '../../object/json.ts'
import { type KubeObject, labelsOf } from '../../object/kube-object.ts'
import { matchesSelector } from '../../object/label-selector.ts'
import { isSuccess, type Response } from '../../request/request.ts'
import type { ClusterState } from '../../state/cluster-state.ts'
import { findObject, listObjects } from '../../state/store.ts'
import { messageOf, objectOf, type Reconcile, read, requestFor, send } from '../controller.ts'
import { controllerReference, isControlledBy } from './controlled.ts'
import { fnv1, offsetBasis, safeEncode, utf8 } from './hashing.ts'
import { numberAt } from './numbers.ts'

const resource = 'apps/controllerrevisions'
const revisions = requestFor('apps', 'v1', 'controllerrevisions')

/** A template as a revision keeps it: a patch that replaces it. [stateful_set_utils.go getPatch; daemon/update.go getPatch] */
export function revisionData(owner: KubeObject): JsonObject {
  return { spec: { template: { ...objectAt(owner, 'spec', 'template'), $patch: 'replace' } } }
}

/** The template that a revision keeps. */
export function templateOf(revision: KubeObject): JsonObject {
  return withoutFields(objectAt(revision, 'data', 'spec', 'template'), '$patch')
}

/** FNV-1 of the data as Go writes JSON, and of the number of collisions as text. [pkg/controller/history HashControllerRevision] */
export function revisionHash(data: JsonObject, collisionCount: number): string {
  const hash = fnv1(fnv1(offsetBasis, utf8(goJson(sortedFields(data)))), utf8(String(collisionCount)))
  return safeEncode(String(hash))
}

/** The revisions that an object controls and selects, oldest first. Not modelled: that revisions are adopted. [history SortControllerRevisions] */
export function revisionsOf(state: ClusterState, owner: KubeObject): readonly KubeObject[] {
  const selector = objectAt(owner, 'spec').selector
  return listObjects(state, resource, owner.metadata.namespace)
    .filter((revision) => isControlledBy(revision, owner) && matchesSelector(selector, labelsOf(revision)))
    .toSorted(byRevision)
}

export function revisionNumber(revision: KubeObject | undefined): number {
  return numberAt(revision, 'revision')
}

function byRevision(a: KubeObject, b: KubeObject): number {
  const difference = revisionNumber(a) - revisionNumber(b)
  if (difference !== 0) return difference
  const [left, right] = [a, b].map(({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`)
  return (left ?? '') < (right ?? '') ? -1 : 1
}

export function hasData(revision: KubeObject, data: Json): boolean {
  return equalJson(revision.data, data)
}

/** Stores a revision; one that is there with the same data is taken. [history CreateControllerRevision] */
export function* createRevision(
  owner: KubeObject,
  revision: { readonly name: string; readonly labels: JsonObject; readonly data: JsonObject; readonly number: number },
): Reconcile<KubeObject | { readonly failure: string; readonly collides: boolean }> {
  const { namespace = '', annotations } = owner.metadata
  const { name, labels, data, number } = revision
  const ownerReferences = [controllerReference(owner)]
  const metadata = { name, labels, ...(annotations ? { annotations } : {}), ownerReferences }
  const body = { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data, revision: number }
  const answer = yield* send({ ...revisions, verb: 'create', namespace, body })
  const created = objectOf(answer)
  if (created) return created
  const existing = yield* read((state) => findObject(state, resource, namespace, name))
  if (answer.body.reason === 'AlreadyExists' && existing && hasData(existing, data)) return existing
  return { failure: messageOf(answer), collides: answer.body.reason === 'AlreadyExists' }
}

export function* renumber(revision: KubeObject, number: number): Reconcile<KubeObject | { readonly failure: string }> {
  const { namespace = '', name } = revision.metadata
  const body = { ...revision, revision: number }
  const answer = yield* send({ ...revisions, verb: 'update', namespace, name, body })
  return objectOf(answer) ?? { failure: messageOf(answer) }
}

/** Of revisions that nothing uses so many are kept; older ones go. [stateful_set_control.go truncateHistory; daemon/update.go cleanupHistory] */
export function* truncateHistory(unused: readonly KubeObject[], limit: number): Reconcile<string | undefined> {
  for (const { metadata } of unused.slice(0, Math.max(0, unused.length - limit))) {
    const { namespace = '', name } = metadata
    const answer: Response = yield* send({ ...revisions, verb: 'delete', namespace, name })
    if (!isSuccess(answer) && answer.code !== 404) return messageOf(answer)
  }
  return undefined
}
