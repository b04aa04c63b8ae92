import type { Step, WatchEvent } from '@capsule-whatif/model'
import type { AskedAction, AskOptions } from '../ask.ts'
import type { Effect, Outcome } from '../predict/prediction.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { type CauseLink, causeChain } from './cause-chain.ts'
import { find } from './lineage.ts'
import { nearName } from './near-name.ts'
import { type PlayedRun, playTexts } from './played-run.ts'
import { type Change, changeOf, isAbout, type ObjectName, objectText } from './writes.ts'

/** The links from one write of an object back to the action; the write comes first. */
export interface CauseChain {
  /** what the write did to the object; `marked`: it got its deletionTimestamp */
  readonly of: Change
  readonly links: readonly CauseLink[]
}

/** Why an object is not as it was, along the likely order. */
export interface Why {
  /** `Namespace oil-dev` */
  readonly object: string
  /** what became of it; absent where it is as it was */
  readonly outcome?: Outcome
  /** empty where nothing was written to it; that of its mark for deletion stands apart where another chain led to that */
  readonly chains: readonly CauseChain[]
  /** what else is to be known: that it happens without the actions too, or may end otherwise */
  readonly notes: readonly string[]
}

/**
 * Why an effect came, along the likely order of events: from the write that made it back to the action.
 *
 * @param effect an effect of the answer to the actions, or the names of its object
 * @throws Error where an action is not understood
 */
export function whyEffect(
  snapshot: Pick<Snapshot, 'objects'>,
  actions: readonly (string | AskedAction)[],
  effect: ObjectName,
  options: AskOptions = {},
): Why {
  return whyOf(playTexts(snapshot, actions, options), effect)
}

/** The same of actions that were played already. */
export function whyOf(run: PlayedRun, name: ObjectName): Why {
  const { answer } = run
  const effect = answer.effects.find((each) => isSame(each, name))
  const pending = answer.pending.some((each) => isSame(each, name))
  const other = answer.instead.find((each) => isSame(each, name))
  const known = effect !== undefined || pending || find(run.start, name) !== undefined
  const notes = [
    ...(known ? [] : [`The snapshot has no ${objectText(name)}, and nothing makes it.${nearName(run.start, name)}`]),
    ...(pending ? ['The snapshot was not quiet: something became of it before the first action, without any.'] : []),
    ...(other ? [`When controllers are busy it ends otherwise: ${other.outcome}.`] : []),
  ]
  return {
    object: objectText(name),
    ...(effect ? { outcome: effect.outcome } : {}),
    chains: effect ? chainsOf(run, effect) : [],
    notes,
  }
}

export function isSame(effect: Effect, { kind, namespace, name }: ObjectName): boolean {
  return effect.kind === kind && effect.namespace === namespace && effect.name === name
}

/** The writes that make an outcome, the last first; the mark for deletion comes by itself. */
const decisive: Readonly<Record<Outcome, readonly Change[]>> = {
  gone: ['removed'],
  replaced: ['created', 'removed'],
  held: ['marked'],
  created: ['created'],
  changed: ['changed'],
}

function chainsOf(run: PlayedRun, effect: Effect): readonly CauseChain[] {
  const wanted = decisive[effect.outcome]
  const chains = wanted.flatMap((change) => chainTo(run, effect, change))
  if (!wanted.includes('removed')) return chains
  const marked = chainTo(run, effect, 'marked')
  const known = new Set(chains.flatMap(({ links }) => links.map(({ step }) => step)))
  return [...chains, ...marked.filter(({ links }) => links[0] && !known.has(links[0].step))]
}

function chainTo(run: PlayedRun, effect: Effect, change: Change): readonly CauseChain[] {
  const found = lastWrite(run.steps, effect, change)
  return found ? [{ of: change, links: causeChain(run, found.step, found.event) }] : []
}

function lastWrite(
  steps: readonly Step[],
  name: ObjectName,
  change: Change,
): { readonly step: Step; readonly event: WatchEvent } | undefined {
  for (const step of steps.toReversed()) {
    const event = step.events.findLast((each) => isAbout(each, name) && changeOf(each) === change)
    if (event) return { step, event }
  }
  return undefined
}
