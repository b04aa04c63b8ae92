import {
  builtinResources,
  type ClusterState,
  type KubeObject,
  listObjects,
  parseApiVersion,
  qualified,
  type ResourceKey,
  resourceKey,
  stateFromObjects,
} from '@capsule-whatif/model'
import type { Snapshot } from '../snapshot/load-snapshot.ts'
import { definedResources, type NamedResource } from '../snapshot/named-resource.ts'
import type { SnapshotIssue, SnapshotIssueCode } from '../snapshot/snapshot-issue.ts'

/** A snapshot as the checks look at it. */
export interface SnapshotView {
  readonly objects: readonly KubeObject[]
  readonly state: ClusterState
  /** objects of kinds that nothing in the snapshot serves */
  readonly unknown: readonly KubeObject[]
  /** resources that its definitions serve, one for each */
  readonly defined: readonly NamedResource[]
  issues(...codes: readonly SnapshotIssueCode[]): readonly SnapshotIssue[]
  of(resource: ResourceKey): readonly KubeObject[]
}

export function viewOf({ objects, issues }: Snapshot): SnapshotView {
  const { state, unknown } = stateFromObjects(objects, 0)
  const defined = new Map(
    definedResources(objects).map((each) => [qualified(each.resource, each.group), each] as const),
  )
  return {
    objects,
    state,
    unknown,
    defined: [...defined.values()],
    issues: (...codes) => issues.filter(({ code }) => codes.includes(code)),
    of: (resource) => listObjects(state, resource),
  }
}

/** Built-in resources that can be listed, so that a snapshot may have them. */
export const listedResources: readonly NamedResource[] = builtinResources.filter(({ verbs }) => verbs.includes('list'))

export function keyOfResource({ group, resource }: NamedResource): ResourceKey {
  return resourceKey(group, resource)
}

/** `3 objects, the first ConfigMap oil-dev/settings` */
export function counted(objects: readonly KubeObject[]): string {
  const [first] = objects
  if (first === undefined) return 'no objects'
  const { namespace, name } = first.metadata
  const what = `${first.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`
  return objects.length === 1 ? `1 object, ${what}` : `${objects.length} objects, the first ${what}`
}

/** `Tenant (capsule.clastix.io)` */
export function kindText({ apiVersion, kind }: KubeObject): string {
  const { group } = parseApiVersion(apiVersion)
  return group === '' ? kind : `${kind} (${group})`
}

/** A list of names as a sentence has it, cut where it gets long. */
export function named(names: readonly string[], namesMax = 8): string {
  const shown = names.slice(0, namesMax).join(', ')
  return names.length > namesMax ? `${shown} and ${names.length - namesMax} more` : shown
}
