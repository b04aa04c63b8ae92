import type { KubeObject, Operator } from '@capsule-whatif/model'
import { assumeNamespaces, findAbsentNamespaces } from './check-namespaces.ts'
import { checkOwners } from './check-owners.ts'
import { findUnknownKinds } from './find-unknown-kinds.ts'
import { joinDuplicates } from './join-duplicates.ts'
import type { LocatedObject } from './located-object.ts'
import { definedResources, type NamedResource } from './named-resource.ts'
import { readObjects } from './read-objects.ts'
import { redactSecret } from './redact-secrets.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'
import type { Origin, SourceText } from './source-text.ts'

/** How texts are read. */
export interface SnapshotOptions {
  /** Whether the values of Secrets are emptied as they are read. Default: true. */
  readonly redactSecrets?: boolean
  /** Resources that the cluster serves beside those defined in the snapshot. Without them no kind is called unknown. */
  readonly knownResources?: readonly NamedResource[]
}

/** The objects of a cluster at one time. */
export interface Snapshot {
  readonly objects: readonly KubeObject[]
  /** Where each object was read, at the same index. */
  readonly origins: readonly Origin[]
  /** Everything about the input that its reader should know, in the order of the input. */
  readonly issues: readonly SnapshotIssue[]
  /** operators that run in the cluster beside Capsule; default none. Whatever takes a snapshot runs them. */
  readonly operators?: readonly Operator[]
}

/** What of a snapshot is played: what the cluster holds, and what runs in it. */
export type PlayedSnapshot = Pick<Snapshot, 'objects' | 'operators'>

/** The operators of a snapshot, as an option of what takes objects. */
export function operatorsOf({ operators }: Pick<Snapshot, 'operators'>): Pick<Snapshot, 'operators'> {
  return operators === undefined ? {} : { operators }
}

/**
 * Reads what `kubectl get -o json` and `-o yaml` print: objects, Lists, several documents in one text, JSON lines. Never
 * throws: what is not understood is an issue with file, line and column, and everything else is in the snapshot.
 */
export function loadSnapshot(documents: readonly SourceText[], options: SnapshotOptions = {}): Snapshot {
  const issues: SnapshotIssue[] = []
  const all = documents.flatMap((source) => readObjects(source, issues)).map((located) => prepared(located, options))
  const known = options.knownResources
  const resources = [...(known ?? []), ...definedResources(all.map(({ object }) => object))]
  const located = joinDuplicates(assumeNamespaces(all, resources, issues), issues)
  issues.push(...findAbsentNamespaces(located), ...checkOwners(located))
  if (known !== undefined) issues.push(...findUnknownKinds(located, known))
  return snapshotOf(located, issues)
}

function prepared(located: LocatedObject, { redactSecrets = true }: SnapshotOptions): LocatedObject {
  if (!redactSecrets) return located
  const object = redactSecret(located.object)
  return object === located.object ? located : { ...located, object }
}

function snapshotOf(located: readonly LocatedObject[], issues: readonly SnapshotIssue[]): Snapshot {
  return {
    objects: located.map(({ object }) => object),
    origins: located.map(({ locator, offset }) => locator.originAt(offset)),
    issues,
  }
}
