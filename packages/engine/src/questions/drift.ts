import {
  type ClusterState,
  equalJson,
  findObject,
  isJsonObject,
  type Json,
  type KubeObject,
  listObjects,
  listResources,
  type ResourceKey,
  type UserInfo,
} from '@capsule-whatif/model'
import { causesOf, requestText } from '../predict/causes.ts'
import type { Effect } from '../predict/prediction.ts'
import { type Severity, worstOf } from '../report/severity.ts'
import { perform, settle } from '../schedule/likely.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type AskedCluster, after, attempt, clusterOf, userOf } from './asking/asked-cluster.ts'
import { effectName, nameText, type ObjectName, objectName } from './asking/object-name.ts'
import { actionsType, type GivenAction, groupsType, readAction, userType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { type RefusedRequest, refusalText, refusedRequest } from './asking/refusal.ts'
import { document, findingSection, section } from './asking/wording.ts'

/**
 * What `ask drift` can be told; `drift.parameters` and
 * docs/reference/cli.md#ask-drift say what each means.
 */
export interface DriftParameters {
  readonly edit?: readonly GivenAction[]
  readonly as?: string
  readonly asGroup?: readonly string[]
}

/** Every `EditFate`. */
export const editFates = ['stays', 'put back', 'put back when the operator starts again', 'changed otherwise'] as const

/** What becomes of an edited field, or of a deleted object. */
export type EditFate = (typeof editFates)[number]

/** One field that the edit changed, or an object that it deleted (then without path). */
export interface EditedField {
  readonly object: ObjectName
  readonly path?: string
  readonly fate: EditFate
  /** who put it back or changed it: the controller */
  readonly by?: string
}

/** One object that a reconcile would write now, nobody having done anything. */
export interface DriftedObject {
  readonly object: ObjectName
  readonly outcome: Effect['outcome']
  readonly fields: readonly string[]
  readonly when: 'now' | 'when the operator starts again'
  readonly by: string
}

/** What the operator would change back. */
export interface DriftAnswer extends QuestionAnswer {
  readonly question: 'drift'
  /** what differs from what a reconcile would write */
  readonly drifted: readonly DriftedObject[]
  readonly edits: readonly EditedField[]
  /** edits that were accepted and changed nothing: admission put things back at once, or they were so already */
  readonly notTaken: readonly string[]
  readonly refused: readonly RefusedRequest[]
}

/** Lets controllers look at everything anew: on the snapshot as it is, and after an edit. */
export const drift: Question<DriftParameters, DriftAnswer> = {
  name: 'drift',
  meaning: 'What differs from what the operator would write, and what it would change back of an edit.',
  parameters: {
    edit: {
      type: actionsType,
      meaning: 'an edit, written as for kubectl',
      example: "'delete resourcequota capsule-oil-0 -n oil-dev'",
      otherwise: 'none: what differs now',
    },
    as: { type: userType, meaning: 'who edits', example: 'alice', otherwise: 'an administrator of the cluster' },
    asGroup: { type: groupsType, meaning: 'a group of that user', example: 'projectcapsule.dev' },
  },
  example: "--edit 'delete clusterrole capsule-namespace-deleter'",
  ask: askDrift,
  text: driftText,
}

function askDrift(snapshot: Snapshot, { edit = [], as, asGroup }: DriftParameters): DriftAnswer {
  const cluster = clusterOf(snapshot)
  const { quiet } = cluster
  const restarted = attempt(cluster, restart)
  const drifted = [
    ...quiet.pending.map((effect) => driftedObject(effect, 'now')),
    ...restarted.answer.effects.map((effect) => driftedObject(effect, 'when the operator starts again')),
  ].filter(({ fields, outcome }) => outcome !== 'changed' || fields.length > 0)
  const { edits, notTaken, refused } = editsOf(cluster, edit, as, asGroup)
  return {
    question: 'drift',
    severity: severityOf(drifted, edits, refused),
    certainty: 'likely',
    findings: [...new Set([...quiet.findings, ...restarted.answer.findings])],
    drifted,
    edits,
    notTaken,
    refused,
  }
}

const restart: readonly GivenAction[] = ['operator stop', 'operator start']

function driftedObject(effect: Effect, when: DriftedObject['when']): DriftedObject {
  const { outcome, fields = [], causes } = effect
  return { object: effectName(effect), outcome, fields, when, by: causes[0] ?? '' }
}

type Edited = Pick<DriftAnswer, 'edits' | 'notTaken' | 'refused'>

/** The state right after the edit, before any controller acts, tells which fields are the edit's. */
function editsOf(
  cluster: AskedCluster,
  edit: readonly GivenAction[],
  as: string | undefined,
  asGroup: readonly string[] | undefined,
): Edited {
  if (edit.length === 0) return { edits: [], notTaken: [], refused: [] }
  const { model, state } = cluster.quiet
  const user = userOf(as, asGroup)
  const { answer } = attempt(cluster, edit, user)
  const { state: right, notTaken } = rightAfter(cluster, edit, user)
  const run = settle(model, right)
  const later = after({ ...cluster, quiet: { ...cluster.quiet, state: run.state } }, restart).quiet.state
  const causes = causesOf(run.steps)
  const edits = changesBetween(state, right).map(({ resource, before, path }): EditedField => {
    const { namespace, name } = before.metadata
    const at = (of: ClusterState): Json | undefined => valueAt(findObject(of, resource, namespace, name), path)
    const values = { before: valueAt(before, path), edited: at(right), settled: at(run.state), later: at(later) }
    const fate = fateOf(values)
    const [by] = causes.of(resource, namespace ?? '', name)
    return {
      object: objectName(before),
      ...(path === undefined ? {} : { path: path.join('.') }),
      fate,
      ...(fate === 'stays' || by === undefined ? {} : { by: fate.endsWith('again') ? 'the operator' : by }),
    }
  })
  return { edits, notTaken, refused: answer.refusals.map(refusedRequest) }
}

/** The requests of the edit one after the other, no controller acting between them. */
function rightAfter(
  { quiet: { model, state: start }, snapshot }: AskedCluster,
  edit: readonly GivenAction[],
  user: UserInfo,
): { readonly state: ClusterState; readonly notTaken: readonly string[] } {
  let state = start
  const notTaken: string[] = []
  for (const given of edit) {
    const read = readAction(given, snapshot)
    for (const action of read.ok ? read.value.actions : []) {
      if (action.type !== 'request') continue
      const { steps, state: next } = perform(model, state, { type: 'request', as: user, request: action.request })
      const isAccepted = (steps[0]?.response?.code ?? 500) < 400
      const isCreated = steps.some(({ events }) => events.some(({ type }) => type === 'added'))
      if (isAccepted && !isCreated && changesBetween(state, next).length === 0)
        notTaken.push(requestText(action.request))
      state = next
    }
  }
  return { state, notTaken }
}

interface Values {
  readonly before: Json | undefined
  readonly edited: Json | undefined
  readonly settled: Json | undefined
  readonly later: Json | undefined
}

function fateOf({ before, edited, settled, later }: Values): EditFate {
  const isSame = (a: Json | undefined, b: Json | undefined): boolean => a === b || equalJson(a, b)
  if (isSame(settled, before)) return 'put back'
  if (!isSame(settled, edited)) return 'changed otherwise'
  return isSame(later, before)
    ? 'put back when the operator starts again'
    : isSame(later, edited)
      ? 'stays'
      : 'changed otherwise'
}

interface EditChange {
  readonly resource: ResourceKey
  readonly before: KubeObject
  /** undefined: the whole object */
  readonly path: readonly string[] | undefined
}

function changesBetween(before: ClusterState, now: ClusterState): readonly EditChange[] {
  return listResources(before).flatMap((resource) => {
    if (before.objects[resource] === now.objects[resource]) return []
    return listObjects(before, resource).flatMap((object): readonly EditChange[] => {
      const next = findObject(now, resource, object.metadata.namespace, object.metadata.name)
      if (next === object) return []
      if (next === undefined) return [{ resource, before: object, path: undefined }]
      return pathsBetween(object, next, []).map((path) => ({ resource, before: object, path }))
    })
  })
}

const bookkeeping: ReadonlySet<string> = new Set(['resourceVersion', 'generation', 'managedFields'])

function pathsBetween(
  a: Json | undefined,
  b: Json | undefined,
  path: readonly string[],
): readonly (readonly string[])[] {
  if (equalJson(a, b) || bookkeeping.has(path.at(-1) ?? '')) return []
  if (!isJsonObject(a) || !isJsonObject(b)) return [path]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((field) =>
    pathsBetween(a[field], b[field], [...path, field]),
  )
}

/** The value at a path; of the whole object, what it is but for its identity: whether it is there. */
function valueAt(object: KubeObject | undefined, path: readonly string[] | undefined): Json | undefined {
  if (path === undefined) return object === undefined ? undefined : true
  let value: Json | undefined = object
  for (const field of path) value = isJsonObject(value) ? value[field] : undefined
  return value
}

function severityOf(
  drifted: readonly DriftedObject[],
  edits: readonly EditedField[],
  refused: readonly RefusedRequest[],
): Severity {
  return worstOf([
    drifted.length + edits.length > 0 ? 'info' : 'none',
    refused.length > 0 || edits.some(({ fate }) => fate !== 'stays') ? 'warning' : 'none',
    drifted.some(({ outcome }) => outcome === 'gone' || outcome === 'held') ? 'warning' : 'none',
    drifted.some(({ outcome, object }) => outcome === 'gone' && object.kind === 'Namespace') ? 'danger' : 'none',
  ])
}

function driftText({ drifted, edits, notTaken, refused, findings }: DriftAnswer): string {
  const lines = (when: DriftedObject['when']): readonly string[] =>
    drifted
      .filter((each) => each.when === when)
      .map(
        ({ object, outcome, fields, by }) =>
          `${nameText(object)}: ${outcome}${fields.length === 0 ? '' : ` (${fields.join(', ')})`}, by ${by}`,
      )
  return document([
    drifted.length === 0
      ? 'Nothing differs from what the controllers would write (along the likely order of events).'
      : 'What controllers would write, nobody having done anything (along the likely order of events):',
    section('Now:', lines('now')),
    section('When the operator starts again:', lines('when the operator starts again')),
    section('Of the edit:', edits.map(editText)),
    section('Accepted, and changes nothing:', notTaken),
    section('Refused:', refused.map(refusalText)),
    findingSection(findings),
  ])
}

function editText({ object, path, fate, by }: EditedField): string {
  const what = path === undefined ? `${nameText(object)}, deleted` : `${nameText(object)} ${path}`
  return `${what}: ${fate}${by === undefined ? '' : `, by ${by}`}`
}
