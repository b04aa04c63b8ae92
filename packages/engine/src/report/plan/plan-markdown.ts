import type { Plan, PlanFinding } from '../../plan/plan.ts'
import { objectText } from '../../plan/requests.ts'
import type { Severity } from '../severity.ts'
import { groupedFindings } from './grouped.ts'
import type { Judged } from './judged.ts'
import { planSummary } from './plan-summary.ts'
import { howWords } from './plan-text.ts'

const signs: Readonly<Record<Severity, string>> = { none: '✅', info: 'ℹ️', warning: '⚠️', danger: '🛑' }
const rowsMax = 50

/** The plan as a comment on a pull request: the verdict, what is bad about it, and folded away what else it does. */
export function planMarkdown(plan: Plan): string {
  const findings = groupedFindings(plan.findings)
  const bad = findings.filter(({ severity }) => severity === 'danger' || severity === 'warning')
  const known = findings.filter(({ severity }) => severity === 'info')
  const sections = [
    `### ${signs[plan.severity]} capsule-whatif: ${planSummary(plan)}`,
    `${howWords[plan.how]} as \`${plan.as.user}\`.`,
    findingTable(bad),
    assertionList(plan),
    folded(`${plan.items.length} manifests`, itemTable(plan)),
    folded(`${plan.effects.length} objects that are not as they were`, effectTable(plan)),
    folded('What this rests on', known.map(({ message }) => `- ${cell(message)}`).join('\n')),
    safeWays(plan),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** Findings alone, where there is no plan around them. */
export function findingsMarkdown({ title, findings, checks }: Judged): string {
  const [whole] = checks
  return `### capsule-whatif ${title}: ${cell(whole?.name ?? '')}\n${findings.length === 0 ? '' : `\n${findingTable(findings)}\n`}`
}

function safeWays({ remedies = [] }: Plan): string {
  return remedies.map(({ command }) => `Safe way: \`${cell(command)}\``).join('\n\n')
}

function findingTable(findings: readonly PlanFinding[]): string {
  if (findings.length === 0) return ''
  const rows = findings.slice(0, rowsMax).map(({ severity, message, origin, rule }) => {
    const place = origin === undefined ? '' : `\`${cell(origin.file)}:${origin.line}\``
    return `| ${signs[severity]} ${severity} | ${place} | ${cell(message)} | ${rule} |`
  })
  const rest = findings.length > rowsMax ? [`\nAnd ${findings.length - rowsMax} more.`] : []
  return ['| | where | what | rule |', '| --- | --- | --- | --- |', ...rows, ...rest].join('\n')
}

function assertionList({ assertions }: Plan): string {
  return assertions.map(({ name, held }) => `- ${held ? '✅' : '🛑'} ${cell(name)}`).join('\n')
}

function itemTable({ items }: Plan): string {
  if (items.length === 0) return ''
  const rows = items.slice(0, rowsMax).map(({ result, origin, why = '', ...object }) => {
    const place = origin === undefined ? '' : `\`${cell(origin.file)}:${origin.line}\``
    return `| ${cell(objectText(object))} | ${result} | ${place} | ${cell(why)} |`
  })
  return ['| object | result | where | |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function effectTable({ effects }: Plan): string {
  if (effects.length === 0) return ''
  const rows = effects.slice(0, rowsMax).map(({ outcome, causes, fields = [], ...object }) => {
    const what = fields.length === 0 ? outcome : `${outcome}: ${fields.join(', ')}`
    return `| ${cell(objectText(object))} | ${cell(what)} | ${cell(causes.join(' <- '))} |`
  })
  const rest = effects.length > rowsMax ? [`\nAnd ${effects.length - rowsMax} more.`] : []
  return ['| object | what | because of |', '| --- | --- | --- |', ...rows, ...rest].join('\n')
}

function folded(title: string, body: string): string {
  return body === '' ? '' : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`
}

/** Text that stays within its cell and is not taken for HTML or for somebody's name. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('@', '@\u200b').replaceAll('\n', ' ')
}
