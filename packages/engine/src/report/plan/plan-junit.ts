import type { PlanFinding } from '../../plan/plan.ts'
import { reaches, type Severity } from '../severity.ts'
import type { Check, Judged } from './judged.ts'

/**
 * The checks as JUnit XML, as Ant's schema and the readers of CI systems have it: a suite for the manifests, one for the rest
 * of the cluster, one for the assertions. What reaches the limit is a failure, what does not is told in its output.
 */
export function planJunit({ title, checks }: Judged, failOn: Severity): string {
  const suites = [...new Set(checks.map(({ suite }) => suite))]
  const parts = suites.map((suite) =>
    suiteXml(
      suite,
      checks.filter((check) => check.suite === suite),
      failOn,
    ),
  )
  const failures = checks.filter((check) => isFailed(check, failOn)).length
  const head = `<testsuites name="${escaped(`capsule-whatif ${title}`)}" tests="${checks.length}" failures="${failures}" errors="0">`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${parts.join('')}</testsuites>\n`
}

function isFailed({ findings }: Check, failOn: Severity): boolean {
  return findings.some(({ severity }) => reaches(severity, failOn))
}

function suiteXml(name: string, checks: readonly Check[], failOn: Severity): string {
  const failures = checks.filter((check) => isFailed(check, failOn)).length
  const cases = checks.map((check) => caseXml(check, failOn))
  const counts = `tests="${checks.length}" failures="${failures}" errors="0" skipped="0"`
  return `  <testsuite name="${escaped(name)}" ${counts}>\n${cases.join('')}  </testsuite>\n`
}

function caseXml({ suite, name, file, line, findings }: Check, failOn: Severity): string {
  const place = file === undefined ? '' : ` file="${escaped(file)}" line="${line ?? 1}"`
  const head = `    <testcase classname="capsule-whatif.${escaped(suite)}" name="${escaped(name)}"${place} time="0"`
  const failed = findings.filter(({ severity }) => reaches(severity, failOn))
  const told = findings.filter(({ severity }) => !reaches(severity, failOn))
  if (findings.length === 0) return `${head}/>\n`
  const inner = [...(failed.length === 0 ? [] : [failureXml(failed)]), ...(told.length === 0 ? [] : [outputXml(told)])]
  return `${head}>\n${inner.join('')}    </testcase>\n`
}

function failureXml(findings: readonly PlanFinding[]): string {
  const [first] = findings
  const text = findings.map(findingText).join('\n')
  return `      <failure type="${first?.rule ?? ''}" message="${escaped(first?.message ?? '')}">${escaped(text)}</failure>\n`
}

function outputXml(findings: readonly PlanFinding[]): string {
  return `      <system-out>${escaped(findings.map(findingText).join('\n'))}</system-out>\n`
}

function findingText({ severity, rule, message, origin }: PlanFinding): string {
  const place = origin === undefined ? '' : `${origin.file}:${origin.line}:${origin.column}: `
  return `${place}${severity}: ${message} [${rule}]`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Text for XML 1.0; what it cannot hold is a question mark. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '?')
    .replace(/[&<>"\n\t]/g, (each) => entities[each] ?? each)
}
