import { type ClusterState, type KubeObject, listAt, listObjects, textAt, type UserInfo } from '@capsule-whatif/model'
import { kubectlDelete } from '../kubectl/delete-object.ts'
import { type ExtraRule, extraRights } from '../kubectl/extra-rights.ts'
import type { KubectlEnd, KubectlRun, Road } from '../kubectl/kubectl-run.ts'
import { kubectlSend } from '../kubectl/send-request.ts'
import type { QuietCluster } from '../predict/quiet-cluster.ts'
import type { Severity } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { clusterOf, userOf } from './asking/asked-cluster.ts'
import { type Certainty, certaintyOfAnswer } from './asking/certainty.ts'
import { groupsType, namespaceType, tenantType, userType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { document, findingSection, section, table } from './asking/wording.ts'
import { type EverydayTask, everydayTasks } from './journey/everyday-tasks.ts'

/**
 * What `ask owner-journey` can be told; `ownerJourney.parameters` and
 * docs/reference/cli.md#ask-owner-journey say what each means.
 */
export interface OwnerJourneyParameters {
  readonly as: string
  readonly asGroup?: readonly string[]
  readonly tenant?: string
  readonly namespace?: string
}

/** How a task ends on one road. */
export interface JourneyEnd {
  readonly end: KubectlEnd
  /** what the last request was answered */
  readonly code: number
  /** of a refusal, or why kubectl hangs */
  readonly message?: string
  readonly certainty: Certainty
}

/** One thing to do, directly and through Capsule Proxy. */
export interface JourneyTask {
  readonly task: string
  readonly direct: JourneyEnd
  readonly throughProxy: JourneyEnd
  /** the least rights with which it works directly; absent where it works, or no right helps */
  readonly rights?: readonly ExtraRule[]
}

/** Whether somebody can do what owners of Tenants do every day. */
export interface OwnerJourneyAnswer extends QuestionAnswer {
  readonly question: 'owner-journey'
  readonly user: string
  readonly groups: readonly string[]
  readonly tenant: string
  /** absent where the Tenant has none */
  readonly namespace?: string
  readonly tasks: readonly JourneyTask[]
}

/** Tries everyday tasks in somebody's name, each on its own copy of the cluster, as kubectl sends them. */
export const ownerJourney: Question<OwnerJourneyParameters, OwnerJourneyAnswer> = {
  name: 'owner-journey',
  meaning: 'Whether somebody can do what owners of Tenants do every day, directly and through Capsule Proxy.',
  parameters: {
    as: { type: userType, meaning: 'who it is', example: 'alice', isRequired: true },
    asGroup: { type: groupsType, meaning: 'a group of theirs', example: 'projectcapsule.dev' },
    tenant: { type: tenantType, meaning: 'in which Tenant', example: 'oil', otherwise: 'the first that they own' },
    namespace: {
      type: namespaceType,
      meaning: 'in which Namespace',
      example: 'oil-dev',
      otherwise: 'the first of the Tenant',
    },
  },
  example: '--as alice --as-group projectcapsule.dev',
  ask: askOwnerJourney,
  text: ownerJourneyText,
}

function askOwnerJourney(snapshot: Snapshot, given: OwnerJourneyParameters): OwnerJourneyAnswer {
  const { quiet } = clusterOf(snapshot)
  const user = userOf(given.as, given.asGroup)
  const base = { question: 'owner-journey' as const, user: user.user, groups: user.groups }
  const tenant = tenantOf(quiet.state, user, given.tenant)
  if (tenant === undefined) {
    const finding = `${user.user} owns no Tenant of the snapshot. Expected --tenant TENANT.`
    return {
      ...base,
      severity: 'none',
      certainty: 'unknown',
      findings: [...quiet.findings, finding],
      tenant: '',
      tasks: [],
    }
  }
  const namespace = given.namespace ?? listAt(tenant, 'status', 'namespaces').find((each) => typeof each === 'string')
  const tasks = everydayTasks(quiet.state, tenant, namespace).map((task) => tried(quiet, user, task))
  return {
    ...base,
    severity: severityOf(tasks),
    certainty: 'likely',
    findings: [
      ...quiet.findings,
      'What Capsule Proxy does is said as its specification and source say it: there are no recordings of it.',
    ],
    tenant: tenant.metadata.name,
    ...(namespace === undefined ? {} : { namespace }),
    tasks,
  }
}

function tenantOf(state: ClusterState, user: UserInfo, name: string | undefined): KubeObject | undefined {
  const tenants = listObjects(state, 'capsule.clastix.io/tenants')
  if (name !== undefined) return tenants.find(({ metadata }) => metadata.name === name)
  const names = new Set([user.user, ...user.groups])
  return tenants.find((tenant) =>
    listAt(tenant, 'spec', 'owners').some((owner) => names.has(textAt(owner, 'name') ?? '')),
  )
}

function tried(quiet: QuietCluster, user: UserInfo, { name, request }: EverydayTask): JourneyTask {
  const { model } = quiet
  const command = request.verb === 'delete' ? kubectlDelete : kubectlSend
  const run = (state: ClusterState, through: Road): KubectlRun => command(model, state, user, request, { through })
  const direct = endOf(quiet, run(quiet.state, 'api-server'))
  const { rules } =
    direct.end === 'done' ? {} : extraRights(model, quiet.state, user, (state) => run(state, 'api-server'))
  return {
    task: name,
    direct,
    throughProxy: { ...endOf(quiet, run(quiet.state, 'proxy')), certainty: 'likely' },
    ...(rules === undefined ? {} : { rights: rules }),
  }
}

function endOf(quiet: QuietCluster, { end, requests, why }: KubectlRun): JourneyEnd {
  const response = requests.at(-1)?.response ?? { code: 0, body: {} }
  const message = end === 'hangs' ? why : (textAt(response.body, 'message') ?? textAt(response.body, 'text'))
  const isAlone = requests.length === 1
  return {
    end,
    code: response.code,
    ...(end === 'done' || message === undefined ? {} : { message }),
    certainty: isAlone ? certaintyOfAnswer(quiet, end === 'done') : 'likely',
  }
}

/** That generated objects cannot be edited is as it should be. */
function severityOf(tasks: readonly JourneyTask[]): Severity {
  const usual = tasks.filter(({ task }) => !task.includes('generated') && !task.includes('Tenant'))
  return usual.some(({ direct, throughProxy }) => direct.end !== 'done' && throughProxy.end !== 'done')
    ? 'warning'
    : tasks.some(({ direct }) => direct.end !== 'done')
      ? 'info'
      : 'none'
}

function ownerJourneyText({ user, groups, tenant, namespace, tasks, findings }: OwnerJourneyAnswer): string {
  const rows = [
    ['', 'directly', 'through Capsule Proxy'],
    ...tasks.map(({ task, direct, throughProxy }) => [task, endText(direct), endText(throughProxy)]),
  ]
  return document([
    tenant === ''
      ? ''
      : `${user} (${groups.join(', ')}) in Tenant ${tenant}${namespace === undefined ? '' : `, Namespace ${namespace}`}:`,
    tasks.length === 0 ? '' : section('', table(rows), rows.length).slice(1),
    section(
      'Why not, directly:',
      tasks.filter(({ direct }) => direct.end !== 'done').map(({ task, direct }) => `${task}: ${direct.message ?? ''}`),
      tasks.length,
    ),
    section('Least rights with which it would work directly:', tasks.flatMap(rightsLines), tasks.length),
    findingSection(findings),
  ])
}

function endText({ end, code }: JourneyEnd): string {
  if (end === 'done') return 'yes'
  return end === 'hangs' ? 'done, and kubectl hangs' : `no (${code})`
}

function rightsLines({ task, rights = [] }: JourneyTask): readonly string[] {
  return rights.map(({ apiGroups, resources, resourceNames, verbs }) => {
    const names = resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`
    const groups = apiGroups.map((group) => (group === '' ? '' : `.${group}`)).join(', ')
    return `${task}: [${verbs.join(', ')}] on ${resources.map((each) => `${each}${groups}`).join(', ')}${names}`
  })
}
