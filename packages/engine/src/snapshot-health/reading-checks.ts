import { notModelled } from '@capsule-whatif/model'
import type { Severity, SnapshotIssueCode } from '../snapshot/snapshot-issue.ts'
import { allBut, type HealthCode, type HealthFinding } from './health-finding.ts'
import type { SnapshotView } from './snapshot-view.ts'

interface Reading {
  readonly code: HealthCode
  readonly severity: Severity
  readonly issues: readonly SnapshotIssueCode[]
  readonly what: string
  readonly advice: string
}

/** What was noticed as the snapshot was read, and what that means for answers. */
const readings: readonly Reading[] = [
  {
    code: 'input-incomplete',
    severity: 'error',
    issues: [
      'source-unreadable',
      'too-large',
      'json-invalid',
      'yaml-invalid',
      'yaml-aliases-explode',
      'too-deep',
      'list-cut-off',
      'not-an-object',
      'kind-missing',
      'name-missing',
    ],
    what: 'not all of the input is in the snapshot',
    advice: 'mend or collect again what is named there',
  },
  {
    code: 'lists-partial',
    severity: 'error',
    issues: ['list-partial'],
    what: 'a list is only the first page of what the cluster has',
    advice: 'collect with kubectl get, which fetches all pages, not with a limit',
  },
  {
    code: 'duplicates-different',
    severity: 'warning',
    issues: ['duplicate-different'],
    what: 'the same object stands twice and different, so parts were taken at different times',
    advice: 'give the files of one moment only',
  },
  {
    code: 'owners-absent',
    severity: 'note',
    issues: ['owner-absent'],
    what: 'owners are not there; the garbage collector takes them for deleted, and deletes what they owned',
    advice: 'collect the kinds of these owners, where they exist',
  },
]

export function readingChecks(view: SnapshotView): readonly HealthFinding[] {
  return [...readings.flatMap((reading) => readingCheck(view, reading)), ...features(view)]
}

function readingCheck(view: SnapshotView, { issues, what, ...finding }: Reading): readonly HealthFinding[] {
  const found = view.issues(...issues)
  const [first] = found
  if (first === undefined) return []
  const place = first.line === undefined ? first.file : `${first.file}:${first.line}`
  const more = found.length === 1 ? '' : `, and ${found.length - 1} more`
  return [{ ...finding, message: `${what} (${place}: ${first.message}${more})`, limits: allBut() }]
}

function features({ state }: SnapshotView): readonly HealthFinding[] {
  return notModelled(state).map((message) => ({
    code: 'feature-not-modelled',
    severity: 'warning',
    message,
    limits: allBut('access', 'consistency'),
    advice: 'read answers that touch it as uncertain',
  }))
}
