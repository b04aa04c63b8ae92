import type { Problem } from './source-text.ts'

const startOfLog = '==== START logs for container '
const section = /^==== START logs for (container \S+ of pod \S+) ====$/gm

/** A text without the logs in it, and what is to be said of them. */
export interface TextWithoutLogs {
  readonly text: string
  readonly problems: readonly Problem[]
}

/**
 * Takes out the logs that `kubectl cluster-info dump` prints between its objects. They are replaced by spaces, line by
 * line, so that everything else stays where it was.
 */
export function withoutLogs(text: string): TextWithoutLogs {
  if (!text.includes(startOfLog)) return { text, problems: [] }
  const problems: Problem[] = []
  const parts: string[] = []
  let [kept, logs, first] = [0, 0, 0]
  section.lastIndex = 0
  for (let match = section.exec(text); match !== null; match = section.exec(text)) {
    const [, whose = ''] = match
    const end = endOfLog(text, section.lastIndex, whose)
    if (end < 0) problems.push(cutOff(match.index, whose))
    if (logs++ === 0) first = match.index
    const next = end < 0 ? text.length : end
    parts.push(text.slice(kept, match.index), text.slice(match.index, next).replace(/[^\n]/g, ' '))
    kept = next
    section.lastIndex = next
  }
  if (logs === 0) return { text, problems }
  problems.unshift({ code: 'input-skipped', message: `the logs of ${counted(logs)} are left out`, offset: first })
  return { text: parts.join('') + text.slice(kept), problems }
}

/** Where the log ends: after the line that says so. A log that does not end its last line is followed by it directly. */
function endOfLog(text: string, from: number, whose: string): number {
  const mark = `==== END logs for ${whose} ====`
  const at = text.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

function cutOff(offset: number, whose: string): Problem {
  const message = `the logs of ${whose} have no end, so this was cut off: what followed is missing`
  return { code: 'list-cut-off', message, offset }
}

function counted(logs: number): string {
  return logs === 1 ? '1 container' : `${logs} containers`
}
