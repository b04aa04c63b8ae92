import type { HuntAnswer, HuntedSurprise } from '../explore/hunt-snapshot.ts'
import { counted, listed, scheduleText } from './exploration-text.ts'

/** What a hunt found, for people. */
export function huntText({ menu, states, complete, surprises }: HuntAnswer): string {
  const head =
    surprises.length === 0
      ? `In short: no surprise${complete ? '' : ' in what was looked at'}.`
      : `In short: ${counted(surprises.length, 'kind')} of surprise.`
  const tried = ['Tried, in every order and at every moment:', ...menu.map((deed) => `  ${deed}`)].join('\n')
  const counts = `unique states ${states}${complete ? '' : '\nleft out: a limit was hit (--max-states, --max-seconds), or orders with more delays (--delays)'}`
  return `${[head, ...surprises.map(surpriseText), tried, counts].join('\n\n')}\n`
}

function surpriseText({ name, says, atRest, schedule, needs }: HuntedSurprise): string {
  return [
    `${name}: ${says}${atRest ? ', once all is at rest' : ''}`,
    `  The smallest schedule that shows it, ${counted(schedule.length, 'step')}:`,
    ...scheduleText(schedule, '    '),
    ...(needs.length > 0 ? [`  Of the snapshot it needs ${counted(needs.length, 'object')}: ${listed(needs)}`] : []),
  ].join('\n')
}
