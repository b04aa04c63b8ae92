import { parseApiVersion } from '@capsule-whatif/model'
import { issueOf, type LocatedObject } from './located-object.ts'
import { definedResources, type NamedResource } from './named-resource.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'

/** One issue for each kind that neither the known resources nor a definition in the snapshot serve. Its objects stay. */
export function findUnknownKinds(
  all: readonly LocatedObject[],
  known: readonly NamedResource[],
): readonly SnapshotIssue[] {
  const served = new Set(known.map((resource) => `${resource.kind}.${resource.group}`))
  for (const resource of definedResources(all.map(({ object }) => object)))
    served.add(`${resource.kind}.${resource.group}`)
  const unknown = new Map<string, LocatedObject[]>()
  for (const located of all) {
    const { apiVersion, kind } = located.object
    if (served.has(`${kind}.${parseApiVersion(apiVersion).group}`)) continue
    const group = unknown.get(`${apiVersion} ${kind}`)
    if (group) group.push(located)
    else unknown.set(`${apiVersion} ${kind}`, [located])
  }
  return [...unknown].flatMap(([kind, objects]) =>
    objects.slice(0, 1).map((first) => unknownKind(first, kind, objects.length)),
  )
}

function unknownKind(first: LocatedObject, kind: string, count: number): SnapshotIssue {
  const objects = count === 1 ? '1 object' : `${count} objects, of which this is the first`
  const advice = 'add its CustomResourceDefinition to the snapshot'
  return issueOf(
    first,
    'kind-unknown',
    `${kind} is no kind that this cluster is known to serve (${objects}); kept as it is; ${advice}`,
  )
}
