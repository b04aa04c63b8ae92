import { findObject, type KubeObject } from '@capsule-whatif/model'
import { type Severity, worstOf } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type AskedCluster, attempt, clusterOf, userOf } from './asking/asked-cluster.ts'
import { cannotBeAsked } from './asking/cannot-be-asked.ts'
import { nameText } from './asking/object-name.ts'
import { groupsType, namespaceType, tenantType, userType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { document, findingSection, section } from './asking/wording.ts'
import { type Belonging, belongingOf, belongingText } from './ownership/belonging.ts'
import { type Mover, moversOf, type Way, waysOf } from './ownership/ways.ts'
import { bestWay, changeText, moversText, stepsText, waysText } from './ownership/ways-text.ts'
import { type JudgedWorkload, judgedWorkloads } from './ownership/workloads.ts'

/**
 * What `ask migrate` can be told; `migrate.parameters` and
 * docs/reference/cli.md#ask-migrate say what each means.
 */
export interface MigrateParameters {
  readonly namespace: string
  readonly to: string
  readonly as?: string
  readonly asGroup?: readonly string[]
}

/** What moving a Namespace to another Tenant does to it, and which ways of moving it there are. */
export interface MigrateAnswer extends QuestionAnswer {
  readonly question: 'migrate'
  readonly namespace: string
  readonly to: string
  /** whose it is before */
  readonly belonging?: Belonging
  /** every way that was tried: label, owner reference, both; on each road */
  readonly ways: readonly Way[]
  /** who may move it on the cluster as it is */
  readonly movers: readonly Mover[]
  /** whether its workloads could be made again in the other Tenant; empty where no way leads there */
  readonly workloads: readonly JudgedWorkload[]
}

/** Moves a Namespace to another Tenant in every way that there is, each on its own copy of the cluster. */
export const migrate: Question<MigrateParameters, MigrateAnswer> = {
  name: 'migrate',
  meaning: 'What a Namespace loses, keeps and gains in another Tenant, what refuses the move, and who can make it.',
  parameters: {
    namespace: { type: namespaceType, meaning: 'the Namespace', example: 'oil-prod', isRequired: true },
    to: { type: tenantType, meaning: 'the Tenant it goes to', example: 'gas', isRequired: true },
    as: {
      type: userType,
      meaning: 'who tries it on the cluster as it is',
      example: 'alice',
      otherwise: 'an administrator of the cluster',
    },
    asGroup: { type: groupsType, meaning: 'a group of that user', example: 'projectcapsule.dev' },
  },
  example: '--namespace oil-prod --to gas',
  ask: askMigrate,
  text: migrateText,
}

function askMigrate(snapshot: Snapshot, { namespace: name, to, as, asGroup }: MigrateParameters): MigrateAnswer {
  const cluster = clusterOf(snapshot)
  const { state } = cluster.quiet
  const namespace = found(findObject(state, '/namespaces', undefined, name), name)
  const tenant = found(findObject(state, 'capsule.clastix.io/tenants', undefined, to), to)
  const belonging = belongingOf(state, name)
  const owners = (belonging?.references ?? []).flatMap(
    (each) => findObject(state, 'capsule.clastix.io/tenants', undefined, each.tenant) ?? [],
  )
  const ways = waysOf(cluster, namespace, tenant, as === undefined ? undefined : userOf(as, asGroup))
  const workloads = workloadsAfter(cluster, ways, name)
  return {
    question: 'migrate',
    severity: severityOf(ways, workloads),
    certainty: 'likely',
    findings: cluster.quiet.findings,
    namespace: name,
    to,
    ...(belonging === undefined ? {} : { belonging }),
    ways,
    movers: moversOf(cluster, namespace, tenant, [...owners, tenant]),
    workloads,
  }
}

function found(object: KubeObject | undefined, name: string): KubeObject {
  if (object === undefined) throw cannotBeAsked(`${name} is not there once the cluster of the snapshot is quiet.`)
  return object
}

function workloadsAfter(cluster: AskedCluster, ways: readonly Way[], name: string): readonly JudgedWorkload[] {
  const way = bestWay(ways)
  if (way === undefined || !way.reached) return []
  const { state } = attempt(cluster, way.steps)
  return judgedWorkloads({ ...cluster, quiet: { ...cluster.quiet, state } }, name)
}

function severityOf(ways: readonly Way[], workloads: readonly JudgedWorkload[]): Severity {
  const way = bestWay(ways)
  return worstOf([
    'info',
    ways.some(({ accepted }) => accepted === 'never') ? 'warning' : 'none',
    workloads.some(({ admitted }) => !admitted) ? 'warning' : 'none',
    way !== undefined && way.change.leftOver.length > 0 ? 'warning' : 'none',
    ways.some(({ belonging }) => belonging === undefined) ? 'danger' : 'none',
  ])
}

function migrateText({ namespace, to, belonging, ways, movers, workloads, findings }: MigrateAnswer): string {
  const way = bestWay(ways)
  const refused = workloads.filter(({ admitted }) => !admitted)
  return document([
    `Namespace ${namespace} to Tenant ${to} (along the likely order of events). Now: ${belongingText(belonging)}.`,
    waysText(ways),
    stepsText(way),
    way === undefined ? '' : changeText(way),
    section(
      `Workloads that the new Tenant would not admit again (${workloads.length} tried; they stay while nobody touches them):`,
      refused.map(({ object, message = '' }) => `${nameText(object)}: ${message}`),
    ),
    moversText(movers),
    findingSection(findings),
  ])
}
