import type { Picture, PicturedObject } from './picture.ts'
import { relatedOwners } from './related-owners.ts'

/**
 * The positions of what a drawing shows: objects to which something happens, or may in another order, above them their owners and what they stand
 * within, and what stays though an owner or its Namespace goes. Where nothing was asked for: owners and dependents.
 */
export function concernedPositions({ actions, objects }: Pick<Picture, 'actions' | 'objects'>): readonly number[] {
  const isSeed = (object: PicturedObject): boolean =>
    actions.length > 0
      ? object.changes.length > 0 || object.may !== undefined || losesOwner(objects, object)
      : object.owners.length > 0
  const concerned = new Set<number>()
  const include = (index: number): void => {
    if (concerned.has(index)) return
    concerned.add(index)
    const object = objects[index]
    if (object === undefined) return
    for (const { owner } of relatedOwners(object)) if (owner.object !== undefined) include(owner.object)
    if (object.within !== undefined) include(object.within)
  }
  for (const [index, object] of objects.entries()) if (isSeed(object)) include(index)
  return [...concerned].sort((a, b) => a - b)
}

function losesOwner(objects: readonly PicturedObject[], { owners, home }: PicturedObject): boolean {
  return [...owners.map(({ object }) => object), home].some((index) => isLeaving(objects[index ?? -1]))
}

function isLeaving(object: PicturedObject | undefined): boolean {
  return object?.fate === 'gone' || object?.fate === 'held' || object?.fate === 'passing'
}
