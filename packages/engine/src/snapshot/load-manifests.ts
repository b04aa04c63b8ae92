import type { Snapshot } from './load-snapshot.ts'
import { readObjects } from './read-objects.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'
import type { SourceText } from './source-text.ts'

/** The objects of files that are given to a command with `-f`: in their order, twice where they stand twice, unredacted. */
export function loadManifests(documents: readonly SourceText[]): Snapshot {
  const issues: SnapshotIssue[] = []
  const located = documents.flatMap((source) => readObjects(source, issues))
  return {
    objects: located.map(({ object }) => object),
    origins: located.map(({ locator, offset }) => locator.originAt(offset)),
    issues,
  }
}
