import { isJsonObject, type Json, type JsonObject } from '../../object/json.ts'

/** A set of paths into an object: whether this place is one of them, and which places below it. [structured-merge-diff fieldpath.Set] */
export interface FieldTree {
  readonly member: boolean
  readonly children: Readonly<Record<string, FieldTree>>
}

export const emptyTree: FieldTree = { member: false, children: {} }
export const leaf: FieldTree = { member: true, children: {} }

export function isEmptyTree(tree: FieldTree): boolean {
  return !tree.member && Object.keys(tree.children).length === 0
}

function treeOf(member: boolean, children: readonly (readonly [string, FieldTree])[]): FieldTree {
  return { member, children: Object.fromEntries(children.filter(([, child]) => !isEmptyTree(child))) }
}

function elementsOf(a: FieldTree, b: FieldTree): readonly string[] {
  return [...new Set([...Object.keys(a.children), ...Object.keys(b.children)])]
}

export function childOf(tree: FieldTree, element: string): FieldTree {
  return Object.hasOwn(tree.children, element) ? (tree.children[element] ?? emptyTree) : emptyTree
}

export function withChildren(member: boolean, children: readonly (readonly [string, FieldTree])[]): FieldTree {
  return treeOf(member, children)
}

function combine(a: FieldTree, b: FieldTree, decide: (a: boolean, b: boolean) => boolean): FieldTree {
  const children = elementsOf(a, b).map(
    (element) => [element, combine(childOf(a, element), childOf(b, element), decide)] as const,
  )
  return treeOf(decide(a.member, b.member), children)
}

export function union(a: FieldTree, b: FieldTree): FieldTree {
  return combine(a, b, (inA, inB) => inA || inB)
}

export function difference(a: FieldTree, b: FieldTree): FieldTree {
  return combine(a, b, (inA, inB) => inA && !inB)
}

export function intersection(a: FieldTree, b: FieldTree): FieldTree {
  return combine(a, b, (inA, inB) => inA && inB)
}

/** The paths of a set, sorted, as lists of elements. */
export function pathsOf(tree: FieldTree, prefix: readonly string[] = []): readonly (readonly string[])[] {
  const below = Object.keys(tree.children)
    .sort()
    .flatMap((element) => pathsOf(childOf(tree, element), [...prefix, element]))
  return tree.member ? [prefix, ...below] : below
}

/** As managedFields have it: `{}` is a place that is one of the set, `.` says so of one with others below. [fieldpath serialize.go] */
export function treeToJson(tree: FieldTree): JsonObject {
  const elements = Object.keys(tree.children).sort()
  const below = elements.map((element) => [element, treeToJson(childOf(tree, element))] as const)
  return Object.fromEntries(tree.member && below.length > 0 ? [['.', {}] as const, ...below] : below)
}

export function treeFromJson(json: Json | undefined): FieldTree {
  const below = Object.entries(isJsonObject(json) ? json : {}).filter(([element]) => element !== '.')
  return {
    member: false,
    children: Object.fromEntries(below.map(([element, inner]) => [element, nodeFromJson(inner)])),
  }
}

function nodeFromJson(json: Json | undefined): FieldTree {
  const inner = isJsonObject(json) ? json : {}
  const isMember = Object.keys(inner).length === 0 || inner['.'] !== undefined
  return { ...treeFromJson(inner), member: isMember }
}
