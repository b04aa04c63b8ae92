import { type KubeObject, listAt } from '@capsule-whatif/model'
import { type Severity, worstOf } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type AskedCluster, attempt, clusterOf } from './asking/asked-cluster.ts'
import { type Certainty, certaintyOfAnswer } from './asking/certainty.ts'
import { actionsType, choiceType, countType, type GivenAction } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { counted, countedKinds, document, findingSection, section, table } from './asking/wording.ts'

/**
 * What `ask blast-radius` can be told; `blastRadius.parameters` and
 * docs/reference/cli.md#ask-blast-radius say what each means.
 */
export interface BlastRadiusParameters {
  readonly of?: 'tenants' | 'namespaces'
  readonly do?: readonly GivenAction[]
  readonly most?: number
}

/** What one Tenant or Namespace would lose. */
export interface BlastRadius {
  readonly name: string
  /** what is done to it */
  readonly action: string
  readonly refused: boolean
  /** how many objects go, it included, by kind */
  readonly lost: Readonly<Record<string, number>>
  readonly objects: number
  /** of them, how many hold data or secrets: volumes, claims, Secrets, ConfigMaps */
  readonly data: number
  readonly certainty: Certainty
}

/** Every Tenant or Namespace, ranked by what one command would lose. */
export interface BlastRadiusAnswer extends QuestionAnswer {
  readonly question: 'blast-radius'
  readonly of: 'tenants' | 'namespaces'
  /** those that lose most first */
  readonly ranking: readonly BlastRadius[]
}

/** Deletes each on its own copy of the cluster, or does one thing and counts what each loses of it. */
export const blastRadius: Question<BlastRadiusParameters, BlastRadiusAnswer> = {
  name: 'blast-radius',
  meaning: 'Every Tenant or Namespace, ranked by what one command would lose.',
  parameters: {
    of: {
      type: choiceType('tenants', 'namespaces'),
      meaning: 'what is ranked',
      example: 'tenants',
      otherwise: 'tenants',
    },
    do: {
      type: actionsType,
      meaning: 'the command, of which each loses its part',
      example: "'delete crd tenants.capsule.clastix.io'",
      otherwise: 'its own deletion, each tried on its own copy of the cluster',
    },
    most: {
      type: countType,
      meaning: 'how many are tried, those with most in them first',
      example: '50',
      otherwise: '50',
    },
  },
  example: '--of tenants',
  ask: askBlastRadius,
  text: blastRadiusText,
}

const triedMax = 50

function askBlastRadius(
  snapshot: Snapshot,
  { of = 'tenants', do: actions, most = triedMax }: BlastRadiusParameters,
): BlastRadiusAnswer {
  const cluster = clusterOf(snapshot)
  const all = largestFirst(snapshot, of)
  const chosen = all.slice(0, most)
  const ranking = (
    actions === undefined ? chosen.map((each) => ownDeletion(cluster, of, each)) : partsOf(cluster, actions, of, chosen)
  ).toSorted((a, b) => b.objects - a.objects || b.data - a.data || (a.name < b.name ? -1 : 1))
  const rest = all.length - chosen.length
  return {
    question: 'blast-radius',
    severity: severityOf(ranking, actions !== undefined),
    certainty: ranking.some(({ certainty }) => certainty !== 'never') || ranking.length === 0 ? 'likely' : 'never',
    findings: [
      ...cluster.quiet.findings,
      ...(rest > 0 ? [`Tried for the ${most} ${of} with most in them; ${rest} more are there (--most).`] : []),
      ...(all.length === 0 ? [`The snapshot has no ${of}.`] : []),
    ],
    of,
    ranking,
  }
}

/** A Tenant or Namespace with the Namespaces that belong to it. */
interface Ranked {
  readonly name: string
  readonly namespaces: ReadonlySet<string>
}

function largestFirst({ objects }: Snapshot, of: BlastRadiusAnswer['of']): readonly Ranked[] {
  const contents = new Map<string, number>()
  for (const { metadata } of objects)
    if (metadata.namespace !== undefined) contents.set(metadata.namespace, (contents.get(metadata.namespace) ?? 0) + 1)
  const sizeOf = ({ namespaces }: Ranked): number =>
    [...namespaces].reduce((sum, namespace) => sum + 1 + (contents.get(namespace) ?? 0), 0)
  return objects
    .filter(({ kind }) => kind === (of === 'tenants' ? 'Tenant' : 'Namespace'))
    .map((object): Ranked => ({ name: object.metadata.name, namespaces: namespacesOf(object) }))
    .toSorted((a, b) => sizeOf(b) - sizeOf(a))
}

function namespacesOf(object: KubeObject): ReadonlySet<string> {
  if (object.kind === 'Namespace') return new Set([object.metadata.name])
  return new Set(listAt(object, 'status', 'namespaces').filter((each) => typeof each === 'string'))
}

function ownDeletion(cluster: AskedCluster, of: BlastRadiusAnswer['of'], { name }: Ranked): BlastRadius {
  const action = `delete ${of === 'tenants' ? 'tenant' : 'namespace'} ${name}`
  const { answer } = attempt(cluster, [action])
  const kinds = answer.effects
    .filter(({ outcome }) => outcome === 'gone' || outcome === 'replaced')
    .map(({ kind }) => kind)
  const refused = answer.refusals.length > 0
  return radius(name, action, refused, kinds, refused ? certaintyOfAnswer(cluster.quiet, false) : 'likely')
}

function partsOf(
  cluster: AskedCluster,
  actions: readonly GivenAction[],
  of: BlastRadiusAnswer['of'],
  chosen: readonly Ranked[],
): readonly BlastRadius[] {
  const { answer } = attempt(cluster, actions)
  const lost = answer.effects.filter(({ outcome }) => outcome === 'gone' || outcome === 'replaced')
  const text = answer.actions.map((action) => action.text).join('; ')
  const refused = answer.actions.every((action) => action.refused)
  return chosen.map(({ name, namespaces }) => {
    const own = of === 'tenants' ? 'Tenant' : 'Namespace'
    const mine = lost.filter(
      (effect) =>
        (effect.kind === own && effect.name === name) ||
        (effect.kind === 'Namespace' && namespaces.has(effect.name)) ||
        (effect.namespace !== undefined && namespaces.has(effect.namespace)),
    )
    return radius(
      name,
      text,
      refused,
      mine.map(({ kind }) => kind),
      refused ? certaintyOfAnswer(cluster.quiet, false) : 'likely',
    )
  })
}

const dataKinds: ReadonlySet<string> = new Set(['PersistentVolume', 'PersistentVolumeClaim', 'Secret', 'ConfigMap'])

function radius(
  name: string,
  action: string,
  refused: boolean,
  kinds: readonly string[],
  certainty: Certainty,
): BlastRadius {
  const lost: Record<string, number> = {}
  for (const kind of kinds) lost[kind] = (lost[kind] ?? 0) + 1
  const data = kinds.filter((kind) => dataKinds.has(kind)).length
  return { name, action, refused, lost, objects: kinds.length, data, certainty }
}

function severityOf(ranking: readonly BlastRadius[], isUnnamed: boolean): Severity {
  return worstOf(
    ranking.map(({ objects, lost }) =>
      objects === 0 ? 'none' : isUnnamed || (lost.Namespace ?? 0) > 1 || lost.Tenant ? 'danger' : 'warning',
    ),
  )
}

const shownMax = 20

function blastRadiusText({ of, ranking, findings }: BlastRadiusAnswer): string {
  const rows = ranking
    .slice(0, shownMax)
    .map(({ name, objects, data, lost, refused }) => [
      name,
      refused ? 'refused' : `${counted(objects, 'object')} lost`,
      objects === 0 ? '' : `${data} of data`,
      countedKinds(Object.entries(lost).flatMap(([kind, count]) => Array.from({ length: count }, () => kind))),
    ])
  const actions = new Set(ranking.map(({ action }) => action))
  const what = actions.size === 1 && ranking.length > 1 ? [...actions].join('') : 'its own deletion'
  return document([
    section(`The ${of} by what each would lose by ${what} (along the likely order of events):`, table(rows), shownMax),
    ranking.length > shownMax ? `and ${ranking.length - shownMax} more: --format json lists all` : '',
    findingSection(findings),
  ])
}
