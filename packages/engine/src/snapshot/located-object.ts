import { type KubeObject, parseApiVersion } from '@capsule-whatif/model'
import type { SnapshotIssue, SnapshotIssueCode } from './snapshot-issue.ts'
import { issueAt, type Locator } from './source-text.ts'

/** An object with the place where it was read. */
export interface LocatedObject {
  readonly object: KubeObject
  readonly offset: number
  readonly locator: Locator
}

/** What identifies an object, whatever its version. */
export function identityOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${kind}|${parseApiVersion(apiVersion).group}|${metadata.namespace ?? ''}|${metadata.name}`
}

/** The object as messages name it: `ConfigMap oil-prod/settings`. */
export function nameOf({ kind, metadata }: KubeObject): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`
}

export function issueOf(located: LocatedObject, code: SnapshotIssueCode, message: string): SnapshotIssue {
  return issueAt(located.locator, { code, message, offset: located.offset })
}

/** `Tenant oil (tenants.yaml:12:1)` */
export function nameAndPlace(located: LocatedObject): string {
  const { file, line } = located.locator.originAt(located.offset)
  return `${nameOf(located.object)} (${file}:${line})`
}
