import type { PlanComparison } from '../../plan/compare-plan.ts'
import type { Plan, PlanFinding, PlanItem } from '../../plan/plan.ts'
import { objectText } from '../../plan/requests.ts'
import { safeWayText } from '../safe-way-text.ts'
import type { Severity } from '../severity.ts'
import { groupedFindings } from './grouped.ts'
import { planSummary } from './plan-summary.ts'

/** The plan for people: what in short, what the client does, what is bad about it from worst to least, what it rests on. */
export function planText(plan: Plan): string {
  const findings = groupedFindings(plan.findings)
  const sections = [
    `In short: ${planSummary(plan)}.`,
    itemLines(plan),
    ...(['danger', 'warning', 'info'] as const).map((severity) => findingLines(severity, findings)),
    assertionLines(plan),
    effectLines(plan),
    safeWayText(plan.remedies).trimEnd(),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function itemLines({ items, how, as }: Plan): string {
  if (items.length === 0) return `${howWords[how]} as ${as.user}: there is nothing to do.`
  return [`${howWords[how]} as ${as.user}:`, ...items.flatMap(itemLine)].join('\n')
}

export const howWords: Readonly<Record<Plan['how'], string>> = {
  apply: 'kubectl apply',
  'server-side': 'kubectl apply --server-side',
  'helm-upgrade': 'helm upgrade --install',
  'helm-uninstall': 'helm uninstall',
  gitops: 'GitOps sync',
}

function itemLine(item: PlanItem): readonly string[] {
  const { origin, result, why, requests } = item
  const place = origin === undefined ? '' : ` (${origin.file}:${origin.line})`
  const codes =
    requests.length === 0 ? '' : `, ${requests.map(({ line, code }) => `${line.split(' ', 1)[0]} ${code}`).join(', ')}`
  const warnings = requests.flatMap(({ warnings: told = [] }) => told)
  return [
    `  ${objectText(item)}${place}: ${result}${codes}`,
    ...(why === undefined || result === 'error' ? [] : [`     ${why}`]),
    ...warnings.map((warning) => `     Warning: ${warning}`),
  ]
}

const titles: Readonly<Record<Severity, string>> = {
  none: '',
  info: 'To know:',
  warning: 'Warnings:',
  danger: 'Dangers:',
}

const findingsMax = 40

function findingLines(severity: Severity, all: readonly PlanFinding[]): string {
  const findings = all.filter((finding) => finding.severity === severity)
  if (findings.length === 0) return ''
  const shown = findings.slice(0, findingsMax).map(({ message, origin, rule }) => {
    const place = origin === undefined ? '' : `${origin.file}:${origin.line}:${origin.column}: `
    return `  ${place}${message.replaceAll('\n', '\n     ')} [${rule}]`
  })
  const rest =
    findings.length > findingsMax ? [`  and ${findings.length - findingsMax} more: --format json lists all`] : []
  return [titles[severity], ...shown, ...rest].join('\n')
}

function assertionLines({ assertions }: Plan): string {
  if (assertions.length === 0) return ''
  return ['Assertions:', ...assertions.map(({ name, held }) => `  ${held ? 'holds' : 'FAILS'}  ${name}`)].join('\n')
}

const effectsMax = 40
const fieldsMax = 6

/** What is created and changed; what is lost was told before. */
function effectLines({ effects }: Plan): string {
  const calm = effects.filter(({ outcome }) => outcome === 'created' || outcome === 'changed')
  if (calm.length === 0) return ''
  const shown = calm.slice(0, effectsMax).map((effect) => {
    const { outcome, fields = [], causes } = effect
    const more = fields.length > fieldsMax ? `, and ${fields.length - fieldsMax} more` : ''
    const what = fields.length === 0 ? '' : `: ${fields.slice(0, fieldsMax).join(', ')}${more}`
    const [by = 'nobody in this run'] = causes
    return `  ${objectText(effect)} ${outcome} by ${by}${what}`
  })
  const rest = calm.length > effectsMax ? [`  and ${calm.length - effectsMax} more: --format json lists all`] : []
  return ['Created and changed:', ...shown, ...rest].join('\n')
}

/** What came out otherwise, for people. */
export function comparisonText({ deviations, predicted, cameTrue, notes }: PlanComparison): string {
  const lines = deviations.map(({ severity, message }) => `  ${severity}: ${message}`)
  const sections = [
    `In short: ${cameTrue} of ${predicted} predicted effects came true; ${deviations.length} came out otherwise.`,
    lines.length === 0 ? '' : ['Otherwise than predicted:', ...lines].join('\n'),
    notes.join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}
