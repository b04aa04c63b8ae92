import type { PlanComparison } from '../../plan/compare-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import { type Judged, judgedComparison, judgedPlan } from '../../report/plan/judged.ts'
import { planGithub } from '../../report/plan/plan-github.ts'
import { planJunit } from '../../report/plan/plan-junit.ts'
import { findingsMarkdown, planMarkdown } from '../../report/plan/plan-markdown.ts'
import { planSarif } from '../../report/plan/plan-sarif.ts'
import { planTable } from '../../report/plan/plan-table.ts'
import { planTap } from '../../report/plan/plan-tap.ts'
import { comparisonText, planText } from '../../report/plan/plan-text.ts'
import type { Severity } from '../../report/severity.ts'

export const planFormats = ['text', 'json', 'markdown', 'junit', 'sarif', 'github', 'tap', 'table'] as const

export type PlanFormat = (typeof planFormats)[number]

/** What a report is made with. */
export interface ReportOptions {
  readonly format: PlanFormat
  readonly failOn: Severity
  /** of capsule-whatif */
  readonly version: string
  /** added to the answer in JSON */
  readonly also?: object
}

export function planReport(plan: Plan, options: ReportOptions): string {
  if (options.format === 'text') return planText(plan)
  if (options.format === 'markdown') return planMarkdown(plan)
  return judgedReport(plan, judgedPlan(plan), options)
}

export function comparisonReport(comparison: PlanComparison, options: ReportOptions): string {
  const judged = judgedComparison(comparison)
  if (options.format === 'text') return comparisonText(comparison)
  return options.format === 'markdown' ? findingsMarkdown(judged) : judgedReport(comparison, judged, options)
}

function judgedReport(answer: object, judged: Judged, { format, failOn, version, also }: ReportOptions): string {
  if (format === 'junit') return planJunit(judged, failOn)
  if (format === 'sarif') return planSarif(judged, version)
  if (format === 'github') return planGithub(judged)
  if (format === 'tap') return planTap(judged, failOn)
  if (format === 'table') return planTable(judged)
  return `${JSON.stringify({ ...answer, ...also }, null, 2)}\n`
}
