import { isAlias, isMap, isPair, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml'
import { resolvePlainScalar } from './plain-scalar.ts'
import { depthMax, type ParsedText, type Problem } from './source-text.ts'

/** How many nodes the aliases of one document may stand for. */
export const aliasNodesMax = 100_000

interface Anchored {
  readonly value: unknown
  readonly nodes: number
  readonly depth: number
}

interface Composing {
  readonly problems: Problem[]
  readonly starts: Map<object, number>
  readonly anchors: Map<string, Anchored>
  nodes: number
  aliasNodes: number
  deepest: number
  failed: boolean
}

/** Reads one YAML document with the library, as kubectl would: YAML 1.1 words, merge keys, the last of two equal keys. */
export function composeYaml(text: string): ParsedText {
  const depth = bracketDepth(text)
  if (depth > depthMax) return onlyProblem(tooDeep(0))
  try {
    return compose(text)
  } catch (error) {
    if (error instanceof RangeError) return onlyProblem(tooDeep(0))
    throw error
  }
}

function compose(text: string): ParsedText {
  const document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const errors = document.errors.map(problemOf)
  const root = document.contents
  if (root === null) return { values: [], problems: errors }
  const composing: Composing = {
    problems: [],
    starts: new Map(),
    anchors: new Map(),
    nodes: 0,
    aliasNodes: 0,
    deepest: 0,
    failed: false,
  }
  if (errors.length > 0) return { values: [], problems: errors }
  const value = toValue(composing, root, 0)
  const { problems } = composing
  if (composing.failed) return { values: [], problems }
  return { values: [{ value, offset: startOf(root), starts: composing.starts }], problems }
}

/** The library's own recursion ends in an error of its document too. */
function problemOf({ message, pos }: { readonly message: string; readonly pos: readonly [number, number] }): Problem {
  if (message.includes('call stack')) return tooDeep(pos[0])
  return { code: 'yaml-invalid', message: `not YAML: ${firstLine(message)}`, offset: pos[0] }
}

function onlyProblem(problem: Problem): ParsedText {
  return { values: [], problems: [problem] }
}

function tooDeep(offset: number): Problem {
  const message = `nested more than ${depthMax} levels deep, more than is read; the document is left out`
  return { code: 'too-deep', message, offset }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}

/** The deepest nesting that brackets and dashes on one line can open: what the library's recursion must not meet. */
function bracketDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 91 || code === 123) depth++
    else if (code === 93 || code === 125) depth = Math.max(0, depth - 1)
    if (depth > deepest) deepest = depth
  }
  const dashes = /^ *(?:[-?] +){500}/m.test(text) ? depthMax + 1 : 0
  return Math.max(deepest, dashes)
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

function fail(composing: Composing, problem: Problem): null {
  if (!composing.failed) composing.problems.push(problem)
  composing.failed = true
  return null
}

function toValue(composing: Composing, node: unknown, depth: number): unknown {
  composing.nodes++
  if (depth > composing.deepest) composing.deepest = depth
  if (composing.failed) return null
  if (isAlias(node)) return aliasValue(composing, node.source, startOf(node), depth)
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null
  if (depth > depthMax) return fail(composing, tooDeep(startOf(node)))
  if (node.anchor === undefined) return contentOf(composing, node, depth)
  return anchoredValue(composing, node, node.anchor, depth)
}

function anchoredValue(composing: Composing, node: Node, anchor: string, depth: number): unknown {
  const { nodes, aliasNodes, deepest } = composing
  composing.deepest = depth
  composing.anchors.delete(anchor)
  const value = contentOf(composing, node, depth)
  const size = composing.nodes - nodes + composing.aliasNodes - aliasNodes + 1
  composing.anchors.set(anchor, { value, nodes: size, depth: composing.deepest - depth })
  composing.deepest = Math.max(deepest, composing.deepest)
  return value
}

function aliasValue(composing: Composing, name: string, offset: number, depth: number): unknown {
  const anchored = composing.anchors.get(name)
  if (anchored === undefined) {
    const message = `the alias *${name} stands for nothing before it; the document is left out`
    return fail(composing, { code: 'yaml-aliases-explode', message, offset })
  }
  composing.aliasNodes += anchored.nodes
  composing.deepest = Math.max(composing.deepest, depth + anchored.depth)
  if (composing.deepest > depthMax) return fail(composing, tooDeep(offset))
  if (composing.aliasNodes > aliasNodesMax) {
    const message = `aliases stand for more than ${aliasNodesMax} values; the document is left out`
    return fail(composing, { code: 'yaml-aliases-explode', message, offset })
  }
  return anchored.value
}

function contentOf(composing: Composing, node: Node, depth: number): unknown {
  if (isScalar(node)) return scalarValue(node.value, node.type, node.tag)
  if (isSeq(node)) return node.items.map((item) => toValue(composing, item, depth + 1))
  return isMap(node) ? mapValue(composing, node, depth) : null
}

function scalarValue(value: unknown, style: string | undefined, tag: string | undefined): unknown {
  const text = typeof value === 'string' ? value : ''
  const isText = tag === '!' || tag === 'tag:yaml.org,2002:str' || tag === 'tag:yaml.org,2002:binary'
  return !isText && (style === 'PLAIN' || tag !== undefined) ? resolvePlainScalar(text) : text
}

function mapValue(composing: Composing, map: YAMLMap, depth: number): unknown {
  const out: Record<string, unknown> = {}
  const merged: Record<string, unknown>[] = []
  if (depth < 3) composing.starts.set(out, startOf(map))
  for (const pair of map.items) {
    if (!isPair(pair) || composing.failed) continue
    const key = keyText(composing, pair.key, depth)
    const value = toValue(composing, pair.value, depth + 1)
    if (isMergeKey(pair.key)) merged.push(...[value].flat().filter(isRecord))
    else {
      if (Object.hasOwn(out, key)) composing.problems.push(duplicateKey(key, pair.key as Node))
      setField(out, key, value)
    }
  }
  for (const source of merged)
    for (const [key, value] of Object.entries(source)) if (!Object.hasOwn(out, key)) setField(out, key, value)
  return out
}

function duplicateKey(key: string, node: Node): Problem {
  const message = `the field ${JSON.stringify(key)} stands twice in one mapping; the last one counts`
  return { code: 'key-duplicate', message, offset: startOf(node) }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Keys of JSON are texts: `8080:` is the field "8080". */
function keyText(composing: Composing, key: unknown, depth: number): string {
  const value = toValue(composing, key, depth + 1)
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Sets a field of any name, `__proto__` too, as the object's own. */
function setField(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
  else object[key] = value
}
