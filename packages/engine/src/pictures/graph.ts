import { placeText } from '../text/place-text.ts'
import { type Outline, type OutlineNode, outlineOf, type Relation } from './outline.ts'
import type { Fate, Picture } from './picture.ts'
import { moreText } from './tree-text.ts'
import { fateText, mayText } from './words.ts'

export interface GraphNode {
  /** `n0`, `n1`, ... */
  readonly id: string
  /** what it is, what became of it, and what may in other orders; none is empty */
  readonly lines: readonly string[]
  readonly fate: Fate
  /** whether its fate depends on the order */
  readonly isOpen: boolean
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly relation: Relation
}

/** What both languages of drawings say, each in its own way. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  /** how many objects are not drawn, since nothing happens to them */
  readonly others: number
}

/** Mermaid by itself draws no more than 500 edges; of many objects alike some are drawn. */
const nodesMax = 180

/** Who owns whom, who lies in whom, and what became of them, as nodes and edges. */
export function graphOf(picture: Picture): Graph {
  const outline = outlineOf(picture, nodesMax)
  return {
    nodes: outline.nodes.map((node, index) => graphNode(picture, node, index)),
    edges: outline.nodes.flatMap((_, index) => edgesTo(outline, index)),
    others: outline.others,
  }
}

function graphNode(picture: Picture, { object, more }: OutlineNode, index: number): GraphNode {
  const id = `n${index}`
  if (more !== undefined) return { id, lines: [moreText(more)], fate: more.fate, isOpen: more.may !== '' }
  if (object === undefined) return { id, lines: [], fate: 'kept', isOpen: false }
  const { kind, fate, may } = object
  const lines = [`${kind} ${placeText(object)}`, fateText(picture, object), mayText(object)].filter(
    (line) => line !== '',
  )
  return { id, lines, fate, isOpen: may !== undefined }
}

function edgesTo({ nodes }: Outline, index: number): readonly GraphEdge[] {
  const { parent, relation, owners = [] } = nodes[index] ?? {}
  const owning = owners.map((owner) => ({ from: `n${owner.node}`, to: `n${index}`, relation: owner.relation }))
  if (parent === undefined || relation === undefined || owners.some(({ node }) => node === parent)) return owning
  return [{ from: `n${parent}`, to: `n${index}`, relation }, ...owning]
}

/** Whether somebody is an owner at the last moment. */
export function isOwning(relation: Relation): boolean {
  return relation === 'owns' || relation === 'now owns'
}
