import { allObjects, type ClusterState, ownerReferencesOf } from '@capsule-whatif/model'
import type { Answer } from '../predict/prediction.ts'
import { type Severity, worstOf } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { attempt, clusterOf, userOf } from './asking/asked-cluster.ts'
import { cannotBeAsked } from './asking/cannot-be-asked.ts'
import { type Certainty, certaintyOfAnswer, leastSureOf } from './asking/certainty.ts'
import { effectName, nameText, type ObjectName, objectName } from './asking/object-name.ts'
import { choiceType, deletionRequest, groupsType, objectType, userType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { type RefusedRequest, refusalText, refusedRequest } from './asking/refusal.ts'
import { counted, countedKinds, document, findingSection, groupBy, section } from './asking/wording.ts'
import { type CascadeNode, cascadeTree, nodesOf } from './deletion/cascade-tree.ts'

export type DeletionPolicy = 'background' | 'foreground' | 'orphan'

/**
 * What `ask cascade` can be told; `cascade.parameters` and
 * docs/reference/cli.md#ask-cascade say what each means.
 */
export interface CascadeParameters {
  readonly object: string
  readonly policy?: DeletionPolicy
  readonly operator?: 'up' | 'down' | 'returns'
  readonly as?: string
  readonly asGroup?: readonly string[]
}

/** What goes when an object is deleted. */
export interface CascadeAnswer extends QuestionAnswer {
  readonly question: 'cascade'
  readonly object: ObjectName
  readonly policy: DeletionPolicy
  /** of the request that deletes the object; `never` where it is refused */
  readonly accepted: Certainty
  readonly refused: readonly RefusedRequest[]
  /** how many objects of each kind go, the object itself included */
  readonly lost: Readonly<Record<string, number>>
  /** what goes or hangs in its deletion, each under that with which it goes */
  readonly tree: readonly CascadeNode[]
  /** objects owned by what goes, or in it, that stay */
  readonly stays: readonly ObjectName[]
  /** virtual seconds until all is quiet */
  readonly seconds: number
}

/** What goes with an object: the deletion is tried on the snapshot, and what is gone afterwards is told as a tree. */
export const cascade: Question<CascadeParameters, CascadeAnswer> = {
  name: 'cascade',
  meaning: 'What goes when this object is deleted, through whom, and under what.',
  parameters: {
    object: {
      type: objectType,
      meaning: 'the object, as one writes it after kubectl delete',
      example: "'crd tenants.capsule.clastix.io'",
      isRequired: true,
    },
    policy: {
      type: choiceType('background', 'foreground', 'orphan'),
      meaning: "how it is deleted, as with kubectl's --cascade",
      example: 'orphan',
      otherwise: 'background',
    },
    operator: {
      type: choiceType('up', 'down', 'returns'),
      meaning: 'whether the Capsule operator runs, or is down and starts again afterwards',
      example: 'returns',
      otherwise: 'up',
    },
    as: { type: userType, meaning: 'who deletes it', example: 'alice', otherwise: 'an administrator of the cluster' },
    asGroup: { type: groupsType, meaning: 'a group of that user', example: 'projectcapsule.dev' },
  },
  example: "--object 'tenant oil'",
  ask: askCascade,
  text: cascadeText,
}

function askCascade(snapshot: Snapshot, given: CascadeParameters): CascadeAnswer {
  const { object, policy = 'background', operator = 'up' } = given
  const cluster = clusterOf(snapshot, { operatorRunning: operator === 'up' })
  const deletion = `delete ${object} --cascade=${policy}`
  const actions = operator === 'returns' ? [deletion, 'operator start'] : [deletion]
  const { answer, state, steps } = attempt(cluster, actions, userOf(given.as, given.asGroup))
  const named = namedObject(object, snapshot)
  const accepted = certaintyOfAnswer(cluster.quiet, answer.refusals.length === 0)
  const tree = cascadeTree(cluster.quiet.state, { answer, steps }, accepted)
  const nodes = nodesOf(tree)
  return {
    question: 'cascade',
    severity: severityOf(nodes, answer, named),
    certainty: leastSureOf([accepted, ...nodes.map(({ certainty }) => certainty)]),
    findings: answer.settled ? answer.findings : [...answer.findings, restless],
    object: named,
    policy,
    accepted,
    refused: answer.refusals.map(refusedRequest),
    lost: countsOf(nodes.filter(({ outcome }) => outcome === 'gone')),
    tree,
    stays: staying(cluster.quiet.state, state),
    seconds: answer.seconds,
  }
}

const restless = 'The cluster did not come to rest in the time that was given.'

function namedObject(object: string, snapshot: Snapshot): ObjectName {
  const read = deletionRequest(object, snapshot)
  if (!read.ok) throw cannotBeAsked(read.error.message)
  const { kind = '', namespace, name = '' } = read.value
  return effectName({ kind, name, ...(namespace === undefined ? {} : { namespace }) })
}

/** Kinds whose loss nobody takes lightly who did not name them. */
const precious: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'Tenant',
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
])

function severityOf(nodes: readonly CascadeNode[], { effects, refusals }: Answer, named: ObjectName): Severity {
  return worstOf([
    effects.length > 0 ? 'info' : 'none',
    nodes.length > 0 || refusals.length > 0 ? 'warning' : 'none',
    nodes.some(({ object }) => precious.has(object.kind) && nameText(object) !== nameText(named)) ? 'danger' : 'none',
  ])
}

function countsOf(nodes: readonly CascadeNode[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { object } of nodes) counts[object.kind] = (counts[object.kind] ?? 0) + 1
  return counts
}

/** What has an owner that is gone, and is still there. */
function staying(before: ClusterState, now: ClusterState): readonly ObjectName[] {
  const uids = new Set(allObjects(now).map(({ metadata }) => metadata.uid))
  const gone = new Set(
    allObjects(before)
      .map(({ metadata }) => metadata.uid)
      .filter((uid) => uid !== undefined && !uids.has(uid)),
  )
  return allObjects(now)
    .filter((object) => ownerReferencesOf(object).some(({ uid }) => gone.has(uid)))
    .map(objectName)
}

function cascadeText(answer: CascadeAnswer): string {
  const { tree, refused, stays, findings, certainty } = answer
  return document([
    summary(answer),
    section('Refused:', refused.map(refusalText)),
    tree.length === 0
      ? ''
      : ['Goes, each under what it goes with:', ...tree.flatMap((node) => nodeLines(node, '  ', certainty))].join('\n'),
    section('Stays, though an owner is gone:', stays.map(nameText)),
    findingSection(findings),
  ])
}

function summary({ object, policy, accepted, tree, seconds }: CascadeAnswer): string {
  const asked = `${nameText(object)}, deleted with --cascade=${policy}`
  const nodes = nodesOf(tree)
  const lost = nodes.filter(({ outcome }) => outcome !== 'held').map((node) => node.object.kind)
  const held = nodes.filter(({ outcome }) => outcome === 'held').map((node) => node.object.kind)
  if (nodes.length === 0)
    return `${asked}: ${accepted === 'never' ? 'it is refused, and ' : ''}nothing goes (${accepted === 'never' ? 'never' : 'likely'}).`
  const parts = [
    ...(lost.length === 0 ? [] : [`${countedKinds(lost)} lost`]),
    ...(held.length === 0 ? [] : [`${countedKinds(held)} terminating, held by finalizers`]),
  ]
  return `${asked}: ${parts.join('; ')} (${leastSureOf(nodes.map(({ certainty }) => certainty))}, within ${Math.round(seconds)} s).`
}

const shownMax = 6

/** A node with what is below it; of many leaves of one kind the names stand in one line. */
function nodeLines(node: CascadeNode, indent: string, whole: Certainty): readonly string[] {
  const branches = node.below.filter(({ below }) => below.length > 0)
  const leaves = node.below.filter(({ below }) => below.length === 0)
  const tie = node.tie === undefined ? [] : [ties[node.tie]]
  return [
    `${indent}${nameText(node.object)}: ${[...tie, ...hows(node, whole)].join(', ')}`,
    ...branches.slice(0, shownMax).flatMap((each) => nodeLines(each, `${indent}  `, whole)),
    ...moreLines(branches.slice(shownMax), `${indent}  `),
    ...leafLines(leaves, `${indent}  `, whole),
  ]
}

const ties: Readonly<Record<NonNullable<CascadeNode['tie']>, string>> = {
  instance: 'its instance',
  content: 'in it',
  owned: 'owned by it',
}

/** What is said of a node: certainty only where it is not that of the whole. */
function hows({ by, outcome, certainty }: CascadeNode, whole: Certainty): readonly string[] {
  return [
    ...(by === '' ? [] : [`by ${by}`]),
    ...(outcome === 'held' ? ['held by finalizers'] : []),
    ...(certainty === whole ? [] : [certainty]),
  ]
}

function moreLines(rest: readonly CascadeNode[], indent: string): readonly string[] {
  if (rest.length === 0) return []
  const kindsOf = (nodes: readonly CascadeNode[]): string => countedKinds(nodes.map(({ object }) => object.kind))
  return [`${indent}and ${kindsOf(rest)} more, with ${kindsOf(nodesOf(rest.flatMap(({ below }) => below)))}`]
}

function leafLines(leaves: readonly CascadeNode[], indent: string, whole: Certainty): readonly string[] {
  const groups = groupBy(leaves, (leaf) => [leaf.object.kind, ...hows(leaf, whole)].join(', '))
  return [...groups].map(([how, group]) => {
    const kind = group[0]?.object.kind ?? ''
    const names = group.slice(0, shownMax).map(({ object }) => object.name)
    const rest = group.length > shownMax ? ` and ${group.length - shownMax} more` : ''
    return `${indent}${counted(group.length, kind)}${how.slice(kind.length)}: ${names.join(', ')}${rest}`
  })
}
