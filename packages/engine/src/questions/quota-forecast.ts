import {
  type ClusterState,
  findObject,
  isSuccess,
  type KubeObject,
  parseApiVersion,
  type Request,
  textAt,
  type UserInfo,
} from '@capsule-whatif/model'
import { resourceOfKind } from '../action/resolve-resource.ts'
import type { QuietCluster } from '../predict/quiet-cluster.ts'
import { type Severity, worstOf } from '../report/severity.ts'
import { perform, settle } from '../schedule/likely.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { ownerOf } from '../upgrade/everyday-actions.ts'
import { clusterOf, userOf } from './asking/asked-cluster.ts'
import { cannotBeAsked } from './asking/cannot-be-asked.ts'
import { nameText, type ObjectName, objectName } from './asking/object-name.ts'
import { countType, groupsType, resourcesOf, sourceType, tenantType, userType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { document, findingSection, section, table } from './asking/wording.ts'
import { type Bound, boundsOf, unreadBounds } from './quotas/bounds.ts'

/**
 * What `ask quota-forecast` can be told; `quotaForecast.parameters` and
 * docs/reference/cli.md#ask-quota-forecast say what each means.
 */
export interface QuotaForecastParameters {
  readonly manifests?: Snapshot
  readonly tenant?: string
  readonly namespaces?: number
  readonly as?: string
  readonly asGroup?: readonly string[]
}

/** One object that was made for trial. */
export interface TriedObject {
  readonly object: ObjectName
  readonly admitted: boolean
  readonly message?: string
}

/** Which bounds are near, and what would be hit first. */
export interface QuotaForecastAnswer extends QuestionAnswer {
  readonly question: 'quota-forecast'
  /** as the cluster is, the nearest first */
  readonly bounds: readonly Bound[]
  /** what was made, in order; empty where nothing was proposed */
  readonly tried: readonly TriedObject[]
  /** bounds once all of it is there, the nearest first; only those that are otherwise than before */
  readonly boundsAfter: readonly Bound[]
}

/** Reads every bound, then makes what is proposed and tells what is refused first. */
export const quotaForecast: Question<QuotaForecastParameters, QuotaForecastAnswer> = {
  name: 'quota-forecast',
  meaning: 'Which quotas are how near their bound, and what proposed manifests or more namespaces would hit first.',
  parameters: {
    manifests: { type: sourceType, meaning: 'objects that would be created, in their order', example: 'new/' },
    tenant: { type: tenantType, meaning: 'the Tenant that gets more namespaces', example: 'oil' },
    namespaces: { type: countType, meaning: 'how many more namespaces its owner creates', example: '10' },
    as: {
      type: userType,
      meaning: 'who creates the manifests',
      example: 'alice',
      otherwise: 'an administrator of the cluster',
    },
    asGroup: { type: groupsType, meaning: 'a group of that user', example: 'projectcapsule.dev' },
  },
  example: '--tenant oil --namespaces 3',
  ask: askQuotaForecast,
  text: quotaForecastText,
}

function askQuotaForecast(snapshot: Snapshot, given: QuotaForecastParameters): QuotaForecastAnswer {
  const { quiet } = clusterOf(snapshot)
  const proposed = [...newNamespaces(quiet.state, given), ...manifests(snapshot, given)]
  const { tried, state } = madeInOrder(quiet, proposed)
  const bounds = boundsOf(quiet.state)
  return {
    question: 'quota-forecast',
    severity: severityOf(bounds, tried),
    certainty: 'likely',
    findings: [...quiet.findings, ...unreadBounds(quiet.state), ...incomplete(given)],
    bounds,
    tried,
    boundsAfter: proposed.length === 0 ? [] : changedBounds(bounds, boundsOf(state)),
  }
}

interface Proposal {
  readonly request: Request
  readonly object: ObjectName
  readonly as: UserInfo
}

function incomplete({ tenant, namespaces }: QuotaForecastParameters): readonly string[] {
  return (tenant === undefined) === (namespaces === undefined)
    ? []
    : ['--tenant and --namespaces go together: no namespaces were tried.']
}

function newNamespaces(
  state: ClusterState,
  { tenant: name, namespaces = 0 }: QuotaForecastParameters,
): readonly Proposal[] {
  const tenant = name === undefined ? undefined : findObject(state, 'capsule.clastix.io/tenants', undefined, name)
  if (tenant === undefined) return []
  const as = ownerOf(state, tenant) ?? userOf(undefined, undefined)
  return Array.from({ length: namespaces }, (_, index): Proposal => {
    const body = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: `${tenant.metadata.name}-whatif-${index + 1}`,
        labels: { 'capsule.clastix.io/tenant': tenant.metadata.name },
      },
    }
    const request: Request = {
      verb: 'create',
      group: '',
      version: 'v1',
      resource: 'namespaces',
      kind: 'Namespace',
      body,
    }
    return { request, object: objectName(body), as }
  })
}

function manifests(
  snapshot: Snapshot,
  { manifests: given, as, asGroup }: QuotaForecastParameters,
): readonly Proposal[] {
  const user = userOf(as, asGroup)
  const resources = resourcesOf(snapshot.objects)
  return (given?.objects ?? []).map((object): Proposal => {
    const { group, version } = parseApiVersion(object.apiVersion)
    const resource = resourceOfKind(group, version, object.kind, resources)
    if (resource === undefined)
      throw cannotBeAsked(
        `--manifests hold ${object.kind} ${object.metadata.name}: nothing in the snapshot serves ${object.apiVersion}.`,
      )
    const namespace = resource.namespaced ? (object.metadata.namespace ?? 'default') : undefined
    const place = namespace === undefined ? {} : { namespace }
    const body: KubeObject = { ...object, metadata: { ...object.metadata, ...place } }
    const request: Request = {
      verb: 'create',
      group,
      version,
      resource: resource.resource,
      kind: object.kind,
      ...place,
      body,
    }
    return { request, object: objectName(body), as: user }
  })
}

function madeInOrder(
  { model, state: start }: QuietCluster,
  proposed: readonly Proposal[],
): { readonly tried: readonly TriedObject[]; readonly state: ClusterState } {
  let state = start
  const tried = proposed.map(({ request, object, as }): TriedObject => {
    const run = perform(model, state, { type: 'request', as, request })
    state = settle(model, run.state).state
    const response = run.steps[0]?.response ?? { code: 500, body: {} }
    const message = textAt(response.body, 'message')
    return isSuccess(response) || message === undefined
      ? { object, admitted: isSuccess(response) }
      : { object, admitted: false, message }
  })
  return { tried, state }
}

function keyOf({ by, resource }: Bound): string {
  return `${nameText(by)} ${resource}`
}

function changedBounds(before: readonly Bound[], now: readonly Bound[]): readonly Bound[] {
  const known = new Map(before.map((bound) => [keyOf(bound), bound]))
  return now.filter((bound) => {
    const old = known.get(keyOf(bound))
    return old === undefined || old.used !== bound.used || old.hard !== bound.hard
  })
}

/** So near counts as worth knowing. */
const nearPercent = 80

function severityOf(bounds: readonly Bound[], tried: readonly TriedObject[]): Severity {
  return worstOf([
    tried.length > 0 || bounds.some(({ percent }) => percent >= nearPercent) ? 'info' : 'none',
    tried.some(({ admitted }) => !admitted) || bounds.some(({ percent }) => percent >= 100) ? 'warning' : 'none',
  ])
}

const shownMax = 15

function quotaForecastText({ bounds, tried, boundsAfter, findings }: QuotaForecastAnswer): string {
  const first = tried.find(({ admitted }) => !admitted)
  const count = tried.filter(({ admitted }) => admitted).length
  const verdict =
    first === undefined
      ? 'nothing is refused'
      : `the first that is refused is ${nameText(first.object)}: ${first.message ?? ''}`
  return document([
    bounds.length === 0 ? 'Nothing is bound.' : section('Bounds, the nearest first:', boundLines(bounds), shownMax),
    tried.length === 0
      ? ''
      : `Of ${tried.length} objects ${count} are admitted (along the likely order of events); ${verdict}`,
    section('Bounds that are otherwise then:', boundLines(boundsAfter), shownMax),
    findingSection(findings),
  ])
}

function boundLines(bounds: readonly Bound[]): readonly string[] {
  return table(
    bounds.map(({ by, resource, used, hard, percent }) => [
      `${percent}%`,
      `${used} of ${hard}`,
      resource,
      nameText(by),
    ]),
  )
}
