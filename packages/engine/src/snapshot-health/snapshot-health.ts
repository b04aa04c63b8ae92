import { type CapsuleVersion, qualified } from '@capsule-whatif/model'
import { capsuleVersionOf } from '../snapshot/capsule-version.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { absentKinds } from './absent-kinds.ts'
import { capsuleChecks } from './capsule-checks.ts'
import { type HealthFinding, type LimitedQuestion, questions } from './health-finding.ts'
import { identityChecks } from './identity-checks.ts'
import { readingChecks } from './reading-checks.ts'
import { ageCheck, latestTime } from './snapshot-time.ts'
import { keyOfResource, listedResources, type SnapshotView, viewOf } from './snapshot-view.ts'

/** What a snapshot is good for. */
export interface SnapshotHealth {
  /** number of objects */
  readonly objects: number
  /** how many there are of each resource, the most first */
  readonly resources: readonly { readonly resource: string; readonly objects: number }[]
  /** the latest time that an object tells of (RFC 3339): the snapshot was taken then or later */
  readonly takenAfter?: string
  readonly capsuleVersion?: CapsuleVersion
  /** what is missing or doubtful, the gravest first */
  readonly findings: readonly HealthFinding[]
  /** questions that no error or warning limits */
  readonly sound: readonly LimitedQuestion[]
}

/** What the snapshot is judged against. */
export interface SnapshotHealthOptions {
  /** milliseconds since the epoch, to tell the snapshot's age; without it that is not told */
  readonly now?: number
}

/** What is missing from a snapshot or doubtful about it, which answers that limits, and what to do. */
export function snapshotHealth(snapshot: Snapshot, { now }: SnapshotHealthOptions = {}): SnapshotHealth {
  const view = viewOf(snapshot)
  const latest = latestTime(view.objects)
  const version = capsuleVersionOf(view.objects)
  const findings = bySeverity([
    ...readingChecks(view),
    ...capsuleChecks(view),
    ...absentKinds(view),
    ...identityChecks(view),
    ...ageCheck(latest, now),
  ])
  return {
    objects: view.objects.length,
    resources: resourceCounts(view),
    ...(latest === undefined ? {} : { takenAfter: new Date(latest).toISOString() }),
    ...(version === undefined ? {} : { capsuleVersion: version }),
    findings,
    sound: soundQuestions(findings),
  }
}

function bySeverity(findings: readonly HealthFinding[]): readonly HealthFinding[] {
  return (['error', 'warning', 'note'] as const).flatMap((each) => findings.filter(({ severity }) => severity === each))
}

function soundQuestions(findings: readonly HealthFinding[]): readonly LimitedQuestion[] {
  const limited = new Set(findings.filter(({ severity }) => severity !== 'note').flatMap(({ limits }) => limits))
  return questions.filter((question) => !limited.has(question))
}

function resourceCounts(view: SnapshotView): SnapshotHealth['resources'] {
  return [...listedResources, ...view.defined]
    .map((each) => ({
      resource: qualified(each.resource, each.group),
      objects: view.of(keyOfResource(each)).length,
    }))
    .filter(({ objects }) => objects > 0)
    .toSorted((a, b) => b.objects - a.objects || (a.resource < b.resource ? -1 : 1))
}
