import { findObject, type KubeObject, listAt, listObjects, listResources } from '@capsule-whatif/model'
import type { Prediction } from '../predict/predict.ts'
import type { Severity } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type AskedCluster, after, attempt, clusterOf } from './asking/asked-cluster.ts'
import { type Certainty, certaintyOfAnswer } from './asking/certainty.ts'
import { effectName, nameText, objectName } from './asking/object-name.ts'
import { tenantType } from './asking/parameter-types.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { document, findingSection, section, table } from './asking/wording.ts'
import { type DestructiveAction, destructiveActions } from './deletion/destructive-actions.ts'
import { type ProtectedPlace, type Protection, protectionsList } from './deletion/protections-list.ts'
import { tenantSlice } from './deletion/tenant-slice.ts'

/**
 * What `ask protections` can be told; `protections.parameters` and
 * docs/reference/cli.md#ask-protections say what each means.
 */
export interface ProtectionsParameters {
  readonly tenant?: string
}

/** Every `NamespacesFate`. */
export const namespacesFates = ['unharmed', 'stripped', 'emptied', 'lost'] as const

/**
 * What became of the Tenant's Namespaces. `unharmed`: nothing in them is lost. `stripped`: what Capsule generated in them is
 * lost, their people's objects are not. `emptied`: they remain, terminating, or without what was in them. `lost`: some are gone.
 */
export type NamespacesFate = (typeof namespacesFates)[number]

/** One action under one protection. */
export interface ProtectionTrial {
  readonly action: string
  readonly fate: NamespacesFate
  /** whether something was refused, and with which words */
  readonly refused?: string
  readonly namespacesLost: number
  /** objects lost in the Tenant's Namespaces, and how many of them Capsule had generated */
  readonly objectsLost: number
  readonly generatedLost: number
  readonly certainty: Certainty
}

/** One protection: whether the cluster has it, and what holds with it. */
export interface TriedProtection {
  readonly protection: string
  readonly meaning: string
  /** whether the snapshot has it already */
  readonly isThere: boolean
  readonly trials: readonly ProtectionTrial[]
}

/** Which protections hold against what. */
export interface ProtectionsAnswer extends QuestionAnswer {
  readonly question: 'protections'
  readonly tenant: string
  readonly namespaces: readonly string[]
  /** what comes of each action on the cluster as it is */
  readonly asItIs: readonly ProtectionTrial[]
  /** and with one protection added, each on its own copy of the cluster */
  readonly protections: readonly TriedProtection[]
}

/** Tries every destructive action on the cluster as it is, and with each protection added. */
export const protections: Question<ProtectionsParameters, ProtectionsAnswer> = {
  name: 'protections',
  meaning: 'Which protections of a Tenant and its Namespaces hold against what, as the cluster is and with each added.',
  parameters: {
    tenant: { type: tenantType, meaning: 'the Tenant', example: 'oil', otherwise: 'the one with the most Namespaces' },
  },
  example: '--tenant oil',
  ask: askProtections,
  text: protectionsText,
}

function askProtections(snapshot: Snapshot, { tenant: named }: ProtectionsParameters): ProtectionsAnswer {
  const tenant = named ?? largestTenant(snapshot)
  const slice = tenantSlice(snapshot, tenant)
  const cluster = clusterOf(slice.snapshot)
  const place = placeOf(cluster, tenant)
  if (place === undefined) return nothingToProtect(tenant, cluster)
  const asItIs = destructiveActions.map((action) => tried(cluster, action, place))
  const tries = protectionsList.map((protection) => triedProtection(cluster, protection, place))
  const bases = protectionsList.flatMap(({ basis }) => (basis === undefined ? [] : [basis]))
  return {
    question: 'protections',
    severity: severityOf(asItIs),
    certainty: 'likely',
    findings: [...new Set([...cluster.quiet.findings, ...slice.findings, ...bases])],
    tenant,
    namespaces: place.namespaces,
    asItIs,
    protections: tries,
  }
}

function largestTenant({ objects }: Snapshot): string {
  const size = (tenant: KubeObject): number => listAt(tenant, 'status', 'namespaces').length
  const [largest] = objects.filter(({ kind }) => kind === 'Tenant').toSorted((a, b) => size(b) - size(a))
  return largest?.metadata.name ?? ''
}

function placeOf({ quiet: { state } }: AskedCluster, name: string): ProtectedPlace | undefined {
  const tenant = findObject(state, 'capsule.clastix.io/tenants', undefined, name)
  if (tenant === undefined) return undefined
  const namespaces = listObjects(state, '/namespaces')
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === tenant.metadata.uid))
    .map(({ metadata }) => metadata.name)
  return { state, tenant, namespaces }
}

function nothingToProtect(tenant: string, { quiet }: AskedCluster): ProtectionsAnswer {
  return {
    question: 'protections',
    severity: 'none',
    certainty: 'unknown',
    findings: [...quiet.findings, 'The snapshot has no Tenant, so there is nothing to protect.'],
    tenant,
    namespaces: [],
    asItIs: [],
    protections: [],
  }
}

function triedProtection(cluster: AskedCluster, protection: Protection, place: ProtectedPlace): TriedProtection {
  const guarded = after(cluster, protection.add(place))
  const now = { ...place, ...placeOf(guarded, place.tenant.metadata.name) }
  return {
    protection: protection.name,
    meaning: protection.meaning,
    isThere: protection.isThere(place),
    trials: destructiveActions.map((action) => tried(guarded, action, now, protection)),
  }
}

function tried(
  cluster: AskedCluster,
  { name, actions }: DestructiveAction,
  place: ProtectedPlace,
  protection?: Protection,
): ProtectionTrial {
  const { answer, state } = attempt(cluster, actions(place), protection?.as)
  const mine = new Set(place.namespaces)
  const generated = generatedNames(place)
  const lost = answer.effects.filter(({ outcome }) => outcome === 'gone' || outcome === 'replaced')
  const within = lost.filter(({ namespace }) => namespace !== undefined && mine.has(namespace))
  const losses: Losses = {
    namespacesLost: lost.filter((effect) => effect.kind === 'Namespace' && mine.has(effect.name)).length,
    objectsLost: within.length,
    generatedLost: within.filter((effect) => generated.has(nameText(effectName(effect)))).length,
  }
  const isTerminating = place.namespaces.some(
    (each) => findObject(state, '/namespaces', undefined, each)?.metadata.deletionTimestamp !== undefined,
  )
  const [refusal] = answer.refusals
  return {
    action: name,
    fate: fateOf(losses, isTerminating),
    ...(refusal === undefined ? {} : { refused: refusal.message }),
    ...losses,
    certainty: certaintyOf(cluster, answer),
  }
}

type Losses = Pick<ProtectionTrial, 'namespacesLost' | 'objectsLost' | 'generatedLost'>

function fateOf({ namespacesLost, objectsLost, generatedLost }: Losses, isTerminating: boolean): NamespacesFate {
  if (namespacesLost > 0) return 'lost'
  if (objectsLost > generatedLost || isTerminating) return 'emptied'
  return objectsLost > 0 ? 'stripped' : 'unharmed'
}

/** What Capsule generated in the Tenant's Namespaces: it belongs to the Tenant. */
function generatedNames({ state, tenant, namespaces }: ProtectedPlace): ReadonlySet<string> {
  const { uid } = tenant.metadata
  const generated = listResources(state)
    .flatMap((resource) => namespaces.flatMap((namespace) => listObjects(state, resource, namespace)))
    .filter(({ metadata }) => metadata.ownerReferences?.some((each) => each.uid === uid))
  return new Set(generated.map((object) => nameText(objectName(object))))
}

/** A lone request that is refused is never carried out; everything else depends on what controllers do. */
function certaintyOf({ quiet }: AskedCluster, { actions, refusals, effects }: Prediction['answer']): Certainty {
  const isRefused = effects.length === 0 && refusals.length > 0 && actions.every(({ refused }) => refused)
  return isRefused ? certaintyOfAnswer(quiet, false) : 'likely'
}

function severityOf(trials: readonly ProtectionTrial[]): Severity {
  const unnamed = trials.filter(({ action, fate }) => fate !== 'unharmed' && action !== 'delete a Namespace')
  if (unnamed.length > 0) return 'danger'
  return trials.some(({ fate }) => fate !== 'unharmed') ? 'warning' : 'none'
}

function protectionsText(answer: ProtectionsAnswer): string {
  const { tenant, namespaces, asItIs, protections: all, findings } = answer
  const letters = asItIs.map((_, index) => String.fromCharCode(65 + index))
  const rows = [
    ['', ...letters],
    rowOf('as it is', asItIs),
    ...all.map(({ protection, isThere, trials }) => rowOf(`${protection}${isThere ? ' (there)' : ''}`, trials)),
  ]
  return document([
    `Tenant ${tenant} with ${namespaces.length === 0 ? 'no Namespace' : namespaces.join(', ')}: what becomes of its Namespaces (along the likely order of events).`,
    section(
      'What is done:',
      asItIs.map(({ action }, index) => `${letters[index] ?? ''}  ${action}`),
    ),
    section('What holds, with one protection added at a time:', table(rows)),
    findingSection(findings),
  ])
}

function rowOf(name: string, trials: readonly ProtectionTrial[]): readonly string[] {
  const held = trials.filter(({ fate }) => fate === 'unharmed').length
  return [name, ...trials.map(cellText), `${held} of ${trials.length} hold`]
}

/** `refused` is the better end of the two in which nothing is lost: nothing is under way either. */
function cellText({ fate, refused }: ProtectionTrial): string {
  if (fate === 'unharmed') return refused === undefined ? 'holds' : 'refused'
  return fate
}
