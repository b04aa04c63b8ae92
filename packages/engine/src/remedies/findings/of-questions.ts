import type { AdoptAnswer } from '../../questions/adopt.ts'
import type { GivenAction } from '../../questions/asking/parameter-types.ts'
import type { QuestionAnswer } from '../../questions/asking/question.ts'
import type { BlastRadiusAnswer, BlastRadiusParameters } from '../../questions/blast-radius.ts'
import type { CascadeAnswer, CascadeParameters } from '../../questions/cascade.ts'
import type { CompareAnswer, CompareParameters, Fate } from '../../questions/compare.ts'
import type { ConsistencyAnswer } from '../../questions/consistency.ts'
import type { CascadeNode } from '../../questions/deletion/cascade-tree.ts'
import type { DetachAnswer } from '../../questions/detach.ts'
import type { DriftAnswer, DriftParameters } from '../../questions/drift.ts'
import type { MigrateAnswer } from '../../questions/migrate.ts'
import type { ProtectionsAnswer } from '../../questions/protections.ts'
import type { QuotaForecastAnswer, QuotaForecastParameters } from '../../questions/quota-forecast.ts'
import type { RestoreAnswer, RestoreParameters } from '../../questions/restore.ts'
import type { UninstallAnswer } from '../../questions/uninstall.ts'
import { type SoughtRemedy, soughtRemedy } from '../sought-remedy.ts'
import { askedText, userOptions } from './asked-texts.ts'

/** What can be sought for an answer that was given to these parameters. */
type Link<Answer, Given> = (answer: Answer, given: Given) => readonly SoughtRemedy[]

/** Questions with findings for which a remedy can be sought. */
const links: Readonly<Record<string, Link<never, never>>> = {
  consistency: ofConsistency,
  cascade: ofCascade,
  'blast-radius': ofBlastRadius,
  protections: ofProtections,
  migrate: ofMigrate,
  detach: ofDetach,
  adopt: ofAdopt,
  drift: ofDrift,
  restore: ofRestore,
  uninstall: ofUninstall,
  'quota-forecast': ofQuotaForecast,
  compare: ofCompare,
}

/** Questions without, and why. */
export const withoutRemedy: Readonly<Record<string, string>> = {
  'snapshot-health': 'tells of the snapshot and not of the cluster: each of its checks says what to collect',
  access: 'no order of steps gives a right: the answer names the least rights that are missing',
  'owner-journey': 'no order of steps gives a right: the answer names the least rights that are missing',
  'metadata-latency': 'a window is closed by where metadata comes from, and by no order: `--mode admission` shows it',
  upgrade: 'what another version refuses or deletes is fixed there: ask about a snapshot of the upgraded cluster',
}

/** Names of the questions that have remedies. */
export const questionsWithRemedy: readonly string[] = Object.keys(links)

/** What can be sought for what an answer found; nothing where nothing is lost, refused, stuck or put back. */
export function remediesOfQuestion(answer: QuestionAnswer, given: object): readonly SoughtRemedy[] {
  const link = links[answer.question] as Link<QuestionAnswer, object> | undefined
  return link?.(answer, given) ?? []
}

/** A Namespace that two say belongs to different Tenants is taken out of both. */
function ofConsistency({ disagreements }: ConsistencyAnswer): readonly SoughtRemedy[] {
  const namespaces = disagreements
    .filter(({ heals, object }) => heals === 'never' && object.startsWith('Namespace '))
    .map(({ object }) => object.slice('Namespace '.length))
  return [...new Set(namespaces)].map((namespace) =>
    soughtRemedy(`it is not clear whose Namespace ${namespace} is`, 'detach-namespace', { namespace }),
  )
}

function ofCascade(
  { tree, refused, policy, accepted, severity }: CascadeAnswer,
  { object, operator, as, asGroup }: CascadeParameters,
): readonly SoughtRemedy[] {
  const isNamespaceItself = tree.length === 1 && tree[0]?.object.kind === 'Namespace'
  const isLost = severity === 'danger' && !isNamespaceItself
  const isHeld = tree.some(isHeldNode)
  if (!isLost && !isHeld && refused.length === 0) return []
  const finding =
    accepted === 'never' ? 'the deletion is refused' : isHeld ? 'it is left terminating' : 'more goes with it'
  const text = `delete ${object}${policy === 'background' ? '' : ` --cascade=${policy}`}${userOptions(as, asGroup)}`
  return [soughtRemedy(finding, 'do', { do: [text], ...(operator === 'up' || operator === undefined ? {} : down) })]
}

const down = { operator: 'down' } as const

function isHeldNode({ outcome, below }: CascadeNode): boolean {
  return outcome === 'held' || below.some(isHeldNode)
}

const rankedMax = 3

/** Of Namespaces that are deleted one by one, nothing goes but what was named. */
function ofBlastRadius(
  { of, ranking }: BlastRadiusAnswer,
  { do: actions }: BlastRadiusParameters,
): readonly SoughtRemedy[] {
  const losing = ranking.filter(({ objects, lost }) => objects > 0 && (lost.Namespace ?? 0) > 0)
  if (losing.length === 0) return []
  if (actions !== undefined) return [soughtRemedy('Namespaces go with it', 'do', { do: actions.map(askedText) })]
  if (of === 'namespaces') return []
  return losing
    .slice(0, rankedMax)
    .map(({ name, action }) => soughtRemedy(`Namespaces go with Tenant ${name}`, 'do', { do: [action] }))
}

function ofProtections({ tenant, asItIs }: ProtectionsAnswer): readonly SoughtRemedy[] {
  const isHarmful = (words: string): boolean =>
    asItIs.some(({ action, fate }) => fate !== 'unharmed' && action.includes(words))
  return [
    ...(isHarmful('the Tenant')
      ? [soughtRemedy(`Namespaces are lost with Tenant ${tenant}`, 'do', { do: [`delete tenant ${tenant}`] })]
      : []),
    ...(isHarmful('the definition')
      ? [soughtRemedy('Namespaces are lost with the definition of Tenant', 'replace-definition')]
      : []),
    ...(isHarmful('helm uninstall')
      ? [soughtRemedy('Namespaces are lost with the operator', 'uninstall-operator')]
      : []),
  ]
}

function ofMigrate({ namespace, to, ways }: MigrateAnswer): readonly SoughtRemedy[] {
  if (ways.every(({ reached }) => reached)) return []
  return [soughtRemedy('ways of moving it are refused, or do not hold', 'move-namespace', { namespace, tenant: to })]
}

function ofDetach({ namespace, ways }: DetachAnswer): readonly SoughtRemedy[] {
  if (ways.every(({ reached }) => reached)) return []
  return [soughtRemedy('ways of detaching it are refused, or do not hold', 'detach-namespace', { namespace })]
}

function ofAdopt({ namespace, to, ways }: AdoptAnswer): readonly SoughtRemedy[] {
  if (ways.every(({ reached }) => reached)) return []
  return [soughtRemedy('ways of giving it are refused, or do not hold', 'move-namespace', { namespace, tenant: to })]
}

function ofDrift(
  { edits, refused, notTaken }: DriftAnswer,
  { edit = [], as, asGroup }: DriftParameters,
): readonly SoughtRemedy[] {
  const isBack = edits.some(({ fate }) => fate !== 'stays') || notTaken.length > 0
  if (edit.length === 0 || (!isBack && refused.length === 0)) return []
  const finding = refused.length > 0 ? 'the edit is refused' : 'the edit is put back'
  return [soughtRemedy(finding, 'do', { do: edit.map((each) => `${textOf(each)}${userOptions(as, asGroup)}`) })]
}

function textOf(action: GivenAction): string {
  return typeof action === 'string' ? action : askedText(action)
}

function ofRestore({ lacking }: RestoreAnswer, { after = [] }: RestoreParameters): readonly SoughtRemedy[] {
  const isAvoidable = after.length > 0 && lacking.some(({ kind }) => kind === 'Namespace')
  if (!isAvoidable) return []
  return [soughtRemedy('what is to be restored need not be lost', 'do', { do: after.map(textOf) })]
}

function ofUninstall({ orders }: UninstallAnswer): readonly SoughtRemedy[] {
  if (orders.every(({ safe }) => safe)) return []
  return [soughtRemedy('orders of removing the operator lose Namespaces', 'uninstall-operator')]
}

/** Of manifests that were tried: those files. More namespaces than a Tenant may have are what its bound is for. */
function ofQuotaForecast(
  { tried }: QuotaForecastAnswer,
  { manifests, as, asGroup }: QuotaForecastParameters,
): readonly SoughtRemedy[] {
  if (manifests === undefined || tried.every(({ admitted }) => admitted)) return []
  const files = [...new Set(manifests.origins.map(({ file }) => file))].filter((file) => file !== '-')
  if (files.length === 0) return []
  const texts = files.map((file) => `create -f ${file}${userOptions(as, asGroup)}`)
  return [soughtRemedy('a manifest is refused', 'do', { do: texts })]
}

const losses: ReadonlySet<Fate> = new Set<Fate>(['gone', 'replaced', 'held'])

/** The side that loses a Namespace or Tenant which the other keeps. */
function ofCompare(
  { one, other, differences }: CompareAnswer,
  { do: actions, instead }: CompareParameters,
): readonly SoughtRemedy[] {
  const grave = differences.filter(({ object }) => object.kind === 'Namespace' || object.kind === 'Tenant')
  const loses = (side: 'one' | 'other'): boolean => grave.some((each) => losses.has(each[side]))
  const sought = (side: typeof one, texts: readonly GivenAction[]): readonly SoughtRemedy[] =>
    side.snapshot === 'this'
      ? [soughtRemedy(`${side.actions.join('; ')} loses what the other keeps`, 'do', { do: texts.map(textOf) })]
      : []
  return [
    ...(loses('one') ? sought(one, actions) : []),
    ...(loses('other') && instead !== undefined ? sought(other, instead) : []),
  ]
}
