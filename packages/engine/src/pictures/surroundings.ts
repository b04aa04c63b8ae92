import { counted } from '../report/kind-words.ts'
import { ordersLines } from './orders-text.ts'
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

/** What stands below a drawing: what is not in it, which orders were looked at and what decides, and what is not certain. */
export function closingLines(picture: Picture, others: number): readonly string[] {
  const left = picture.actions.length === 0 ? 'without owners or dependents' : 'to which nothing happens'
  const hidden = others === 0 ? [] : [`Not shown: ${counted(others, 'object')} ${left}.`]
  return ['', ...hidden, ...ordersLines(picture), ...findingLines(picture.findings)].filter(
    (line, index, lines) => line !== '' || index < lines.length - 1,
  )
}

function findingLines(findings: readonly string[]): readonly string[] {
  return findings.length === 0 ? [] : ['', 'Not certain:', ...findings.map((finding) => `  ${finding}`)]
}
