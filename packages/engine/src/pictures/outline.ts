import { concernedPositions } from './concerned.ts'
import type { Fate, Picture, PicturedObject } from './picture.ts'
import { type OwnerRelation, relatedOwners } from './related-owners.ts'
import { selectObjects } from './select-objects.ts'
import { mayText } from './words.ts'

/**
 * What one object is to another: its owner, all along or only before or after; its Namespace; the definition of its kind.
 */
export type Relation = OwnerRelation | 'holds' | 'defines'

/** Objects of one kind, one fate and one fate in other orders that are not drawn one by one. */
export interface More {
  readonly kind: string
  readonly fate: Fate
  /** what becomes of each in other orders, in words; empty where the same does */
  readonly may: string
  readonly count: number
  /** how many more objects stand within them, by what became of those */
  readonly inside: ReadonlyMap<Fate, number>
}

/** One thing to draw. Nodes are pointed to by their index in the outline. */
export interface OutlineNode {
  readonly object?: PicturedObject
  /** instead of an object: how many others there are */
  readonly more?: More
  readonly depth: number
  /** the node under which it stands, and what that is to it */
  readonly parent?: number
  readonly relation?: Relation
  /** nodes of its owners, where they are drawn */
  readonly owners: readonly OwnerNode[]
}

export interface OwnerNode {
  readonly node: number
  readonly relation: OwnerRelation
}

export interface Outline {
  readonly nodes: readonly OutlineNode[]
  /** how many objects are not in it, since nothing happens to them or around them */
  readonly others: number
}

const siblingsTried: readonly number[] = [12, 6, 3, 1]

/** What of a picture is drawn, in the order of the tree, shortened to about so many nodes: of many alike only some. */
export function outlineOf(picture: Picture, nodesMax: number): Outline {
  const objects = selectObjects(picture.objects, concernedPositions(picture))
  const others = picture.objects.length - objects.length
  let nodes: readonly OutlineNode[] = []
  for (const siblingsMax of siblingsTried) {
    nodes = nodesOf(objects, siblingsMax)
    if (nodes.length <= nodesMax) break
  }
  return { nodes, others }
}

interface Draft {
  readonly objects: readonly PicturedObject[]
  readonly siblingsMax: number
  readonly within: ReadonlyMap<number | undefined, readonly number[]>
  readonly nodes: OutlineNode[]
  /** node by position of its object */
  readonly drawn: Map<number, number>
}

function nodesOf(objects: readonly PicturedObject[], siblingsMax: number): readonly OutlineNode[] {
  const within = groupBy(objects.keys(), (position) => objects[position]?.within)
  const draft: Draft = { objects, siblingsMax, within, nodes: [], drawn: new Map() }
  draw(draft, undefined, 0)
  return draft.nodes.map((node) => ({ ...node, owners: ownerNodes(draft, node) }))
}

/** Draws what stands within one object, or the roots. */
function draw(draft: Draft, position: number | undefined, depth: number): void {
  const { objects, siblingsMax, nodes, drawn } = draft
  const groups = groupBy(draft.within.get(position) ?? [], (each) => likeness(objects[each]))
  const parent = drawn.get(position ?? -1)
  for (const group of groups.values()) {
    for (const each of group.slice(0, siblingsMax)) {
      const object = objects[each]
      if (object === undefined) continue
      drawn.set(each, nodes.length)
      nodes.push({ object, depth, ...placeUnder(parent, object, position), owners: [] })
      draw(draft, each, depth + 1)
    }
    const rest = group.slice(siblingsMax)
    const first = objects[rest[0] ?? -1]
    if (first === undefined) continue
    const inside = new Map<Fate, number>()
    for (const each of rest) countInside(draft, each, inside)
    const more = { kind: first.kind, fate: first.fate, may: mayText(first), count: rest.length, inside }
    nodes.push({ more, depth, ...placeUnder(parent, first, position), owners: [] })
  }
}

function likeness(object: PicturedObject | undefined): string {
  return object === undefined ? '' : `${object.kind} ${object.fate} ${mayText(object)}`
}

function placeUnder(
  parent: number | undefined,
  { owners, definition }: PicturedObject,
  within: number | undefined,
): Pick<OutlineNode, 'parent' | 'relation'> {
  if (parent === undefined) return {}
  if (owners.some(({ object }) => object === within)) return { parent, relation: 'owns' }
  return { parent, relation: definition === within ? 'defines' : 'holds' }
}

function countInside(draft: Draft, position: number, counts: Map<Fate, number>): void {
  for (const each of draft.within.get(position) ?? []) {
    const fate = draft.objects[each]?.fate ?? 'kept'
    counts.set(fate, (counts.get(fate) ?? 0) + 1)
    countInside(draft, each, counts)
  }
}

function ownerNodes({ drawn }: Draft, { object }: OutlineNode): readonly OwnerNode[] {
  if (object === undefined) return []
  return relatedOwners(object).flatMap(({ owner, relation }) => {
    const node = drawn.get(owner.object ?? -1)
    return node === undefined ? [] : [{ node, relation }]
  })
}

function groupBy<K>(positions: Iterable<number>, keyOf: (position: number) => K): ReadonlyMap<K, readonly number[]> {
  const groups = new Map<K, number[]>()
  for (const position of positions) {
    const group = groups.get(keyOf(position))
    if (group) group.push(position)
    else groups.set(keyOf(position), [position])
  }
  return groups
}
