import type { PlanComparison } from '../../plan/compare-plan.ts'
import type { ObjectName, Plan, PlanFinding, PlanItem } from '../../plan/plan.ts'
import { objectKey, objectText } from '../../plan/requests.ts'
import { type Severity, worstOf } from '../severity.ts'

/** A point of a test report: what is looked at, and what was found of it. */
export interface Check {
  readonly suite: string
  readonly name: string
  readonly file?: string
  readonly line?: number
  readonly findings: readonly PlanFinding[]
}

/** A line of the table: an object, what becomes of it, and where that comes from. */
export interface TableRow {
  readonly what: string
  readonly object: ObjectName
  readonly severity: Severity
  readonly where: string
}

/** An answer as machines judge it, whichever question it answers. */
export interface Judged {
  /** the question in a few words */
  readonly title: string
  readonly findings: readonly PlanFinding[]
  readonly checks: readonly Check[]
  readonly rows: readonly TableRow[]
}

export function judgedPlan(plan: Plan): Judged {
  const items = plan.items.map((item) => itemCheck(item, plan.findings))
  const told = new Set(items.flatMap(({ findings }) => findings))
  const assertions = plan.assertions.map(
    ({ name }): Check => ({
      suite: 'assertions',
      name,
      findings: plan.findings.filter((finding) => finding.assertion === name),
    }),
  )
  const rest = plan.findings.filter((finding) => !told.has(finding) && finding.assertion === undefined)
  const findings = plan.findings
  return {
    title: `plan --how ${plan.how}`,
    findings,
    checks: [...items, ...restChecks(rest), ...assertions],
    rows: rowsOf(plan),
  }
}

function itemCheck(item: PlanItem, findings: readonly PlanFinding[]): Check {
  const key = objectKey(item)
  const { origin } = item
  return {
    suite: 'manifests',
    name: `${objectText(item)} ${item.result}`,
    ...(origin === undefined ? {} : { file: origin.file, line: origin.line }),
    findings: findings.filter(({ object }) => object !== undefined && objectKey(object) === key),
  }
}

/** What is about no object of the set: losses of others, each by itself, and the set as a whole. */
function restChecks(findings: readonly PlanFinding[]): readonly Check[] {
  const others = findings.filter(({ object }) => object !== undefined)
  const whole = findings.filter(({ object }) => object === undefined)
  const byObject = new Map<string, PlanFinding[]>()
  for (const finding of others) {
    const name = finding.object === undefined ? '' : objectText(finding.object)
    byObject.set(name, [...(byObject.get(name) ?? []), finding])
  }
  return [
    ...[...byObject].map(([name, found]): Check => ({ suite: 'cluster', name, findings: found })),
    { suite: 'cluster', name: 'the plan as a whole', findings: whole },
  ]
}

function rowsOf({ items, effects, findings }: Plan): readonly TableRow[] {
  const worstFor = (object: ObjectName): Severity => {
    const key = objectKey(object)
    return worstOf(
      findings.flatMap(({ object: about, severity }) => (about && objectKey(about) === key ? [severity] : [])),
    )
  }
  const shown = new Set(items.map(objectKey))
  const rows = items.map((item): TableRow => {
    const { file = '', line = '' } = item.origin ?? {}
    return { what: item.result, object: item, severity: worstFor(item), where: file === '' ? '' : `${file}:${line}` }
  })
  const others = effects
    .filter((effect) => !shown.has(objectKey(effect)))
    .map(({ outcome, severity, origin, ...object }): TableRow => {
      const where = origin === undefined ? '' : `${origin.file}:${origin.line}`
      return { what: outcome, object, severity, where }
    })
  return [...rows, ...others]
}

export function judgedComparison({ deviations, notes, predicted, cameTrue }: PlanComparison): Judged {
  const found = deviations.map(
    ({ severity, message, object, type }): PlanFinding => ({
      rule: type === 'not predicted' ? 'not-predicted' : 'predicted-not-so',
      severity,
      message,
      object,
    }),
  )
  const noted = notes.map((message): PlanFinding => ({ rule: 'not-certain', severity: 'info', message }))
  const checks = found.map((finding): Check => {
    const name = finding.object === undefined ? '' : objectText(finding.object)
    return { suite: 'later snapshot', name, findings: [finding] }
  })
  const rows = deviations.map(
    ({ type, object, severity, predicted: was = 'kept', actual = 'kept' }): TableRow => ({
      what: type,
      object,
      severity,
      where: `${was} -> ${actual}`,
    }),
  )
  const whole: Check = {
    suite: 'later snapshot',
    name: `${cameTrue} of ${predicted} predicted effects came true`,
    findings: noted,
  }
  return { title: 'plan --against', findings: [...found, ...noted], checks: [whole, ...checks], rows }
}
