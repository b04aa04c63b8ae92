import { type KubeObject, parseApiVersion } from '@capsule-whatif/model'
import { issueOf, type LocatedObject, nameOf } from './located-object.ts'
import type { NamedResource } from './named-resource.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'

/** Puts objects of namespaced kinds that name no namespace into `default`, as kubectl does. */
export function assumeNamespaces(
  all: readonly LocatedObject[],
  resources: readonly NamedResource[],
  issues: SnapshotIssue[],
): readonly LocatedObject[] {
  const namespaced = new Set(resources.filter((each) => each.namespaced).map((each) => `${each.kind}.${each.group}`))
  return all.map((located) => {
    const { object } = located
    const isMissing =
      (object.metadata.namespace ?? '') === '' &&
      namespaced.has(`${object.kind}.${parseApiVersion(object.apiVersion).group}`)
    if (!isMissing) return located
    issues.push(issueOf(located, 'namespace-assumed', `${nameOf(object)} names no namespace; taken to be in default`))
    const moved: KubeObject = { ...object, metadata: { ...object.metadata, namespace: 'default' } }
    return { ...located, object: moved }
  })
}

/** One issue for each namespace that has objects in the snapshot and is not in it itself. */
export function findAbsentNamespaces(all: readonly LocatedObject[]): readonly SnapshotIssue[] {
  const present = new Set<string>()
  for (const { object } of all)
    if (object.kind === 'Namespace' && object.apiVersion === 'v1') present.add(object.metadata.name)
  const absent = new Map<string, { readonly first: LocatedObject; count: number }>()
  for (const located of all) {
    const namespace = located.object.metadata.namespace ?? ''
    if (namespace === '' || present.has(namespace)) continue
    const entry = absent.get(namespace)
    if (entry) entry.count++
    else absent.set(namespace, { first: located, count: 1 })
  }
  return [...absent].map(([namespace, { first, count }]) => {
    const objects = count === 1 ? nameOf(first.object) : `${nameOf(first.object)} and ${count - 1} more objects`
    const message = `${objects} in the namespace ${namespace}, which the snapshot does not have; add it`
    return issueOf(first, 'namespace-absent', message)
  })
}
