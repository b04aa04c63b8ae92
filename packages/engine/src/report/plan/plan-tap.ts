import { reaches, type Severity } from '../severity.ts'
import type { Judged } from './judged.ts'

/** The checks as TAP 13, with the findings of each as a block of YAML. */
export function planTap({ checks }: Judged, failOn: Severity): string {
  const points = checks.map(({ suite, name, findings }, index) => {
    const failed = findings.some(({ severity }) => reaches(severity, failOn))
    const line = `${failed ? 'not ok' : 'ok'} ${index + 1} - ${suite}: ${plain(name)}`
    if (findings.length === 0) return line
    const block = findings.map(({ rule, severity, message, origin }) => {
      const at =
        origin === undefined ? [] : [`    at: ${JSON.stringify(`${origin.file}:${origin.line}:${origin.column}`)}`]
      return [`  - rule: ${rule}`, `    severity: ${severity}`, `    message: ${JSON.stringify(message)}`, ...at]
    })
    return [line, '  ---', ...block.flat().map((text) => `  ${text}`), '  ...'].join('\n')
  })
  return `TAP version 13\n1..${checks.length}\n${points.map((point) => `${point}\n`).join('')}`
}

/** `#` begins a directive. */
function plain(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('#', '\\#').replaceAll('\n', ' ')
}
