import { rankOfKind } from '../report/kind-words.ts'
import type { PicturedObject } from './picture.ts'
import { selectObjects } from './select-objects.ts'

/**
 * The objects as a tree: each before what stands within it, by kind and name. An object stands within an owner that lies
 * in the same namespace, or like it in none; or else within its Namespace; or else within the definition of its kind.
 */
export function asTree(objects: readonly PicturedObject[]): readonly PicturedObject[] {
  const standing = objects.map((object, index) => placed(object, withinOf(objects, object, index)))
  const inside = groups(standing)
  const sortKeys = objects.map(sortKeyOf)
  const order = new Set<number>()
  const visit = (index: number): void => {
    if (order.has(index)) return
    order.add(index)
    for (const each of sorted(inside.get(index), sortKeys)) visit(each)
  }
  for (const root of sorted(inside.get(undefined), sortKeys)) visit(root)
  standing.forEach((object, index) => {
    if (order.has(index)) return
    // owners in a circle: one of them has to stand first
    standing[index] = placed(object, undefined)
    visit(index)
  })
  return selectObjects(standing, [...order])
}

function placed({ within: _, ...object }: PicturedObject, within: number | undefined): PicturedObject {
  return within === undefined ? object : { ...object, within }
}

function withinOf(
  objects: readonly PicturedObject[],
  { namespace, owners, home, definition }: PicturedObject,
  index: number,
): number | undefined {
  const living = owners.flatMap(({ object }) => (object === undefined ? [] : [object]))
  return living.find((each) => each !== index && objects[each]?.namespace === namespace) ?? home ?? definition
}

function groups(objects: readonly PicturedObject[]): ReadonlyMap<number | undefined, readonly number[]> {
  const groups = new Map<number | undefined, number[]>()
  objects.forEach(({ within }, index) => {
    const group = groups.get(within)
    if (group) group.push(index)
    else groups.set(within, [index])
  })
  return groups
}

function sortKeyOf({ kind, namespace = '', name }: PicturedObject): string {
  return `${rankOfKind(kind)} ${kind} ${namespace}/${name}`
}

function sorted(indexes: readonly number[] = [], keys: readonly string[]): readonly number[] {
  const keyOf = (index: number): string => keys[index] ?? ''
  return indexes.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : a - b))
}
