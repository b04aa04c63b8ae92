import type { PlanFinding } from '../../plan/plan.ts'
import { ruleTexts } from '../../plan/rules.ts'
import type { Severity } from '../severity.ts'
import { groupedFindings } from './grouped.ts'
import type { Judged } from './judged.ts'

const commands: Readonly<Record<Severity, string>> = {
  none: 'debug',
  info: 'notice',
  warning: 'warning',
  danger: 'error',
}

/**
 * The findings as workflow commands of GitHub Actions, which show them at the lines of a pull request; what goes together is
 * one, for only the first ten of a step are shown.
 */
export function planGithub({ findings }: Judged): string {
  return groupedFindings(findings)
    .map((finding) => `${commandOf(finding)}\n`)
    .join('')
}

function commandOf({ rule, severity, message, origin }: PlanFinding): string {
  const place =
    origin === undefined ? [] : [`file=${property(origin.file)}`, `line=${origin.line}`, `col=${origin.column}`]
  const title = `title=${property(`capsule-whatif ${rule}: ${ruleTexts[rule]}`)}`
  return `::${commands[severity]} ${[...place, title].join(',')}::${data(message)}`
}

/** [actions/toolkit packages/core/src/command.ts] */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
