import { listObjects, listResources, ownerReferencesOf } from '@capsule-whatif/model'
import type { Severity } from '../report/severity.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type AskedCluster, attempt, clusterOf } from './asking/asked-cluster.ts'
import { effectName, nameText, objectName } from './asking/object-name.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'
import { counted, countedKinds, document, findingSection, section } from './asking/wording.ts'
import { tenantSlice } from './deletion/tenant-slice.ts'
import { leftOf, namespacesOf, type UninstallOrder, uninstallOrders } from './uninstalling/uninstall-orders.ts'

/**
 * What `ask uninstall` can be told; `uninstall.parameters` and
 * docs/reference/cli.md#ask-uninstall say what each means.
 */
export type UninstallParameters = Readonly<Record<never, never>>

/** One order and what it costs. */
export interface TriedOrder {
  readonly order: string
  readonly steps: readonly TriedStep[]
  /** Namespaces that belonged to a Tenant and are gone */
  readonly namespacesLost: readonly string[]
  /** objects in these Namespaces that people had made, and are gone */
  readonly contentLost: Readonly<Record<string, number>>
  /** and those that Capsule had generated: bounds, network policies, rights */
  readonly generatedLost: Readonly<Record<string, number>>
  /** what of Capsule is still there at the end */
  readonly left: Readonly<Record<string, number>>
  /** nothing that people had made is lost */
  readonly safe: boolean
}

export interface TriedStep {
  readonly name: string
  /** how many requests, and how many of them were refused */
  readonly requests: number
  readonly refused: number
  /** words of the first refusal */
  readonly message?: string
}

/** A safe order for removing the operator. */
export interface UninstallAnswer extends QuestionAnswer {
  readonly question: 'uninstall'
  /** every order that was tried, the safest first */
  readonly orders: readonly TriedOrder[]
}

/** Removes the operator in every order that people take, and counts what is lost and what is left. */
export const uninstall: Question<UninstallParameters, UninstallAnswer> = {
  name: 'uninstall',
  meaning: 'In which order the operator can be removed without losing a Namespace, and what other orders lose.',
  parameters: {},
  example: '',
  ask: askUninstall,
  text: uninstallText,
}

function askUninstall(snapshot: Snapshot): UninstallAnswer {
  const first = snapshot.objects.find(({ kind }) => kind === 'Tenant')?.metadata.name ?? ''
  const slice = tenantSlice(snapshot, first)
  const cluster = clusterOf(slice.snapshot)
  const orders = uninstallOrders
    .map((order) => triedOrder(cluster, order))
    .toSorted(
      (a, b) =>
        Number(b.safe) - Number(a.safe) ||
        total(a.left) - total(b.left) ||
        total(a.generatedLost) - total(b.generatedLost),
    )
  return {
    question: 'uninstall',
    severity: severityOf(orders),
    certainty: 'likely',
    findings: [...cluster.quiet.findings, ...slice.findings, helmFinding],
    orders,
  }
}

const helmFinding = "What helm uninstall deletes is read from the snapshot's labels; hooks of the chart are not run."

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Each step is made of what is there when it begins. */
function triedOrder(cluster: AskedCluster, { name, steps }: UninstallOrder): TriedOrder {
  let current = cluster
  const tried = steps.map((step): TriedStep => {
    const actions = step.actions(current)
    const { answer, state } = attempt(current, actions)
    current = { ...current, quiet: { ...current.quiet, state } }
    const message = answer.refusals[0]?.message
    return {
      name: step.name,
      requests: actions.length,
      refused: answer.refusals.length,
      ...(message === undefined ? {} : { message }),
    }
  })
  return { order: name, steps: tried, ...lossesOf(cluster, current) }
}

type Losses = Omit<TriedOrder, 'order' | 'steps'>

function lossesOf({ quiet: { state: before } }: AskedCluster, { quiet: { state: now } }: AskedCluster): Losses {
  const namespaces = namespacesOf(before).map(({ metadata }) => metadata.name)
  const there = new Set(listObjects(now, '/namespaces').map(({ metadata }) => metadata.uid))
  const still = new Set(
    listResources(now).flatMap((resource) => listObjects(now, resource).map((object) => nameText(objectName(object)))),
  )
  const lost = listResources(before)
    .flatMap((resource) => namespaces.flatMap((namespace) => listObjects(before, resource, namespace)))
    .filter((object) => !still.has(nameText(effectName({ kind: object.kind, ...object.metadata }))))
  const isGenerated = (object: (typeof lost)[number]): boolean =>
    ownerReferencesOf(object).some(({ kind }) => kind === 'Tenant')
  const namespacesLost = namespacesOf(before)
    .filter(({ metadata }) => !there.has(metadata.uid))
    .map(({ metadata }) => metadata.name)
  const content = lost.filter((object) => !isGenerated(object))
  return {
    namespacesLost,
    contentLost: countsOf(content),
    generatedLost: countsOf(lost.filter(isGenerated)),
    left: countsOf(leftOf(now)),
    safe: namespacesLost.length === 0 && content.length === 0,
  }
}

function countsOf(objects: readonly { readonly kind: string }[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { kind } of objects) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function severityOf(orders: readonly TriedOrder[]): Severity {
  if (orders.every(({ safe }) => !safe)) return 'danger'
  return orders.every(({ safe }) => safe) ? 'info' : 'warning'
}

function uninstallText({ orders, findings }: UninstallAnswer): string {
  const best = orders.find(({ safe }) => safe)
  return document([
    best === undefined
      ? 'Every order that was tried loses what people have made (along the likely order of events).'
      : section(`Safe, and leaves ${leftText(best)} (along the likely order of events):`, best.steps.map(stepText)),
    section('Every order that was tried:', orders.flatMap(orderLines), orders.length * 2),
    findingSection(findings),
  ])
}

function stepText({ name, requests, refused }: TriedStep, index: number): string {
  const failed = refused === 0 ? '' : `, ${refused} refused`
  return `${index + 1}. ${name} (${counted(requests, 'request')}${failed})`
}

function orderLines({ order, safe, namespacesLost, contentLost, generatedLost, left }: TriedOrder): readonly string[] {
  const lost = [
    ...(namespacesLost.length === 0 ? [] : [counted(namespacesLost.length, 'Namespace')]),
    ...(total(contentLost) === 0 ? [] : [countsText(contentLost)]),
  ]
  const generated =
    total(generatedLost) === 0 ? 'nothing generated' : `of what Capsule generated ${countsText(generatedLost)}`
  return [
    `${safe ? 'safe' : 'loses'}: ${order}`,
    `  ${safe ? 'loses nothing that people made' : `loses ${lost.join(', ')}`}; ${generated}; leaves ${countsText(left) || 'nothing'}`,
  ]
}

function leftText({ left }: TriedOrder): string {
  return total(left) === 0 ? 'nothing of Capsule' : countsText(left)
}

function countsText(counts: Readonly<Record<string, number>>): string {
  return countedKinds(Object.entries(counts).flatMap(([kind, count]) => Array.from({ length: count }, () => kind)))
}
