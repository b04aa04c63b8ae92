import { counted } from '../report/kind-words.ts'
import type { Picture } from './picture.ts'

/** What stands above a drawing: what was asked, and how it was answered. */
export function openingLines({ actions }: Picture): readonly string[] {
  if (actions.length === 0) return []
  const lines = actions.flatMap(({ text, verdict, messages }, index) => [
    `${index + 1}. ${text}: ${verdict}`,
    ...messages.map((message) => `   ${message}`),
  ])
  return [...lines, '']
}

/** What stands below a drawing: what is not in it, the deciding race, and what is not certain. */
export function closingLines({ actions, findings, race }: Picture, others: number): readonly string[] {
  const followed = actions.length === 0 ? [] : ['Along the likely order of events.']
  const left = actions.length === 0 ? 'without owners or dependents' : 'to which nothing happens'
  const hidden = others === 0 ? [] : [`Not shown: ${counted(others, 'object')} ${left}.`]
  return ['', ...hidden, ...followed, ...raceLines(race), ...findingLines(findings)].filter(
    (line, index, lines) => line !== '' || index < lines.length - 1,
  )
}

function raceLines(race: Picture['race']): readonly string[] {
  if (race === undefined) return []
  const { effect, before, after, apartMs } = race
  const turn = ({ actor, what, atMs }: typeof before): string => `${actor} ${what} (${(atMs / 1000).toFixed(1)} s)`
  return [
    `What decides: ${effect}`,
    `  since ${turn(before)} came before ${turn(after)}, ${(apartMs / 1000).toFixed(1)} s apart`,
  ]
}

function findingLines(findings: readonly string[]): readonly string[] {
  return findings.length === 0 ? [] : ['', 'Not certain:', ...findings.map((finding) => `  ${finding}`)]
}
