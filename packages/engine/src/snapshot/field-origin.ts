import { isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml'
import { plainText } from './parse-source.ts'
import { locatorOf, type Origin, type SourceText } from './source-text.ts'

/** Field names and list indexes from the top of a document down to a value. */
export type FieldPath = readonly (string | number)[]

/**
 * Where a field of a document stands, JSON or YAML; as far down its path as the document goes.
 *
 * @param from where the document, or the item of a List, begins that the path is in; default: the first document
 */
export function fieldOrigin(source: SourceText, path: FieldPath, from?: Omit<Origin, 'file'>): Origin {
  const plain = plainText(source)
  const locator = locatorOf(plain)
  const documents = parseAllDocuments(plain.text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent' })
  const roots = Array.isArray(documents) ? documents.map(({ contents }) => contents) : []
  const start = from ?? { line: 1, column: 1 }
  const root = from === undefined ? roots[0] : nodeAt(roots, (offset) => isSamePlace(locator.originAt(offset), start))
  if (!isNode(root)) return { file: source.name, ...start }
  return locator.originAt(offsetOf(root, path))
}

function isSamePlace(a: Origin, b: Omit<Origin, 'file'>): boolean {
  return a.line === b.line && a.column === b.column
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value)
}

/** A mapping that begins at an offset: a document, or an item of a List. */
function nodeAt(roots: readonly unknown[], isStart: (offset: number) => boolean): unknown {
  for (const root of roots) {
    if (!isMap(root)) continue
    if (isStart(root.range?.[0] ?? -1)) return root
    const items = root.get('items', true)
    const found = isSeq(items) ? items.items.find((item) => isMap(item) && isStart(item.range?.[0] ?? -1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** The offset of the deepest key or item that the path leads to. */
function offsetOf(root: Node, path: FieldPath): number {
  let offset = root.range?.[0] ?? 0
  let node: unknown = root
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (each) => isPair(each) && isScalar(each.key) && String(each.key.value) === String(part),
      )
      if (pair === undefined || !isScalar(pair.key)) break
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(part)]
      if (!isNode(item)) break
      offset = item.range?.[0] ?? offset
      node = item
    } else break
  }
  return offset
}
