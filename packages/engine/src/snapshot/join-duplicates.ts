import { equalJson, type KubeObject } from '@capsule-whatif/model'
import { identityOf, issueOf, type LocatedObject, nameAndPlace, nameOf } from './located-object.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'

/**
 * One object for each identity. Of two different ones the newer stays: the one with the higher resourceVersion, or where
 * that does not tell, the one read later. Versions of a kind are one identity, as they are one object for the API server.
 */
export function joinDuplicates(all: readonly LocatedObject[], issues: SnapshotIssue[]): readonly LocatedObject[] {
  const byIdentity = new Map<string, LocatedObject>()
  for (const located of all) {
    const identity = identityOf(located.object)
    const known = byIdentity.get(identity)
    if (known === undefined) byIdentity.set(identity, located)
    else if (equalJson(known.object, located.object)) issues.push(identical(known, located))
    else {
      const kept = isOlder(located.object, known.object) ? known : located
      byIdentity.set(identity, kept)
      issues.push(different(known, located, kept))
      if (isOtherCluster(known.object, located.object)) issues.push(mixed(known, located))
    }
  }
  return [...byIdentity.values()]
}

function identical(first: LocatedObject, second: LocatedObject): SnapshotIssue {
  return issueOf(
    second,
    'duplicate-identical',
    `${nameOf(second.object)} stands twice, the same as ${nameAndPlace(first)}`,
  )
}

function different(first: LocatedObject, second: LocatedObject, kept: LocatedObject): SnapshotIssue {
  const which = kept === second ? 'this one, the newer or later, is taken' : 'the other, which is newer, is taken'
  const message = `${nameOf(second.object)} stands twice, other than ${nameAndPlace(first)}; ${which}`
  return issueOf(second, 'duplicate-different', message)
}

/** The namespace kube-system is never deleted, so its uid is that of the cluster. */
function isOtherCluster({ kind, metadata }: KubeObject, other: KubeObject): boolean {
  return kind === 'Namespace' && metadata.name === 'kube-system' && metadata.uid !== other.metadata.uid
}

function mixed(first: LocatedObject, second: LocatedObject): SnapshotIssue {
  const message = `the namespace kube-system has another uid than in ${nameAndPlace(first)}: these are two clusters`
  return issueOf(second, 'clusters-mixed', message)
}

function isOlder(object: KubeObject, than: KubeObject): boolean {
  const version = Number(object.metadata.resourceVersion)
  return version < Number(than.metadata.resourceVersion)
}
