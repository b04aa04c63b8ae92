import { type AskedAction, type Asking, type AskOptions, ask } from '../ask.ts'
import type { Answer, Effect, Refusal } from '../predict/prediction.ts'
import type { PlayedSnapshot } from '../snapshot/load-snapshot.ts'
import { changesAgainstEffect } from './changes-against-effect.ts'
import { changesAgainstRefusal } from './changes-against-refusal.ts'
import type { SingleChange } from './single-change.ts'

/** Every `Worth`. */
export const worths = ['prevents', 'delays', 'fails', 'refused'] as const

/**
 * What a change is worth against an effect. `prevents`: it does not happen. `delays`: not until the change ends, which it
 * will: the operator is started again, and what was refused without it is asked once more. `fails`: it happens all the
 * same. `refused`: the API server refuses the change itself.
 */
export type Worth = (typeof worths)[number]

/** A single change, and what came of trying it in the model. */
export interface TriedChange extends SingleChange {
  readonly worth: Worth
  /** the words of the API server where it now refuses what was asked, or of a `refused` change the change */
  readonly refusal?: string
  /** what is lost of what lies in the Namespace that the effect is about although that stays, of a change that holds */
  readonly costs: readonly string[]
}

/**
 * Tries single changes of a snapshot, and of what is done to it, one at a time: which of them prevent that an effect
 * comes, or a refusal. Those that prevent it come first, then those that delay it. What is lost in a Namespace that stays
 * is a cost.
 *
 * @param actions what was asked
 * @param effect one of the effects or refusals of the answer to it
 * @param asking how each trial is answered; default along the likely order of events
 * @throws Error where an action is not understood
 */
export function singleChangesThatPrevent(
  snapshot: PlayedSnapshot,
  actions: readonly (string | AskedAction)[],
  effect: Effect | Refusal,
  options: AskOptions = {},
  asking: Asking = ask,
): readonly TriedChange[] {
  const asked = actions.map((action) => (typeof action === 'string' ? { do: action } : action))
  const isRunning = options.operatorRunning !== false
  const changes =
    'outcome' in effect
      ? changesAgainstEffect(snapshot.objects, asked, effect, isRunning)
      : changesAgainstRefusal(snapshot.objects, asked, isRunning)
  const trial: Trial = { snapshot, asked, effect, options, asking }
  const tried = changes.map((change) => tryChange(trial, change))
  const ranked = tried.toSorted((a, b) => a.costs.length - b.costs.length)
  return worths.flatMap((worth) => ranked.filter((each) => each.worth === worth))
}

interface Trial {
  readonly snapshot: PlayedSnapshot
  readonly asked: readonly AskedAction[]
  readonly effect: Effect | Refusal
  readonly options: AskOptions
  readonly asking: Asking
}

function tryChange(trial: Trial, change: SingleChange): TriedChange {
  const { before, instead = trial.asked, end } = change
  const answers = answersOf(trial, change, [...before, ...instead])
  const [answer] = answers
  const barred = answer.refusals.find(({ action }) => action <= before.length)
  if (barred) return { ...change, worth: 'refused', refusal: barred.message, costs: [] }
  const happens = (given: readonly Answer[]): boolean => given.some((each) => comesAbout(each, trial.effect))
  if (happens(answers)) return { ...change, worth: 'fails', costs: [] }
  const refusal = answer.refusals[0]?.message
  const again = refusal === undefined ? [] : instead
  const isOver = end !== undefined && happens(answersOf(trial, change, [...before, ...instead, end, ...again]))
  return {
    ...change,
    worth: isOver ? 'delays' : 'prevents',
    ...(refusal === undefined ? {} : { refusal }),
    ...(answers.some(isOfSomeOrders) ? { basis: 'not all orders were looked at' } : {}),
    costs: lossesNear(answer, trial.effect),
  }
}

/** Along the likely order, and if nothing comes about there as is asked. */
function answersOf(
  trial: Trial,
  change: SingleChange,
  actions: readonly (string | AskedAction)[],
): readonly [Answer, ...Answer[]] {
  const likely = askWith(trial, change, actions, ask)
  if (trial.asking === ask || comesAbout(likely, trial.effect)) return [likely]
  return [likely, askWith(trial, change, actions, trial.asking)]
}

function isOfSomeOrders(answer: Answer): boolean {
  return 'orders' in answer && answer.orders === 'some'
}

function askWith(
  { snapshot, options }: Trial,
  { files = {} }: SingleChange,
  actions: readonly (string | AskedAction)[],
  asking: Asking,
): Answer {
  const { readFile } = options
  const read = (file: string): string | undefined => (Object.hasOwn(files, file) ? files[file] : readFile?.(file))
  return asking(snapshot, actions, { ...options, readFile: read })
}

function comesAbout({ effects, instead, pending, refusals }: Answer, effect: Effect | Refusal): boolean {
  if (!('outcome' in effect)) return refusals.some(({ request }) => request === effect.request)
  const same = [...effects, ...instead, ...pending].filter((each) => text(each) === text(effect))
  if (isLoss(effect)) return same.some(isLoss)
  return same.some((each) => each.outcome === effect.outcome && sharesField(each, effect))
}

/** What is lost of what lies in the Namespace that an effect is about. */
function lossesNear({ effects, instead }: Answer, effect: Effect | Refusal): readonly string[] {
  if (!('outcome' in effect) || !isLoss(effect)) return []
  return [...new Set([...effects, ...instead].filter((each) => isLoss(each) && isNear(each, effect)).map(text))]
}

function isLoss({ outcome }: Effect): boolean {
  return outcome === 'gone' || outcome === 'replaced' || outcome === 'held'
}

function isNear({ namespace }: Effect, { kind, name }: Effect): boolean {
  return kind === 'Namespace' && namespace === name
}

function sharesField({ fields = [] }: Effect, { fields: others = [] }: Effect): boolean {
  return others.length === 0 || fields.some((field) => others.includes(field))
}

function text({ kind, namespace, name }: Effect): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}
