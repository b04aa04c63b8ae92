import { createHash } from 'node:crypto'
import { type KubeObject, parseLabelSelector } from '@capsule-whatif/model'
import { comparePlan } from '../../plan/compare-plan.ts'
import { makePlan } from '../../plan/make-plan.ts'
import { type ManifestSet, readManifestSet } from '../../plan/manifest-set.ts'
import type { Plan, PlanFinding, PlanHow } from '../../plan/plan.ts'
import type { PlanOptions } from '../../plan/plan-options.ts'
import { keyOfObject, savePlan } from '../../plan/saved-plan.ts'
import { reaches, type Severity } from '../../report/severity.ts'
import { parseCapsuleVersion } from '../../snapshot/capsule-version.ts'
import { operatorsOf, type Snapshot } from '../../snapshot/load-snapshot.ts'
import type { SourceTexts } from '../../snapshot/read-snapshot.ts'
import { formatIssue } from '../../snapshot/snapshot-issue.ts'
import type { Origin } from '../../snapshot/source-text.ts'
import { versionOfPackage } from '../commands/version.ts'
import type { ComparisonInput, JudgedAnswer, PlanInput } from '../commands/wiring.ts'
import { type CommandLine, lastValueOf, valuesOf } from '../parse-command-line.ts'
import { comparisonReport, type PlanFormat, planReport, type ReportOptions } from './plan-report.ts'

/** A plan as the command line asks for it, or what is wrong with the way in which it does. */
export function answerPlan(input: PlanInput): JudgedAnswer | { readonly usage: string } {
  const { snapshot, line, manifests } = input
  const usage = wrongSelector(line)
  if (usage !== undefined) return { usage }
  const set = manifests === undefined ? undefined : setOf(manifests)
  const plan = makePlan(snapshot.objects, set, optionsOf(input))
  const options = reportOptions(line, { snapshotIssues: snapshot.issues })
  const objects = (set?.manifests ?? []).map(({ object }) => object)
  const textOf = (told: Plan): string =>
    `${planReport(told, options)}${options.format === 'text' ? aboutSnapshot(snapshot) : ''}`
  return {
    text: textOf(plan),
    ...(plan.remedies ? { remedies: plan.remedies, textWith: (remedies) => textOf({ ...plan, remedies }) } : {}),
    fails: reaches(plan.severity, options.failOn),
    saved: () => savedText(plan, snapshot.objects, objects),
  }
}

/** What became of a saved plan. */
export function answerComparison({ snapshot, saved, line }: ComparisonInput): JudgedAnswer {
  const comparison = comparePlan(saved, snapshot.objects, sha256)
  const options = reportOptions(line, { snapshotIssues: snapshot.issues })
  return { text: comparisonReport(comparison, options), fails: reaches(comparison.severity, options.failOn) }
}

/** The manifests of files, with what was left out of folders on the way. */
function setOf({ texts, issues }: SourceTexts): ManifestSet {
  const { manifests, findings } = readManifestSet(texts)
  const left = issues
    .filter(({ code }) => code !== 'source-empty')
    .map(({ severity, message, file }): PlanFinding => {
      const told = { rule: 'manifest-unchecked', message: `${file}: ${message}` } as const
      return { ...told, severity: severity === 'note' ? 'info' : 'warning' }
    })
  return { manifests, findings: [...left, ...findings] }
}

function savedText(plan: Plan, objects: readonly KubeObject[], manifests: readonly KubeObject[]): string {
  return `${JSON.stringify(savePlan(plan, objects, manifests, sha256))}\n`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function reportOptions(line: CommandLine, also: object): ReportOptions {
  return {
    format: (lastValueOf(line, 'format') ?? 'text') as PlanFormat,
    failOn: (lastValueOf(line, 'fail-on') ?? 'danger') as Severity,
    version: versionOfPackage(),
    also,
  }
}

function wrongSelector(line: CommandLine): string | undefined {
  const selector = lastValueOf(line, 'prune')
  const parsed = selector === undefined ? [] : parseLabelSelector(selector)
  if ('error' in parsed) return `--prune ${selector} is no label selector: ${parsed.error}`
  const wrong = valuesOf(line, 'prune-allowlist').find((each) => each.split('/').length !== 3)
  return wrong === undefined
    ? undefined
    : `--prune-allowlist ${wrong} is not understood. Expected group/version/Kind, as core/v1/ConfigMap.`
}

function optionsOf({ snapshot, line, user, previous, policy }: PlanInput): PlanOptions {
  const text = (name: string): string | undefined => lastValueOf(line, name)
  const capsule = parseCapsuleVersion(text('capsule-version') ?? '')
  const [namespace, selector, release, app] = [text('namespace'), text('prune'), text('release'), text('app')]
  const allowlist = valuesOf(line, 'prune-allowlist')
  return {
    ...operatorsOf(snapshot),
    how: (text('how') ?? 'apply') as PlanHow,
    user,
    originOf: originsOf(snapshot),
    operatorRunning: text('operator') !== 'down',
    pruneAll: text('prune-all') !== undefined,
    forceConflicts: text('force-conflicts') !== undefined,
    selfHeal: text('no-self-heal') === undefined,
    ...(capsule === undefined ? {} : { capsule }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(selector === undefined ? {} : { pruneSelector: selector }),
    ...(allowlist.length === 0 ? {} : { pruneAllowlist: allowlist }),
    ...(release === undefined ? {} : { release }),
    ...(app === undefined ? {} : { app }),
    ...(previous === undefined ? {} : { previous: setOf(previous) }),
    ...(policy === undefined ? {} : { policy }),
  }
}

/** Where objects of the snapshot were read. */
function originsOf({ objects, origins }: Snapshot): (key: string) => Origin | undefined {
  let byKey: ReadonlyMap<string, Origin> | undefined
  return (key) => {
    byKey ??= new Map(
      objects.flatMap((object, index) => {
        const origin = origins[index]
        return origin === undefined ? [] : [[keyOfObject(object), origin] as const]
      }),
    )
    return byKey.get(key)
  }
}

const issuesMax = 20

function aboutSnapshot({ issues }: Snapshot): string {
  if (issues.length === 0) return ''
  const shown = issues.slice(0, issuesMax).map((issue) => `  ${formatIssue(issue)}\n`)
  const rest = issues.length > issuesMax ? [`  and ${issues.length - issuesMax} more: --format json lists all\n`] : []
  return `\nAbout the snapshot:\n${[...shown, ...rest].join('')}`
}
