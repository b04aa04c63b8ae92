import type { PicturedObject, PicturedOwner } from './picture.ts'

/** Whether somebody is an owner at the first moment and at the last, only at the first, or only at the last. */
export type OwnerRelation = 'owns' | 'no longer owns' | 'now owns'

export interface RelatedOwner {
  readonly owner: PicturedOwner
  readonly relation: OwnerRelation
}

/** Everybody who is an owner of the object at the first moment or at the last. */
export function relatedOwners({ owners: before, changes }: PicturedObject): readonly RelatedOwner[] {
  const after = changes.findLast(({ owners }) => owners !== undefined)?.owners ?? before
  return [
    ...before.map((owner) => ({
      owner,
      relation: isAmong(after, owner) ? ('owns' as const) : ('no longer owns' as const),
    })),
    ...after.filter((owner) => !isAmong(before, owner)).map((owner) => ({ owner, relation: 'now owns' as const })),
  ]
}

function isAmong(owners: readonly PicturedOwner[], { kind, name, object }: PicturedOwner): boolean {
  return owners.some((each) => each.kind === kind && each.name === name && each.object === object)
}
