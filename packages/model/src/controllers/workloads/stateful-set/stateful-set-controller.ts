import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { isSuccess } from '../../../request/request.ts'
import { type Controller, done, failed, messageOf, type Reconcile, read, requestFor, send } from '../../controller.ts'
import { podsOf } from '../controlled.ts'
import { revisionsOf } from '../controller-revision.ts'
import { ownerController } from '../owner-controller.ts'
import { ordinalOf } from './identity.ts'
import { manageReplicas } from './replicas.ts'
import { ensureRevisions, forgetRevisions } from './revisions.ts'
import { isStatusOutdated, statefulSetStatus } from './stateful-set-status.ts'

const statefulSets = requestFor('apps', 'v1', 'statefulsets')

/**
 * A StatefulSet has a revision of its template, and pods with names, claims and an order. Not shown by a recording.
 * [pkg/controller/statefulset/stateful_set_control.go UpdateStatefulSet]
 *
 * Not modelled: adoption, repair of a pod's labels and volumes, the check for availability after minReadySeconds.
 */
export const statefulSetController: Controller = ownerController({
  name: 'statefulset-controller',
  resource: 'apps/statefulsets',
  kind: 'StatefulSet',
  owned: ['/pods'],
  sync: syncStatefulSet,
})

function* syncStatefulSet(set: KubeObject, now: number): Reconcile {
  const known = yield* read((state) => revisionsOf(state, set))
  const owned = yield* read((state) => podsOf(state, set))
  const pods = owned.filter((pod) => ordinalOf(set, pod) !== undefined)
  const revisions = yield* ensureRevisions(set, known)
  if ('failure' in revisions) return failed(revisions.failure)
  const managed = isTerminating(set) ? { deletedForUpdate: 0 } : yield* manageReplicas(set, revisions, pods, now)
  const refused = yield* updateStatus(set, statefulSetStatus(set, revisions, pods, managed.deletedForUpdate, now))
  const forgotten = yield* forgetRevisions(set, known, revisions, pods)
  const failure = managed.failure ?? refused ?? forgotten
  return failure === undefined ? done : failed(failure)
}

function* updateStatus(set: KubeObject, status: ReturnType<typeof statefulSetStatus>): Reconcile<string | undefined> {
  if (!isStatusOutdated(set, status)) return undefined
  const { namespace = '', name } = set.metadata
  const body = { ...set, status }
  const answer = yield* send({ ...statefulSets, verb: 'update', subresource: 'status', namespace, name, body })
  return isSuccess(answer) ? undefined : messageOf(answer)
}
