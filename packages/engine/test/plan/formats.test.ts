import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { parse as parseJunit } from 'junit2json'
import { describe, expect, it } from 'vitest'
import { comparisonReport, type PlanFormat, planFormats, planReport } from '../../src/cli/plan/plan-report.ts'
import { problemsOf } from '../../src/cli/plan/schemas.ts'
import { comparePlan } from '../../src/plan/compare-plan.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { ruleIds } from '../../src/plan/rules.ts'
import { savePlan } from '../../src/plan/saved-plan.ts'
import { groupedFindings } from '../../src/report/plan/grouped.ts'
import type { Severity } from '../../src/report/severity.ts'
import { sha256 } from './recordings.ts'
import { contested, planOf, twoTenants } from './two-tenants.ts'

const require = createRequire(import.meta.url)
const TapParser = require('tap-parser') as { parse(text: string): readonly (readonly [string, TapResult])[] }

/** The schema is of draft 4, which ajv reads as well without its name. */
const {
  $schema: _,
  id: _id,
  ...sarifSchema
} = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')) as {
  readonly $schema: string
  readonly id: string
}
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(sarifSchema)

interface TapResult {
  readonly ok: boolean
  readonly count: number
  readonly pass: number
  readonly fail: number
  readonly failures: readonly { readonly name: string; readonly diag: readonly { readonly rule: string }[] }[]
}

const odd = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "a", namespace: "absent"}\ndata: {k: "<&\\">#%,:"}\n'
const refusedPlan = planOf(`${odd}---\n${contested}`)
const lostPlan = planOf(
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: tenants.capsule.clastix.io}\n',
  { how: 'helm-uninstall' },
)
const finePlan = planOf('apiVersion: v1\nkind: Namespace\nmetadata: {name: new}\n')
const plans: readonly (readonly [string, Plan])[] = [
  ['refused', refusedPlan],
  ['losing', lostPlan],
  ['fine', finePlan],
  ['unreadable', planOf('{{ if .Values.x }}\nkind: {{ .Values.kind }}\n')],
  ['that does nothing', planOf('')],
]

function reportOf(plan: Plan, format: PlanFormat, failOn: Severity = 'danger'): string {
  return planReport(plan, { format, failOn, version: '0.0.0' })
}

describe.each(plans)('the plan %s', (_, plan) => {
  it('is SARIF as its schema has it', () => {
    expect(isSarif(JSON.parse(reportOf(plan, 'sarif'))), JSON.stringify(isSarif.errors)).toBe(true)
  })

  it('is JUnit that junit2json reads, with the failures that --fail-on makes', async () => {
    const read = await parseJunit(reportOf(plan, 'junit'))
    const suites = read !== null && read !== undefined && 'testsuite' in read ? (read.testsuite ?? []) : []
    const cases = suites.flatMap((suite) => suite?.testcase ?? [])
    const failed = cases.filter((each) => each?.failure !== undefined)
    expect(cases.length).toBe(Number((read as { tests?: number }).tests))
    expect(failed.length).toBe(Number((read as { failures?: number }).failures))
    expect(failed.length > 0).toBe(plan.severity === 'danger')
  })

  it('is TAP that tap-parser reads without a complaint', () => {
    const events = TapParser.parse(reportOf(plan, 'tap'))
    const [, result] = events.at(-1) ?? []
    expect(events.filter(([type]) => type === 'extra')).toEqual([])
    expect(result).toMatchObject({ ok: plan.severity !== 'danger' })
    expect(result?.count).toBe((result?.pass ?? 0) + (result?.fail ?? 0))
  })

  it('is a command a finding for GitHub, each on one line', () => {
    const lines = reportOf(plan, 'github')
      .split('\n')
      .filter((line) => line !== '')
    expect(lines.length).toBe(groupedFindings(plan.findings).length)
    for (const line of lines)
      expect(line).toMatch(/^::(error|warning|notice) (file=[^,:]+,line=\d+,col=\d+,)?title=[^,:]+::/)
  })

  it('is JSON as its published schema has it, and so is what --out keeps', () => {
    expect(problemsOf('plan', JSON.parse(reportOf(plan, 'json')))).toEqual([])
    const saved = savePlan(plan, twoTenants, [], sha256)
    expect(problemsOf('saved-plan', JSON.parse(JSON.stringify(saved)))).toEqual([])
    const comparison = comparePlan(saved, twoTenants, sha256)
    expect(
      problemsOf(
        'plan-against',
        JSON.parse(comparisonReport(comparison, { format: 'json', failOn: 'danger', version: '0' })),
      ),
    ).toEqual([])
  })

  it('comes out the same twice', () => {
    for (const format of planFormats) expect(reportOf(plan, format)).toBe(reportOf(plan, format))
  })
})

describe('formats', () => {
  it('the schema of SARIF refuses what is none', () => {
    const log = JSON.parse(reportOf(refusedPlan, 'sarif')) as { readonly runs: readonly object[] }
    expect(isSarif({ ...log, version: '2.0.0' })).toBe(false)
    expect(isSarif({ ...log, runs: [{ ...log.runs[0], results: [{ level: 'bad' }] }] })).toBe(false)
  })

  it('SARIF points at file, line and column', () => {
    const { runs } = JSON.parse(reportOf(refusedPlan, 'sarif')) as {
      readonly runs: readonly {
        readonly results: readonly { readonly ruleId: string; readonly locations?: readonly unknown[] }[]
      }[]
    }
    const refused = runs[0]?.results.find(({ ruleId }) => ruleId === 'request-refused')
    expect(refused?.locations?.[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'set.yaml' }, region: { startLine: 1, startColumn: 1 } },
    })
  })

  it('warnings fail too where --fail-on says so, and nothing fails with none', () => {
    const failures = (failOn: Severity): string =>
      /failures="(\d+)"/.exec(reportOf(refusedPlan, 'junit', failOn))?.[1] ?? ''
    expect([failures('danger'), failures('warning'), failures('none')]).toEqual(['1', '2', '0'])
  })

  it('what goes by one cause is one annotation', () => {
    const lines = reportOf(lostPlan, 'github').split('\n')
    const losses = lines.filter((line) => line.includes('object-lost') && line.includes('namespace-controller'))
    expect(losses.length).toBe(2)
    expect(losses[0]).toContain('objects lost by namespace-controller <- capsule/tenants <- crd_finalizer')
    expect(losses[0]).toContain('Namespace gas-dev, oil-dev, oil-prod; ')
  })

  it('markdown names no user of GitHub and breaks no table', () => {
    const plan: Plan = {
      ...finePlan,
      findings: [{ rule: 'not-reached', severity: 'danger', message: 'a | b @octocat\n<b>' }],
    }
    const [row] = reportOf(plan, 'markdown')
      .split('\n')
      .filter((line) => line.includes('octocat'))
    expect(row).toBe('| 🛑 danger |  | a \\| b @\u200boctocat &lt;b> | not-reached |')
  })

  it('the table has a line an object', () => {
    const lines = reportOf(lostPlan, 'table').trimEnd().split('\n')
    expect(lines.length).toBe(1 + lostPlan.effects.length)
    expect(lines[1]).toMatch(/^deleted +danger +CustomResourceDefinition +tenants.capsule.clastix.io +set.yaml:1$/)
  })

  it('XML holds no character that it may not', () => {
    const plan: Plan = {
      ...finePlan,
      findings: [{ rule: 'not-reached', severity: 'danger', message: 'a\u0000b\ud800<' }],
    }
    expect(reportOf(plan, 'junit')).toContain('a?b?&lt;')
  })

  it('every rule is in the schema, and in docs/plan.md', () => {
    const schema = readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8')
    const docs = readFileSync(new URL('../../../../docs/plan.md', import.meta.url), 'utf8')
    expect(ruleIds.filter((id) => !schema.includes(`"${id}"`) || !docs.includes(`\`${id}\``))).toEqual([])
  })
})
