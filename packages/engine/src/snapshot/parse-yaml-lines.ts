import { resolvePlainScalar } from './plain-scalar.ts'
import { depthMax, type ParsedValue } from './source-text.ts'
import { giveUp, isDash, type LineCursor, nextLine, openLines, skipSpaces } from './yaml-line-cursor.ts'
import { readLineScalar } from './yaml-line-scalar.ts'

interface Reader {
  readonly cursor: LineCursor
  readonly starts: Map<object, number>
  readonly keys: Set<string>
}

/**
 * Reads the YAML that kubectl prints: block mappings and sequences, plain, quoted and literal scalars, `{}` and `[]`.
 * Undefined as soon as there is anything else; then the document is read by the library, thirty times slower.
 * Where it gives a value, the library gives the same.
 */
export function parseYamlLines(text: string): ParsedValue | undefined {
  const cursor = openLines(text)
  const offset = cursor.at
  const reader: Reader = { cursor, starts: new Map(), keys: new Set() }
  const value = cursor.indent < 0 ? giveUp(cursor) : readNode(reader, 0)
  if (cursor.indent >= 0) giveUp(cursor)
  return cursor.unusual ? undefined : { value, offset, starts: reader.starts }
}

function readNode(reader: Reader, depth: number): unknown {
  const { cursor } = reader
  if (depth > depthMax) return giveUp(cursor)
  if (isDash(cursor)) return readSequence(reader, depth)
  return keyAt(reader) ? readMapping(reader, depth) : giveUp(cursor)
}

function readMapping(reader: Reader, depth: number): unknown {
  const { cursor } = reader
  const { indent, at } = cursor
  const out: Record<string, unknown> = {}
  if (depth < 3) reader.starts.set(out, at)
  while (cursor.indent === indent) {
    const key = isDash(cursor) ? undefined : keyAt(reader)
    if (key === undefined || Object.hasOwn(out, key.text)) return giveUp(cursor)
    out[key.text] = readValue(reader, key.end, indent, depth + 1)
  }
  return cursor.indent > indent ? giveUp(cursor) : out
}

/** The value of a field: on the line of its key, on the lines below, or none. */
function readValue(reader: Reader, keyEnd: number, indent: number, depth: number): unknown {
  const { cursor } = reader
  const from = skipSpaces(cursor, keyEnd)
  if (from < cursor.end) return readLineScalar(cursor, from, indent)
  nextLine(cursor)
  if (cursor.indent > indent) return readNode(reader, depth)
  return cursor.indent === indent && isDash(cursor) ? readSequence(reader, depth) : null
}

function readSequence(reader: Reader, depth: number): unknown {
  const { cursor } = reader
  const { indent } = cursor
  const out: unknown[] = []
  if (depth > depthMax) return giveUp(cursor)
  while (cursor.indent === indent && isDash(cursor)) out.push(readItem(reader, indent, depth + 1))
  return cursor.indent > indent ? giveUp(cursor) : out
}

/** An item of a sequence; a mapping or sequence may begin on the line of its dash. */
function readItem(reader: Reader, indent: number, depth: number): unknown {
  const { cursor } = reader
  const from = skipSpaces(cursor, cursor.at + 1)
  if (from >= cursor.end) {
    nextLine(cursor)
    return cursor.indent > indent ? readNode(reader, depth) : null
  }
  cursor.at = from
  cursor.indent = from - cursor.lineStart
  if (isDash(cursor) || keyAt(reader)) return readNode(reader, depth)
  return readLineScalar(cursor, from, indent)
}

interface Key {
  readonly text: string
  /** offset after its colon */
  readonly end: number
}

/** The key at the cursor, or undefined where its line has none that is plainly one. */
function keyAt(reader: Reader): Key | undefined {
  const { text, at, end } = reader.cursor
  const quote = text.charAt(at)
  if (quote === '"' || quote === "'") return quotedKeyAt(reader.cursor, quote)
  let colon = text.indexOf(':', at)
  while (colon >= 0 && colon + 1 < end && text.charCodeAt(colon + 1) !== 32) colon = text.indexOf(':', colon + 1)
  if (colon < 0 || colon >= end) return undefined
  const key = text.slice(at, colon)
  if (!reader.keys.has(key)) {
    if (!isPlainKey(key)) return undefined
    reader.keys.add(key)
  }
  return { text: key, end: colon + 1 }
}

function isPlainKey(key: string): boolean {
  return /^[\w./$][^\s]*$/.test(key) && key.length < 1000 && key !== '__proto__' && resolvePlainScalar(key) === key
}

function quotedKeyAt(cursor: LineCursor, quote: string): Key | undefined {
  const { text, at, end } = cursor
  const close = text.indexOf(quote, at + 1)
  if (close < 0 || close + 1 >= end || text.charAt(close + 1) !== ':') return undefined
  if (close + 2 < end && text.charCodeAt(close + 2) !== 32) return undefined
  const key = text.slice(at + 1, close)
  return key.includes('\\') || key.length > 1000 || key === '__proto__' ? undefined : { text: key, end: close + 2 }
}
