import type { Step } from '@capsule-whatif/model'
import { eventText } from '../../causes/writes.ts'
import { elapsedMs, momentOf, momentText, type Session } from '../../session/session.ts'
import { momentLine } from './log-text.ts'
import { turnText } from './turn-text.ts'

const writesMax = 12

/** Where one stands, in a line; in the middle of a run, with what its step wrote. */
export function placeLine(session: Session): string {
  const { at } = session
  if (at.step === undefined) return `[${momentText(at)}] ${momentLine(session, momentOf(session, at.moment))}`
  const { told, steps, text, from } = momentOf(session, at.moment)
  const startMs = elapsedMs(session, from)
  const where = `[${momentText(at)}] step ${at.step} of ${told.length} of ${JSON.stringify(text)}`
  const done = steps[told[at.step - 1] ?? -1]
  if (done === undefined) return `${where}: before its first step`
  const seconds = ((elapsedMs(session, at) - startMs) / 1000).toFixed(1)
  return [`${where}, ${seconds} s after it: ${turnText(done)}`, ...writeLines(done)].join('\n')
}

function writeLines({ events }: Step): readonly string[] {
  const writes = [...new Set(events.map(eventText))]
  const more = writes.length > writesMax ? [`  and ${writes.length - writesMax} writes more`] : []
  return [...writes.slice(0, writesMax).map((write) => `  ${write}`), ...more]
}
