import type { MergedAnswer } from '../explore/merged-answer.ts'
import { decidedText, dependentText } from './exploration-text.ts'

/** The merged answer of all shards, for people. */
export function mergedText(answer: MergedAnswer): string {
  const { shards, outcomes, effects, broken, limits, statesAtMost } = answer
  const orders = limits.length === 0 ? 'all orders' : 'the orders looked at'
  const head = `In short: ${outcomes.length === 1 ? 'one outcome' : `${outcomes.length} outcomes`} over ${orders}, of ${shards} shards.`
  const sections = [
    head,
    broken.map(({ name, says }) => `${name}: does not hold\n  ${says}`).join('\n'),
    decidedText({ effects, outcomes }),
    dependentText(effects),
    [`unique states at most ${statesAtMost}`, ...limits.map((limit) => `left out: limit of ${limit}`)].join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}
