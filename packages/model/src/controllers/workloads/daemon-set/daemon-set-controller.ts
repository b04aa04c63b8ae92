import { equalJson, isJsonObject, type JsonObject, objectAt, textAt, textMap } from '../../../object/json.ts'
import { isTerminating, type KubeObject } from '../../../object/kube-object.ts'
import { isSuccess } from '../../../request/request.ts'
import { listObjects } from '../../../state/store.ts'
import {
  type Controller,
  done,
  failed,
  messageOf,
  noteFinding,
  type Reconcile,
  read,
  requestFor,
  send,
} from '../../controller.ts'
import {
  createRevision,
  hasData,
  renumber,
  revisionData,
  revisionNumber,
  revisionsOf,
  truncateHistory,
} from '../controller-revision.ts'
import { numberAt } from '../numbers.ts'
import { ownerController } from '../owner-controller.ts'
import { podTemplateHash } from '../pod-template-hash/pod-template-hash.ts'

const daemonSets = requestFor('apps', 'v1', 'daemonsets')
const hashLabel = 'controller-revision-hash'

/**
 * A DaemonSet has a pod on every node that takes it. Without nodes it only keeps a revision of its template and a status
 * that counts nothing. Not shown by a recording. [pkg/controller/daemon/daemon_controller.go syncDaemonSet]
 *
 * Not modelled: a cluster with nodes, where nothing is done; collisions of hashes, several revisions of one template.
 */
export const daemonSetController: Controller = ownerController({
  name: 'daemon-set-controller',
  resource: 'apps/daemonsets',
  kind: 'DaemonSet',
  owned: ['/pods', 'apps/controllerrevisions'],
  sync: syncDaemonSet,
})

function* syncDaemonSet(daemonSet: KubeObject): Reconcile {
  const { namespace = '', name } = daemonSet.metadata
  if (isSelectingAll(daemonSet) || isTerminating(daemonSet)) return done
  if ((yield* read((state) => listObjects(state, '/nodes'))).length > 0) {
    yield* noteFinding(`not modelled: the pods of DaemonSet ${namespace}/${name} on nodes`)
    return done
  }
  const known = yield* read((state) => revisionsOf(state, daemonSet))
  const data = revisionData(daemonSet)
  const old = known.filter((revision) => !hasData(revision, data))
  const current = known.findLast((revision) => hasData(revision, data))
  const failure =
    (yield* ensureRevision(daemonSet, current, data, revisionNumber(old.at(-1)) + 1)) ??
    (yield* truncateHistory(old, numberAt(daemonSet, 'spec', 'revisionHistoryLimit'))) ??
    (yield* updateStatus(daemonSet))
  return failure === undefined ? done : failed(failure)
}

/** A selector without terms is one that selects all pods, which no set may. */
function isSelectingAll(daemonSet: KubeObject): boolean {
  const { selector } = objectAt(daemonSet, 'spec')
  return isJsonObject(selector) && Object.keys(selector).length === 0
}

/** The revision with the set's template is the newest, made anew or renumbered. [daemon/update.go constructHistory, snapshot] */
function* ensureRevision(
  daemonSet: KubeObject,
  current: KubeObject | undefined,
  data: JsonObject,
  number: number,
): Reconcile<string | undefined> {
  if (current && revisionNumber(current) >= number) return undefined
  const ensured = current
    ? yield* renumber(current, number)
    : yield* createRevision(daemonSet, { ...nameOf(daemonSet), data, number })
  return textAt(ensured, 'failure')
}

function nameOf(daemonSet: KubeObject): { readonly name: string; readonly labels: JsonObject } {
  const template = objectAt(daemonSet, 'spec', 'template')
  const { collisionCount } = objectAt(daemonSet, 'status')
  const hash = podTemplateHash(template, typeof collisionCount === 'number' ? collisionCount : undefined)
  const labels = { ...textMap(objectAt(template, 'metadata').labels), [hashLabel]: hash }
  return { name: `${daemonSet.metadata.name}-${hash}`, labels }
}

/** [daemon_controller.go storeDaemonSetStatus] */
function* updateStatus(daemonSet: KubeObject): Reconcile<string | undefined> {
  const { namespace = '', name, generation = 0 } = daemonSet.metadata
  const status = {
    ...(typeof objectAt(daemonSet, 'status').collisionCount === 'number'
      ? { collisionCount: numberAt(daemonSet, 'status', 'collisionCount') }
      : {}),
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
    observedGeneration: generation,
  }
  if (equalJson(daemonSet.status, status)) return undefined
  const body = { ...daemonSet, status }
  const answer = yield* send({ ...daemonSets, verb: 'update', subresource: 'status', namespace, name, body })
  return isSuccess(answer) ? undefined : messageOf(answer)
}
