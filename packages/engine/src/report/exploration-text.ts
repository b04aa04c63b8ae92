import type {
  AskedFate,
  DecidingWindow,
  ExplorationAnswer,
  ExploredEffect,
  ExploredOutcome,
  PropertyVerdict,
} from '../explore/exploration-answer.ts'
import type { ScheduleLine } from '../explore/schedule-line.ts'
import type { Effect, Outcome } from '../predict/prediction.ts'
import { counted as countedKind } from './kind-words.ts'

const objectsMax = 12
const linesMax = 40

/** The answer for people: properties first, then what depends on the order and by which window, then how it can end. */
export function explorationText(answer: ExplorationAnswer): string {
  const sections = [
    summaryLine(answer),
    answer.asked.map(askedText).join('\n'),
    answer.properties.map(propertyText).join('\n\n'),
    onlyAnswers(answer),
    decidedText(answer),
    dependentText(answer.effects),
    answer.outcomes.length > 1 ? answer.outcomes.map((outcome) => outcomeText(outcome, answer)).join('\n') : '',
    ...answer.outcomes
      .filter(({ stuck }) => stuck.length > 0)
      .map((outcome) => stuckText(outcome, answer.outcomes.length)),
    answer.findings.length > 0 ? ['Not certain:', ...answer.findings.map((each) => `  ${each}`)].join('\n') : '',
    countsLine(answer),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function summaryLine({ outcomes, summary, effects }: ExplorationAnswer): string {
  const orders = summary.complete
    ? 'all orders'
    : summary.delays === undefined
      ? 'the orders looked at'
      : `all orders with at most ${counted(summary.delays, 'delay')}`
  const open = effects.filter(({ verdict }) => verdict === 'may').length
  if (outcomes.length === 0) return `In short: no end was found within the limits.`
  if (outcomes.length === 1) return `In short: one outcome over ${orders}${variantsText(outcomes[0]?.variants ?? 1)}.`
  return `In short: ${outcomes.length} outcomes over ${orders}; ${counted(open, 'effect')} ${open === 1 ? 'depends' : 'depend'} on the order.`
}

/** What can become of an object that was asked about. */
function askedText({ object, fates, untouched }: AskedFate): string {
  if (fates.length === 0)
    return `${object}: ${untouched === 'must' ? 'never touched, over all orders' : 'not touched in any order that was looked at (unknown)'}`
  const all = fates.map(({ outcome, verdict }) => `${outcomeWords[outcome]} (${verdict})`)
  return `${object}: ${all.join(', ')}${untouched === 'may' ? ', or as it was (may)' : ''}`
}

/** Counts, on a line of its own so that programs find it. */
function countsLine({ summary }: ExplorationAnswer): string {
  const { states, transitions, depth, played, seconds, leftOut } = summary
  const line = `states ${transitions + 1}, unique states ${states}, depth ${depth}, steps played ${played}${seconds > 0 ? `, ${seconds.toFixed(1)} s` : ''}`
  return [line, ...leftOut.map((each) => `left out: ${each}`)].join('\n')
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function propertyText({ name, meaning, verdict, says, counterexample, needs }: PropertyVerdict): string {
  const head = `${name}: ${verdict === 'holds' ? 'holds' : verdict === 'broken' ? 'does not hold' : 'unknown: not broken in what was looked at'}\n  ${meaning}`
  if (!counterexample) return head
  const lines = [
    head,
    `  ${says ?? ''}`,
    `  The smallest schedule that shows it, ${counted(counterexample.length, 'step')}:`,
    ...scheduleText(counterexample, '    '),
  ]
  if (needs) lines.push(`  Of the snapshot it needs ${counted(needs.length, 'object')}: ${listed(needs)}`)
  return lines.join('\n')
}

export function scheduleText(schedule: readonly ScheduleLine[], indent: string): readonly string[] {
  const shown = schedule.slice(0, linesMax).flatMap((line, index) => lineText(line, `${indent}${index + 1}. `))
  return schedule.length > linesMax ? [...shown, `${indent}and ${schedule.length - linesMax} more`] : shown
}

function lineText({ text, writes, refused }: ScheduleLine, start: string): readonly string[] {
  const indent = ' '.repeat(start.length)
  const wrote = writes.length > 0 ? `: ${listed(writes)}` : refused.length > 0 ? '' : ': writes nothing'
  return [`${start}${text}${wrote}`, ...refused.map((each) => `${indent}refused: ${each}`)]
}

export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, objectsMax).join(', ')
  return texts.length > objectsMax ? `${shown} and ${texts.length - objectsMax} more` : shown
}

/** What becomes of an object, in a word. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  gone: 'lost',
  replaced: 'made again under a new uid',
  held: 'left terminating',
  created: 'created',
  changed: 'changed',
}

function effectText({ outcome, kind, namespace, name }: Effect): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} ${outcomeWords[outcome]}`
}

/** What happens whatever the order. */
export function decidedText({
  effects,
  outcomes,
}: {
  readonly effects: readonly ExploredEffect[]
  readonly outcomes: readonly unknown[]
}): string {
  const certain = effects.filter(({ verdict }) => verdict !== 'may')
  if (certain.length === 0) return outcomes.length > 0 ? 'Whatever the order: nothing else changes.' : ''
  const word = certain.some(({ verdict }) => verdict === 'unknown')
    ? 'In every order that was looked at'
    : 'Whatever the order (must)'
  const important = certain.filter(({ effect }) => effect.outcome !== 'changed')
  const changed = certain.length - important.length
  const lines = important.slice(0, linesMax).map(({ effect }) => `  ${effectText(effect)}`)
  if (important.length > linesMax) lines.push(`  and ${important.length - linesMax} more`)
  if (changed > 0) lines.push(`  ${counted(changed, 'object')} changed`)
  return [`${word}:`, ...lines].join('\n')
}

export function dependentText(effects: readonly ExploredEffect[]): string {
  const open = effects.filter(({ verdict }) => verdict === 'may')
  if (open.length === 0) return ''
  const shown = open
    .filter(({ effect, window }) => window !== undefined || effect.outcome !== 'changed')
    .slice(0, linesMax)
  const rest = open.length - shown.length
  return [
    'It depends on the order (may):',
    ...shown.flatMap(({ effect, outcomes, window }) => [
      `  ${effectText(effect)}: in ${outcomes.length === 1 ? 'outcome' : 'outcomes'} ${outcomes.join(', ')}`,
      ...(window ? windowText(window) : []),
    ]),
    ...(rest > 0 ? [`  ${counted(rest, 'object')} changed in some`] : []),
  ].join('\n')
}

function windowText({ before, having, lacking, apartMs }: DecidingWindow): readonly string[] {
  const time =
    apartMs === undefined
      ? ''
      : ` (${Math.abs(apartMs)} ms ${apartMs < 0 ? 'before' : 'after'} the other on the likely schedule)`
  return [
    ...(before.length > 0 ? [`    after ${counted(before.length, 'step')}:`, ...scheduleText(before, '      ')] : []),
    ...lineText(having, '    if this comes first: '),
    ...lineText(lacking, `    and not, if this does${time}: `),
  ]
}

function outcomeText(
  { number, kind, variants, effects, answers, steps }: ExploredOutcome,
  { actions }: ExplorationAnswer,
): string {
  const kinds = {
    'at rest': 'ends at rest',
    'goes round': 'never comes to rest',
    'patience over': 'is not at rest when patience is over',
  }
  const counts = new Map<string, number>()
  for (const { outcome, kind: of } of effects) {
    const what = `${of} ${outcome}`
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  const what = [...counts]
    .map(([each, count]) => {
      const [of = '', outcome = ''] = each.split(' ')
      return `${countedKind(count, of)} ${outcome}`
    })
    .join(', ')
  const head = `Outcome ${number} ${kinds[kind]} after ${counted(steps, 'step')}: ${what === '' ? 'nothing changes' : what}${variantsText(variants)}`
  return [head, ...refusalLines(answers, actions)].join('\n')
}

function variantsText(variants: number): string {
  return variants > 1 ? `, in ${variants} variants of what objects hold` : ''
}

function refusalLines(answers: ExploredOutcome['answers'], actions: readonly string[]): readonly string[] {
  return answers
    .filter(({ code }) => code >= 400)
    .map(({ action, code, message }) => `  refused: ${actions[action - 1] ?? action}: ${code} ${message ?? ''}`)
}

/** What the only outcome answers to those who asked. */
function onlyAnswers({ outcomes, actions }: ExplorationAnswer): string {
  const [only, ...others] = outcomes
  const lines = only && others.length === 0 ? refusalLines(only.answers, actions) : []
  return lines.length === 0 ? '' : ['Whatever the order:', ...lines].join('\n')
}

function stuckText({ number, stuck }: ExploredOutcome, outcomes: number): string {
  return [
    outcomes > 1 ? `Left terminating in outcome ${number}:` : 'Left terminating:',
    ...stuck.slice(0, linesMax).map((each) => `  ${each}`),
  ].join('\n')
}
