import { counted, document, section } from '../questions/asking/wording.ts'
import type { Remedy, RemedyAnswer, RemedyStep, TriedPlan } from '../remedies/remedy.ts'

/** The answer for people: the steps, what is known of them, and what was tried besides. */
export function remedyText(answer: RemedyAnswer): string {
  const { wanted, keeps, remedy, rejected, best, tried, limits, findings } = answer
  return document([
    `Wanted: ${wanted}`,
    section('Kept in every order:', keeps),
    remedy === undefined ? withoutRemedy(limits, best) : withRemedy(remedy),
    remedy === undefined ? '' : section('Not taken, for it is not safe in every order:', rejected.flatMap(planLines)),
    `Tried: ${counted(tried.likely, 'plan')} along the likely order, ${tried.allOrders} of them in all orders.`,
    section('Not certain:', findings),
  ])
}

function withRemedy(remedy: Remedy): string {
  const { steps, generatedLost, generatedAway } = remedy
  if (steps.length === 0) return 'It is so already: nothing is to be done.'
  return [
    `${ordersText(remedy)} (--format script prints it with checks and an undo)`,
    ...steps.flatMap(stepLines),
    ...list('Goes for good, of what Capsule generated:', generatedLost),
    ...list('Goes and is made again, so it does not hold for a while:', generatedAway),
  ].join('\n')
}

function ordersText({ orders }: Remedy): string {
  if (orders.complete) return `Safe in every order (${orders.states} states):`
  const how =
    orders.delays === undefined
      ? `the ${orders.states} states that were looked at`
      : `all orders with at most ${orders.delays} steps put off`
  return `Safe in ${how}; other orders were not looked at:`
}

function stepLines({ operation, commands }: RemedyStep, index: number): readonly string[] {
  return [`  ${index + 1}. ${operation}`, ...commands.map(({ text }) => `       ${shortened(text)}`)]
}

const lengthMax = 160

function shortened(text: string): string {
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 3)}...` : text
}

function list(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [title, ...names.map((name) => `  ${name}`)]
}

function withoutRemedy(limits: readonly string[], best: TriedPlan | undefined): string {
  const said =
    limits.length === 0
      ? 'No safe plan exists of the operations that are tried.'
      : `No safe plan was found within the limits (${limits.join(', ')}).`
  return [
    said,
    ...(best === undefined ? [] : ['The best that was found:', ...planLines(best).map((line) => `  ${line}`)]),
  ].join('\n')
}

function planLines({ operations, breaks }: TriedPlan): readonly string[] {
  return [operations.join('; then '), ...breaks.slice(0, 5).map((each) => `  ${each}`)]
}
