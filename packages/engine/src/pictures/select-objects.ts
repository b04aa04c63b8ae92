import type { Change, PicturedObject, PicturedOwner } from './picture.ts'

/**
 * The objects at these positions, in this order, what points to them led there. Whoever stood within an object that is
 * left out stands within what that one stood in; owners that are left out keep their names. Each must come after what it
 * stands within.
 */
export function selectObjects(
  objects: readonly PicturedObject[],
  positions: readonly number[],
): readonly PicturedObject[] {
  const indexes = new Map(positions.map((position, index) => [position, index]))
  const selected: PicturedObject[] = []
  for (const position of positions) {
    const object = objects[position]
    if (object === undefined) continue
    const within = nearest(objects, object.within, indexes)
    const depth = within === undefined ? 0 : (selected[within]?.depth ?? 0) + 1
    selected.push(led(object, { within, depth, indexes }))
  }
  return selected
}

/** The nearest that is selected, going up from one. */
function nearest(
  objects: readonly PicturedObject[],
  from: number | undefined,
  indexes: ReadonlyMap<number, number>,
): number | undefined {
  for (let at = from; at !== undefined; at = objects[at]?.within) {
    const index = indexes.get(at)
    if (index !== undefined) return index
  }
  return undefined
}

interface NewPlace {
  readonly within: number | undefined
  readonly depth: number
  readonly indexes: ReadonlyMap<number, number>
}

function led(object: PicturedObject, { within, depth, indexes }: NewPlace): PicturedObject {
  const { within: _, home: oldHome, definition: oldDefinition, ...rest } = object
  const [home, definition] = [indexes.get(oldHome ?? -1), indexes.get(oldDefinition ?? -1)]
  return {
    ...rest,
    ...(within === undefined ? {} : { within }),
    depth,
    ...(home === undefined ? {} : { home }),
    ...(definition === undefined ? {} : { definition }),
    owners: object.owners.map((owner) => ledOwner(owner, indexes)),
    changes: object.changes.map((change) => ledChange(change, indexes)),
  }
}

function ledChange(change: Change, indexes: ReadonlyMap<number, number>): Change {
  return change.owners ? { ...change, owners: change.owners.map((owner) => ledOwner(owner, indexes)) } : change
}

function ledOwner({ object, ...rest }: PicturedOwner, indexes: ReadonlyMap<number, number>): PicturedOwner {
  const index = indexes.get(object ?? -1)
  return { ...rest, ...(index === undefined ? {} : { object: index }) }
}
