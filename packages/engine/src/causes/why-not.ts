import { isTerminating, type KubeObject, listAt, textAt } from '@capsule-whatif/model'
import type { AskedAction, AskOptions } from '../ask.ts'
import type { Outcome } from '../predict/prediction.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { find, lineageOf, type Placed } from './lineage.ts'
import { nearName } from './near-name.ts'
import { type PlayedRun, playTexts } from './played-run.ts'
import type { Reason } from './reason.ts'
import { controllerFailures, controllerRefusals, refusedRequests } from './refusal-reasons.ts'
import { holdReasons, ownerReasons } from './standing-reasons.ts'
import { isSame } from './why-effect.ts'
import { changeOf, isAbout, nameOf, type ObjectName, objectText } from './writes.ts'

/** Why an object is not deleted, or not made, along the likely order. */
export interface WhyNot {
  /** `Namespace oil-dev` */
  readonly object: string
  /** whether the snapshot has it, once it is quiet */
  readonly wasThere: boolean
  readonly isThere: boolean
  /** what became of it all the same; absent where it is as it was */
  readonly outcome?: Outcome
  /** refusals first; empty where it is gone */
  readonly reasons: readonly Reason[]
}

/**
 * Why actions did not delete an object, or did not make it: what was refused by whom with which words, what holds it, what
 * the garbage collector finds of its owners, which process does not run, what nobody asked for.
 *
 * @throws Error where an action is not understood
 */
export function whyNot(
  snapshot: Pick<Snapshot, 'objects'>,
  actions: readonly (string | AskedAction)[],
  object: ObjectName,
  options: AskOptions = {},
): WhyNot {
  return whyNotOf(playTexts(snapshot, actions, options), object)
}

/** The same of actions that were played already. */
export function whyNotOf(run: PlayedRun, name: ObjectName): WhyNot {
  const now = find(run.end, name)
  const wasThere = find(run.start, name) !== undefined
  const effect = run.answer.effects.find((each) => isSame(each, name))
  const head = { object: objectText(name), wasThere, isThere: now !== undefined }
  const found = effect ? { ...head, outcome: effect.outcome } : head
  if (wasThere && !now) return { ...found, reasons: [] }
  const lineage = lineageOf(run.start, name)
  const refused = refusedRequests(run, name, lineage)
  if (!now) {
    const own = refused.filter(({ about }) => about === objectText(name))
    return { ...found, reasons: own.length > 0 ? own : [notMade(run, name), ...refused] }
  }
  return { ...found, reasons: [...refused, ...standing(run, name, now.object, lineage)] }
}

function standing(run: PlayedRun, name: ObjectName, object: KubeObject, lineage: readonly Placed[]): readonly Reason[] {
  const isAsked = run.steps.some(({ events }) => events.some((event) => isDeletion(event) && isIn(event, lineage)))
  const refusals = controllerRefusals(run, lineage)
  return [
    ...(isAsked ? [] : [notAsked(name, 'deletes it, nor what it lies in, its owners or their definitions')]),
    ...stopped(run, lineage),
    ...refusals,
    ...(refusals.length > 0 ? [] : controllerFailures(run, lineage)),
    ...holdReasons(object),
    ...(isTerminating(object) ? [] : notTerminating(run, object)),
    ...lineage.slice(1).flatMap((each) => holdReasons(find(run.end, nameOf(each.object))?.object ?? each.object)),
  ]
}

function isDeletion(event: Parameters<typeof changeOf>[0]): boolean {
  const change = changeOf(event)
  return change === 'marked' || change === 'removed'
}

function isIn(event: Parameters<typeof changeOf>[0], lineage: readonly Placed[]): boolean {
  return lineage.some(({ object }) => isAbout(event, nameOf(object)))
}

function notMade({ start }: PlayedRun, name: ObjectName): Reason {
  const { kind, about, says } = notAsked(name, 'makes it, and the snapshot has it not')
  return { kind, about, says: `${says}${nearName(start, name)}` }
}

function notAsked(name: ObjectName, what: string): Reason {
  return { kind: 'not-asked', about: objectText(name), says: `Nothing that was let through ${what}.` }
}

function notTerminating(run: PlayedRun, object: KubeObject): readonly Reason[] {
  return [...ownerReasons(run, object), ...namespaceStays(run, object), ...notInStatus(run, object)]
}

function namespaceStays({ end }: PlayedRun, object: KubeObject): readonly Reason[] {
  const { namespace } = object.metadata
  if (namespace === undefined) return []
  const home = find(end, { kind: 'Namespace', name: namespace })?.object
  if (!home || isTerminating(home)) return []
  const says = `Its Namespace ${namespace} is there and not terminating: nothing is emptied.`
  return [{ kind: 'namespace-stays', about: objectText(nameOf(object)), says, source: 'kubernetes.md 3.3.2' }]
}

/** The operator v0.14 deletes what the status of a deleted Tenant names, and nothing else. [capsule-core.md R8.2, R8.5] */
function notInStatus(run: PlayedRun, object: KubeObject): readonly Reason[] {
  if (run.capsule !== '0.14' || object.kind !== 'Namespace') return []
  const tenants = lineageOf(run.start, nameOf(object)).filter((each) => each.object.kind === 'Tenant')
  return tenants.flatMap(({ object: tenant }) => {
    const deleted = run.steps.some(({ events }) =>
      events.some((event) => isDeletion(event) && isAbout(event, nameOf(tenant))),
    )
    const named = listAt(tenant, 'status', 'spaces').some((space) => textAt(space, 'name') === object.metadata.name)
    if (!deleted || named) return []
    const says = `The status of Tenant ${tenant.metadata.name} does not name it: the operator deletes the namespaces that it names.`
    const source = 'tenant/namespaces.go reconcileDeletingTenantNamespaces; capsule-core.md R8.2, R8.5'
    return [{ kind: 'not-in-status', about: objectText(nameOf(object)), says, source }]
  })
}

const duties = {
  'kube-controller-manager': 'it empties deleted namespaces and collects what has lost its owners',
  capsule: 'it deletes the namespaces of a deleted Tenant, and takes its finalizer off it',
} as const

/** Processes that do not run at the end, and would do something about these objects. */
function stopped({ end, capsule }: PlayedRun, lineage: readonly Placed[]): readonly Reason[] {
  const concerns = {
    'kube-controller-manager': true,
    capsule: capsule === '0.14' && lineage.some(({ object }) => object.kind === 'Tenant'),
  }
  return (['kube-controller-manager', 'capsule'] as const)
    .filter((process) => !end.running[process] && concerns[process])
    .map((process): Reason => {
      return { kind: 'process-stopped', about: process, says: `${process} does not run: ${duties[process]}.` }
    })
}
