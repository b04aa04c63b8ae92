import { ownerReferencesOf } from '@capsule-whatif/model'
import { issueOf, type LocatedObject, nameOf } from './located-object.ts'
import type { SnapshotIssue } from './snapshot-issue.ts'

type ByUid = ReadonlyMap<string, LocatedObject>

/** Circles of owner references, each once, and owners that are not there, one issue for each kind of owner. */
export function checkOwners(all: readonly LocatedObject[]): readonly SnapshotIssue[] {
  const byUid = new Map<string, LocatedObject>()
  for (const located of all) {
    const { uid } = located.object.metadata
    if (uid !== undefined && uid !== '') byUid.set(uid, located)
  }
  return [...findCircles(byUid), ...findAbsentOwners(all, byUid)]
}

interface Visit {
  readonly uid: string
  readonly owners: readonly string[]
  next: number
}

/** Walks up from each object without recursion: whoever is met again while still under way closes a circle. */
function findCircles(byUid: ByUid): readonly SnapshotIssue[] {
  const issues: SnapshotIssue[] = []
  const done = new Set<string>()
  for (const start of byUid.keys()) {
    if (done.has(start)) continue
    const path: Visit[] = [visit(start, byUid)]
    const under = new Map([[start, 0]])
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const owner = top.owners[top.next++]
      if (owner === undefined) {
        done.add(top.uid)
        under.delete(top.uid)
        path.pop()
        continue
      }
      const position = under.get(owner)
      if (position !== undefined) issues.push(...circle(path.slice(position), byUid))
      else if (!done.has(owner)) {
        under.set(owner, path.length)
        path.push(visit(owner, byUid))
      }
    }
  }
  return issues
}

function visit(uid: string, byUid: ByUid): Visit {
  const located = byUid.get(uid)
  const owners = located === undefined ? [] : ownerReferencesOf(located.object).map((reference) => reference.uid)
  return { uid, owners: [...new Set(owners)].filter((owner) => byUid.has(owner)), next: 0 }
}

const namesMax = 8

function circle(path: readonly Visit[], byUid: ByUid): readonly SnapshotIssue[] {
  const members = path.map(({ uid }) => byUid.get(uid)).filter((located) => located !== undefined)
  const [first] = members
  if (first === undefined) return []
  const names = members.slice(0, namesMax).map(({ object }) => nameOf(object))
  if (members.length > namesMax) names.push(`${members.length - namesMax} more`)
  const message = `owner references in a circle: ${[...names, nameOf(first.object)].join(' -> ')}`
  return [issueOf(first, 'owner-circle', message)]
}

/** An owner that is absent is as good as deleted: the garbage collector looks for it, and deletes its dependents. */
function findAbsentOwners(all: readonly LocatedObject[], byUid: ByUid): readonly SnapshotIssue[] {
  const absent = new Map<string, { readonly first: LocatedObject; readonly name: string; count: number }>()
  for (const located of all) {
    for (const { apiVersion, kind, name, uid } of ownerReferencesOf(located.object)) {
      if (byUid.has(uid)) continue
      const entry = absent.get(`${apiVersion} ${kind}`)
      if (entry) entry.count++
      else absent.set(`${apiVersion} ${kind}`, { first: located, name, count: 1 })
    }
  }
  return [...absent].map(([owner, { first, name, count }]) => {
    const references = count === 1 ? '1 owner reference leads' : `${count} owner references lead`
    const message = `${references} to a ${owner} that the snapshot does not have (here ${nameOf(first.object)} to ${name}); dependents without owner are deleted`
    return issueOf(first, 'owner-absent', message)
  })
}
