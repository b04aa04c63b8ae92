import { type Severity, worstOf } from '../report/severity.ts'
import { snapshotHealthText } from '../report/snapshot-health-text.ts'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import type { HealthCode, LimitedQuestion } from '../snapshot-health/health-finding.ts'
import { snapshotHealth as healthOf, type SnapshotHealth } from '../snapshot-health/snapshot-health.ts'
import type { Question, QuestionAnswer } from './asking/question.ts'

/**
 * What `ask snapshot-health` can be told; `snapshotHealthQuestion.parameters` and
 * docs/reference/cli.md#ask-snapshot-health say what each means.
 */
export type SnapshotHealthParameters = Readonly<Record<never, never>>

/** Something about a snapshot that limits answers. */
export interface HealthCheck {
  readonly code: HealthCode
  /** `error`: the answers that it limits are wrong or empty. `warning`: they may be wrong. `note`: they leave something out. */
  readonly severity: 'error' | 'warning' | 'note'
  readonly message: string
  readonly limits: readonly LimitedQuestion[]
  readonly advice: string
}

/** What a snapshot is good for. */
export interface SnapshotHealthAnswer extends QuestionAnswer {
  readonly question: 'snapshot-health'
  readonly objects: number
  readonly resources: readonly { readonly resource: string; readonly objects: number }[]
  /** the latest time that an object tells of (RFC 3339) */
  readonly takenAfter?: string
  readonly capsuleVersion?: '0.7' | '0.14'
  /** what is missing or doubtful, the gravest first */
  readonly checks: readonly HealthCheck[]
  /** questions that nothing grave limits */
  readonly sound: readonly LimitedQuestion[]
}

/** `snapshotHealth` as a question. */
export const snapshotHealth: Question<SnapshotHealthParameters, SnapshotHealthAnswer> = {
  name: 'snapshot-health',
  meaning: 'What is missing from the snapshot or doubtful about it, which answers that limits, and what to do.',
  parameters: {},
  example: '',
  ask: askSnapshotHealth,
  text: (answer) => snapshotHealthText(healthIn(answer)),
}

/** The snapshot itself is what it tells of, so it is sure of it. */
function askSnapshotHealth(snapshot: Snapshot): SnapshotHealthAnswer {
  const { findings: checks, ...health } = healthOf(snapshot)
  return {
    question: 'snapshot-health',
    severity: worstOf(checks.map(severityOf)),
    certainty: 'must',
    findings: [],
    checks,
    ...health,
  }
}

/** Answers about a cluster that is not seen are the worst that there is. */
function severityOf({ severity }: HealthCheck): Severity {
  return ({ error: 'danger', warning: 'warning', note: 'info' } as const)[severity]
}

function healthIn({ checks, ...answer }: SnapshotHealthAnswer): SnapshotHealth {
  return { ...answer, findings: checks }
}
