import { findObject, type KubeObject, ownerReferencesOf, parseApiVersion, resourceKey } from '@capsule-whatif/model'
import { resourceOfKind } from '../action/resolve-resource.ts'
import type { Severity } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type AskedCluster, after, clusterOf } from './asking/asked-cluster.ts'
import { nameText, type ObjectName, objectName } from './asking/object-name.ts'
import { actionsType, type GivenAction, resourcesOf, sourceType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { countedKinds, document, findingSection, section } from './asking/wording.ts'
import type { Road } from './ownership/roads.ts'
import {
  type RestoredReferences,
  type RestoreOrder,
  type RestoreTrial,
  restoreTrial,
} from './restoring/restore-trial.ts'

/**
 * What `ask restore` can be told; `restore.parameters` and
 * docs/reference/cli.md#ask-restore say what each means.
 */
export interface RestoreParameters {
  readonly backup?: Snapshot
  readonly after?: readonly GivenAction[]
}

/** An owner that objects of the backup name by a uid. */
export interface OwnerUid {
  readonly owner: ObjectName
  readonly inBackup: string
  /** absent where there is no such object now */
  readonly now?: string
  /** how many objects of the backup name it */
  readonly dependents: number
}

/** What a restore does when uids changed. */
export interface RestoreAnswer extends QuestionAnswer {
  readonly question: 'restore'
  /** objects of the backup that the cluster lacks */
  readonly lacking: readonly ObjectName[]
  readonly owners: readonly OwnerUid[]
  /** every way that was tried, the best first */
  readonly trials: readonly RestoreTrial[]
}

/** Restores what a cluster lacks of a backup in every order, with owner references kept, dropped and mapped. */
export const restore: Question<RestoreParameters, RestoreAnswer> = {
  name: 'restore',
  meaning:
    'What a restore from a backup does: which uids changed, in which order it works, and what is collected at once.',
  parameters: {
    backup: {
      type: sourceType,
      meaning: 'the objects of the backup, as kubectl prints them',
      example: 'backup.json',
      otherwise: 'the snapshot itself, as it is before --after',
    },
    after: {
      type: actionsType,
      meaning: 'what happens to the cluster before the restore',
      example: "'delete tenant oil'",
      otherwise: 'nothing: the snapshot is of the cluster that is restored to',
    },
  },
  example: "--after 'delete tenant oil'",
  ask: askRestore,
  text: restoreText,
}

const orders: readonly RestoreOrder[] = ['Tenants before Namespaces', 'Namespaces first, custom resources last']
const references: readonly RestoredReferences[] = ['kept', 'dropped', 'mapped']
const roadsTried: readonly Road[] = [
  'as it is',
  'as an administrator of the operator',
  'with the operator stopped and its webhook configurations deleted',
]

function askRestore(snapshot: Snapshot, { backup = snapshot, after: actions = [] }: RestoreParameters): RestoreAnswer {
  const cluster = after(clusterOf(snapshot), actions)
  const lacking = lackingIn(cluster, backup)
  const trials =
    lacking.length === 0
      ? []
      : roadsTried
          .flatMap((road) => orders.flatMap((order) => references.map((each) => ({ road, order, references: each }))))
          .map((way) => restoreTrial(cluster, lacking, way))
          .toSorted((a, b) => Number(b.complete) - Number(a.complete) || badness(a) - badness(b))
  return {
    question: 'restore',
    severity: severityOf(trials),
    certainty: 'likely',
    findings: [
      ...cluster.quiet.findings,
      ...(lacking.some(({ kind }) => kind === 'Secret')
        ? ['Values of Secrets are emptied as files are read: they are restored empty here.']
        : []),
    ],
    lacking: lacking.map(objectName),
    owners: ownersIn(cluster, backup, lacking),
    trials,
  }
}

function badness({ missing, astray, refused }: RestoreTrial): number {
  return missing.length * 100 + astray.length * 10 + refused.length
}

function lackingIn({ quiet: { state } }: AskedCluster, backup: Snapshot): readonly KubeObject[] {
  const resources = resourcesOf(backup.objects)
  return backup.objects.filter((object) => {
    const { group, version } = parseApiVersion(object.apiVersion)
    const resource = resourceOfKind(group, version, object.kind, resources)
    if (resource === undefined) return false
    const { namespace, name } = object.metadata
    return findObject(state, resourceKey(resource.group, resource.resource), namespace, name) === undefined
  })
}

function ownersIn(
  { quiet: { state } }: AskedCluster,
  backup: Snapshot,
  lacking: readonly KubeObject[],
): readonly OwnerUid[] {
  const owners = new Map<string, OwnerUid>()
  const resources = resourcesOf(backup.objects)
  for (const object of lacking)
    for (const { apiVersion, kind, name, uid } of ownerReferencesOf(object)) {
      const { group, version } = parseApiVersion(apiVersion)
      const resource = resourceOfKind(group, version, kind, resources)
      const namespace = resource?.namespaced ? object.metadata.namespace : undefined
      const there = resource && findObject(state, resourceKey(resource.group, resource.resource), namespace, name)
      const now = there?.metadata.uid
      const owner = namespace === undefined ? { kind, name } : { kind, namespace, name }
      const known = owners.get(uid)
      owners.set(uid, {
        owner,
        inBackup: uid,
        ...(now === undefined ? {} : { now }),
        dependents: (known?.dependents ?? 0) + 1,
      })
    }
  return [...owners.values()]
}

function severityOf(trials: readonly RestoreTrial[]): Severity {
  if (trials.length === 0) return 'none'
  if (trials.every(({ complete }) => !complete)) return 'danger'
  return trials.every(({ complete }) => complete) ? 'info' : 'warning'
}

const shownMax = 20

function restoreText({ lacking, owners, trials, findings }: RestoreAnswer): string {
  if (lacking.length === 0)
    return document(['The cluster has everything that is in the backup.', findingSection(findings)])
  const complete = trials.filter(({ complete: each }) => each).length
  return document([
    `The cluster lacks ${countedKinds(lacking.map(({ kind }) => kind))} of the backup. ${complete} of ${trials.length} ways bring all back (along the likely order of events).`,
    section(
      'Owners whose uid the backup names:',
      owners.map(
        ({ owner, inBackup, now, dependents }) =>
          `${nameText(owner)}: ${inBackup}, now ${now === undefined ? 'not there' : now === inBackup ? 'the same' : now}; named by ${dependents}`,
      ),
    ),
    ...roadsTried.map((road) =>
      section(
        `${road.slice(0, 1).toUpperCase()}${road.slice(1)}:`,
        trials.filter((trial) => trial.road === road).flatMap(trialLines),
        shownMax,
      ),
    ),
    findingSection(findings),
  ])
}

function trialLines({
  order,
  references: how,
  complete,
  missing,
  astray,
  refused,
  collected,
}: RestoreTrial): readonly string[] {
  const what = `${order}, owner references ${how}`
  if (complete) return [`${what}: all is back`]
  const parts = [
    ...(missing.length === 0 ? [] : [`${countedKinds(missing.map(({ kind }) => kind))} missing`]),
    ...(collected.length === 0
      ? []
      : [`of them ${countedKinds(collected.map(({ kind }) => kind))} restored and gone again`]),
    ...(astray.length === 0 ? [] : [`${astray.join(', ')} without the Tenant of the backup`]),
  ]
  const [first] = refused
  return [
    `${what}: ${parts.join('; ')}`,
    ...(first === undefined
      ? []
      : [`  refused, as ${nameText(first.objects[0] ?? { kind: '', name: '' })}: ${first.message}`]),
  ]
}
