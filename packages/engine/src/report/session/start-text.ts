import { allObjects } from '@capsule-whatif/model'
import type { Session } from '../../session/session.ts'
import { formatIssue, type SnapshotIssue } from '../../snapshot/snapshot-issue.ts'
import { counted } from '../kind-words.ts'

const linesMax = 8

/** What a session begins with: the cluster, what is not certain about it, and how to go on. */
export function sessionStartText(session: Session, issues: readonly SnapshotIssue[]): string {
  const { cluster, options, user } = session
  const version =
    options.capsule === undefined ? 'Capsule 0.14, since nothing tells its version' : `Capsule ${options.capsule}`
  const operator = cluster.state.running.capsule ? '' : ', the operator down'
  const lines = [
    `${counted(allObjects(cluster.state).length, 'object')}, ${version}${operator}; acting as ${user.user}. help lists what can be typed.`,
    ...(cluster.pending.length === 0
      ? []
      : [
          `The snapshot was not quiet: ${counted(cluster.pending.length, 'object')} changed until it was. what tells which.`,
        ]),
    ...shortened(cluster.findings.map((finding) => `Not certain: ${finding}`)),
    ...shortened(
      issues.filter(({ severity }) => severity !== 'note').map((issue) => `About the snapshot: ${formatIssue(issue)}`),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= linesMax ? lines : [...lines.slice(0, linesMax), `and ${lines.length - linesMax} more`]
}
