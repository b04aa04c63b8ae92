import { at, type JsonObject, textMap } from '../../../object/json.ts'
import { type KubeObject, labelsOf } from '../../../object/kube-object.ts'
import type { Reconcile } from '../../controller.ts'
import {
  createRevision,
  hasData,
  renumber,
  revisionData,
  revisionHash,
  revisionNumber,
  truncateHistory,
} from '../controller-revision.ts'
import { numberAt } from '../numbers.ts'

/** The label of a pod that names its revision. */
export const revisionLabel = 'controller-revision-hash'
const hashLabel = 'controller.kubernetes.io/hash'

/** The revision that pods have, and the one that they shall have. */
export interface Revisions {
  readonly current: KubeObject
  readonly update: KubeObject
  readonly collisionCount: number
}

/**
 * The revision with the set's template: the newest as it is, an older one made the newest, or a new one.
 * [stateful_set_control.go getStatefulSetRevisions] Not modelled: that templates are the same but for defaults.
 */
export function* ensureRevisions(
  set: KubeObject,
  known: readonly KubeObject[],
): Reconcile<Revisions | { readonly failure: string }> {
  const data = revisionData(set)
  const number = revisionNumber(known.at(-1)) + 1
  const equal = known.findLast((revision) => hasData(revision, data))
  const collisions = numberAt(set, 'status', 'collisionCount')
  let collisionCount = collisions
  let update: KubeObject | { readonly failure: string }
  if (equal) update = equal === known.at(-1) ? equal : yield* renumber(equal, number)
  else {
    const made = yield* createFirstFree(set, data, number, collisions)
    if ('failure' in made) return made
    update = made.revision
    collisionCount = made.collisionCount
  }
  if ('failure' in update) return update as { readonly failure: string }
  const current = known.find(({ metadata }) => metadata.name === at(set, 'status', 'currentRevision'))
  return { current: current ?? update, update, collisionCount }
}

/** A name that another template has is a collision: the next is tried. [history CreateControllerRevision] */
function* createFirstFree(
  set: KubeObject,
  data: JsonObject,
  number: number,
  collisions: number,
): Reconcile<{ readonly revision: KubeObject; readonly collisionCount: number } | { readonly failure: string }> {
  for (let collisionCount = collisions; ; collisionCount++) {
    const hash = revisionHash(data, collisionCount)
    const labels = { ...textMap(at(set, 'spec', 'template', 'metadata', 'labels')), [hashLabel]: hash }
    const name = `${set.metadata.name.slice(0, 223)}-${hash}`
    const created = yield* createRevision(set, { name, labels, data, number })
    if (!('failure' in created)) return { revision: created as KubeObject, collisionCount }
    if (created.collides !== true) return { failure: String(created.failure) }
  }
}

/** Revisions that neither the set nor a pod has any more are kept up to the limit. [stateful_set_control.go truncateHistory] */
export function* forgetRevisions(
  set: KubeObject,
  known: readonly KubeObject[],
  { current, update }: Revisions,
  pods: readonly KubeObject[],
): Reconcile<string | undefined> {
  const live = new Set([current, update].map(({ metadata }) => metadata.name))
  for (const pod of pods) live.add(labelsOf(pod)[revisionLabel] ?? '')
  const unused = known.filter(({ metadata }) => !live.has(metadata.name))
  return yield* truncateHistory(unused, numberAt(set, 'spec', 'revisionHistoryLimit'))
}
