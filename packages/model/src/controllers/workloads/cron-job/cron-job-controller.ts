import {
  at,
  equalJson,
  isJsonObject,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  textAt,
  withoutFields,
} from '../../../object/json.ts'
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
import { isControlledBy } from '../controlled.ts'
import { isJobFinished } from '../job/job-pods.ts'
import { ownerController } from '../owner-controller.ts'

const cronJobs = requestFor('batch', 'v1', 'cronjobs')
const jobs = requestFor('batch', 'v1', 'jobs')

/**
 * A CronJob forgets jobs that are over or gone, and deletes old ones beyond its limits. Not shown by a recording.
 * [pkg/controller/cronjob/cronjob_controllerv2.go sync]
 *
 * Not modelled: the schedule, so no job is made.
 */
export const cronJobController: Controller = ownerController({
  name: 'cronjob-controller',
  resource: 'batch/cronjobs',
  kind: 'CronJob',
  owned: ['batch/jobs'],
  sync: syncCronJob,
})

function* syncCronJob(cronJob: KubeObject): Reconcile {
  const { namespace = '', name } = cronJob.metadata
  const own = yield* read((state) =>
    listObjects(state, 'batch/jobs', namespace).filter((job) => isControlledBy(job, cronJob)),
  )
  const deleted = yield* deleteOldJobs(cronJob, own)
  const refused = yield* updateStatus(cronJob, statusOf(cronJob, own, deleted))
  if (refused !== undefined) return failed(refused)
  if (at(cronJob, 'spec', 'suspend') !== true && !isTerminating(cronJob))
    yield* noteFinding(`not modelled: the schedule of CronJob ${namespace}/${name}`)
  return done
}

/** Of jobs that succeeded and of those that failed, the oldest beyond the limit go. [cleanupFinishedJobs] */
function* deleteOldJobs(cronJob: KubeObject, own: readonly KubeObject[]): Reconcile<ReadonlySet<string>> {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = objectAt(cronJob, 'spec')
  const deleted = new Set<string>()
  const surplus = [
    ...beyond(own.filter(hasSucceeded), successfulJobsHistoryLimit),
    ...beyond(
      own.filter((job) => isJobFinished(job) && !hasSucceeded(job)),
      failedJobsHistoryLimit,
    ),
  ]
  for (const { metadata } of surplus) {
    const { namespace = '', name, uid = '' } = metadata
    const body = { propagationPolicy: 'Background' }
    const answer = yield* send({ ...jobs, verb: 'delete', namespace, name, body })
    if (isSuccess(answer)) deleted.add(uid)
  }
  return deleted
}

function beyond(finished: readonly KubeObject[], limit: Json | undefined): readonly KubeObject[] {
  if (typeof limit !== 'number') return []
  const startedAt = (job: KubeObject): string => `${textAt(job, 'status', 'startTime') ?? ''} ${job.metadata.name}`
  const oldestFirst = finished.toSorted((a, b) => (startedAt(a) < startedAt(b) ? -1 : 1))
  return oldestFirst.slice(0, Math.max(0, finished.length - limit))
}

function hasSucceeded(job: KubeObject): boolean {
  return listAt(job, 'status', 'conditions').some(
    (condition) => textAt(condition, 'type') === 'Complete' && textAt(condition, 'status') === 'True',
  )
}

/** The jobs that are under way, and when the last one succeeded. [syncCronJob] */
function statusOf(cronJob: KubeObject, own: readonly KubeObject[], deleted: ReadonlySet<string>): JsonObject {
  const status = objectAt(cronJob, 'status')
  const running = new Set(own.filter((job) => !isJobFinished(job)).map(({ metadata }) => metadata.uid))
  const active = listAt(status, 'active')
    .filter(isJsonObject)
    .filter(({ uid }) => typeof uid === 'string' && running.has(uid) && !deleted.has(uid))
  const ended = own.filter(hasSucceeded).flatMap((job) => textAt(job, 'status', 'completionTime') ?? [])
  const last = [...ended, textAt(status, 'lastSuccessfulTime') ?? ''].sort().at(-1)
  return {
    ...withoutFields(status, 'active', 'lastSuccessfulTime'),
    ...(active.length > 0 ? { active } : {}),
    ...(last ? { lastSuccessfulTime: last } : {}),
  }
}

function* updateStatus(cronJob: KubeObject, status: JsonObject): Reconcile<string | undefined> {
  if (equalJson(objectAt(cronJob, 'status'), status)) return undefined
  const { namespace = '', name } = cronJob.metadata
  const body = { ...cronJob, status }
  const answer = yield* send({ ...cronJobs, verb: 'update', subresource: 'status', namespace, name, body })
  return isSuccess(answer) ? undefined : messageOf(answer)
}
