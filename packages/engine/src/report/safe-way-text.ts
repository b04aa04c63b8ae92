import type { SoughtRemedy } from '../remedies/sought-remedy.ts'
import { remedyText } from './remedy-text.ts'

/** Safe ways that can be looked for, a line each, with what was found where it was; empty where there is none. */
export function safeWayText(remedies: readonly SoughtRemedy[] = []): string {
  return remedies
    .map(({ command, found }) => `Safe way: ${command}\n${found ? indented(remedyText(found)) : ''}`)
    .join('')
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
