import { goQuote } from '../../../object/go-format.ts'
import type { Json } from '../../../object/json.ts'
import { actionOf, type EnforceAction, type EnforceBody } from './enforce-body.ts'

/** A value of an object that rules are about, and where it is. */
export interface Value {
  readonly value: string
  readonly path: string
}

/** That an item of a rule fits a value; `by` is the part of it that does. */
export interface Match {
  readonly detail?: string
  readonly by?: Json
}

/** What rules say of one sort of value. [pkg/ruleengine/enforce_evaluator.go:Set] */
export interface RuleSet<Item> {
  readonly name: string
  /** what the list of allowed items is called, such as `Allowed CIDRs` */
  readonly allowedLabel: string
  readonly items: (body: EnforceBody) => readonly Item[]
  readonly matches: (item: Item, value: Value) => Match | undefined | { readonly error: string }
  readonly describe: (item: Item) => string
  /** words of its own in place of the usual ones */
  readonly message?: (action: EnforceAction, value: Value, match: Match) => string
}

/** What rules come to for an object. */
export interface Evaluation {
  /** why the object is refused */
  readonly refusal?: string
  /** what the rules note of it, in the words of their Events */
  readonly audits: readonly string[]
  /** what allowed the last value, where a rule did */
  readonly allowedBy?: Json
}

export const nothingSaid: Evaluation = { audits: [] }

interface Decision {
  readonly action: EnforceAction
  readonly message: string
  readonly by?: Json
}

/**
 * For each value the last item that fits and allows or denies decides. A value that none fits is refused only where some
 * rule allows values of this sort. What audits decides nothing. The first refusal is the answer.
 * [pkg/ruleengine/enforce_evaluator.go:EvaluateEnforce; extended A10b. Not shown by a recording]
 */
export function evaluate<Item>(
  values: readonly Value[],
  bodies: readonly EnforceBody[],
  set: RuleSet<Item>,
): Evaluation {
  const audits: string[] = []
  let allowedBy: Json | undefined
  for (const value of values) {
    if (value.value === '') continue
    const judged = judgeValue(value, bodies, set)
    audits.push(...judged.audits)
    if (judged.refusal !== undefined) return { refusal: judged.refusal, audits }
    if (judged.allowedBy !== undefined) allowedBy = judged.allowedBy
  }
  return allowedBy === undefined ? { audits } : { audits, allowedBy }
}

function judgeValue<Item>(value: Value, bodies: readonly EnforceBody[], set: RuleSet<Item>): Evaluation {
  const audits: string[] = []
  const allowing: Item[] = []
  let last: Decision | undefined
  for (const body of bodies) {
    const items = set.items(body)
    const action = actionOf(body)
    if (action === 'allow') allowing.push(...items)
    for (const item of items) {
      const match = set.matches(item, value)
      if (match === undefined) continue
      if ('error' in match) return { audits, refusal: `${set.name}: invalid rule: ${match.error}` }
      const message = messageOf(set, action, value, item, match)
      if (action === 'audit') audits.push(message)
      else last = { action, message, ...(match.by === undefined ? {} : { by: match.by }) }
    }
  }
  if (last?.action === 'deny') return { audits, refusal: last.message }
  if (last) return { audits, allowedBy: last.by ?? true }
  return allowing.length === 0 ? { audits } : { audits, refusal: missMessage(set, value, allowing) }
}

const matched: Readonly<Record<EnforceAction, readonly [verdict: string, rule: string]>> = {
  deny: ['is denied by namespace rule', 'matched denied rule'],
  allow: ['is allowed by namespace rule', 'matched allowed rule'],
  audit: ['matched audit namespace rule', 'matched audit rule'],
}

/** [decisionMessage, appendMatchContext; extended A10.8] */
function messageOf<Item>(set: RuleSet<Item>, action: EnforceAction, value: Value, item: Item, match: Match): string {
  if (set.message) return set.message(action, value, match)
  const [verdict, rule] = matched[action]
  const message = `${set.name} ${goQuote(value.value)} at ${value.path} ${verdict}`
  if (match.detail !== undefined) return `${message}: ${match.detail}`
  const description = set.describe(item)
  return description === '' ? message : `${message}: ${rule} ${description}`
}

const descriptionsMax = 10

/** [allowMissMessage, describeRules; extended A10.8] */
function missMessage<Item>(set: RuleSet<Item>, value: Value, allowing: readonly Item[]): string {
  const message = `${set.name} ${goQuote(value.value)} at ${value.path} is not allowed by namespace rule`
  const shown = allowing
    .slice(0, descriptionsMax)
    .map(set.describe)
    .filter((text) => text !== '')
  if (shown.length === 0) return message
  const more = allowing.length - descriptionsMax
  const list = more > 0 ? [...shown, `and ${more} more`] : shown
  return `${message}: value did not match any allowed rule. ${set.allowedLabel}: ${list.join(', ')}`
}

/** The evaluations in turn, up to the first that refuses. */
export function inTurn(evaluations: Iterable<() => Evaluation>): Evaluation {
  const audits: string[] = []
  for (const next of evaluations) {
    const evaluation = next()
    audits.push(...evaluation.audits)
    if (evaluation.refusal !== undefined) return { refusal: evaluation.refusal, audits }
  }
  return { audits }
}
